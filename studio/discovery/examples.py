"""The recipes as a machine reads them: each with a command line for curl and a program for Node, made from one table.

Both read `STUDIO_URL`, `STUDIO_API_KEY` and the names that earlier recipes yielded from the environment. What is for a
shell holds no remarks: zsh takes none at its prompt.
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from studio.discovery import table
from studio.discovery.editor_recipes import EDITOR_RECIPES
from studio.discovery.family_recipes import EXTERNAL_RECIPES, STUDIO_RECIPES, WEBHOOK_RECIPES, WORKFLOW_RECIPES
from studio.discovery.recipes import RECIPES, Recipe

_ALL = (*RECIPES, *EDITOR_RECIPES, *STUDIO_RECIPES, *EXTERNAL_RECIPES, *WORKFLOW_RECIPES, *WEBHOOK_RECIPES)

_NAME = re.compile(r"\$([A-Z_]+)")
_PARAMETER = re.compile(r"\{(\w+)\}")


def catalogue() -> list[dict[str, Any]]:
    """Every recipe whose operation this studio serves, in the order in which they can be followed."""
    operations = served_operations()
    served = [recipe for recipe in _ALL if recipe.operation in operations]
    return [(_sent if recipe.sends else _printed)(recipe, *operations[recipe.operation]) for recipe in served]


@cache
def served_operations() -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Operation id to (method, path, OpenAPI operation)."""
    return {
        operation["operationId"]: (method.upper(), path, operation)
        for path, methods in table.document()["paths"].items()
        for method, operation in methods.items()
    }


def _printed(recipe: Recipe, method: str, path: str, operation: dict[str, Any]) -> dict[str, Any]:
    key = next((p for p in operation.get("parameters", ()) if p["name"] == "Idempotency-Key"), None)
    url = _PARAMETER.sub(lambda found: _value(recipe, found.group(1)), path)
    url += f"?{recipe.query}" if recipe.query else ""
    is_stream = "text/event-stream" in operation["responses"].get("200", {}).get("content", {})
    needs = sorted(set(_NAME.findall(url + json.dumps([recipe.body or {}, recipe.headers]))))
    return {
        "id": recipe.name or recipe.operation,
        "operationId": recipe.operation,
        "title": operation.get("summary", recipe.operation),
        "method": method,
        "path": path,
        "scopes": operation["x-scopes"],
        "idempotencyKey": "none" if key is None else "required" if key["required"] else "accepted",
        "needs": needs,
        "yields": recipe.yields,
        "poll": {"field": recipe.poll[0], "while": list(recipe.poll[1])} if recipe.poll else None,
        "curl": curl(
            recipe,
            method,
            url,
            has_key=key is not None,
            is_public=not operation["x-scopes"],
            is_stream=is_stream,
        ),
        "node": node(recipe, method, url, has_key=key is not None, is_stream=is_stream),
    }


def _sent(recipe: Recipe, method: str, path: str, operation: dict[str, Any]) -> dict[str, Any]:
    """A file on its way to an address that an operation gave, in pieces, so that a broken line costs one: no key."""
    program = _SENDER.replace("FILE", recipe.sends).replace("ADDRESS", recipe.to.removeprefix("$"))
    return {
        "id": recipe.name,
        "operationId": recipe.operation,
        "title": f"{operation.get('summary', recipe.operation)}: send it",
        "method": "PUT",
        "path": recipe.to,
        "scopes": [],
        "idempotencyKey": "none",
        "needs": [recipe.to.removeprefix("$")],
        "yields": recipe.yields,
        "poll": None,
        "curl": _SENT.replace("FILE", recipe.sends).replace("$ADDRESS", recipe.to),
        "node": "\n".join((program, *_READ_ANSWER)),
    }


# The answer to the last piece is the one that counts.
_SENT = """\
SIZE=$(($(wc -c < "$FILE"))); AT=0
while [ "$AT" -lt "$SIZE" ]; do
  END=$((AT + 8388608)); [ "$END" -lt "$SIZE" ] || END=$SIZE
  ANSWER=$(dd if="$FILE" bs=1048576 skip=$((AT / 1048576)) count=8 2> /dev/null |
    curl -sS --fail-with-body -X PUT --data-binary @- \\
      -H "Content-Type: application/octet-stream" \\
      -H "Content-Range: bytes $AT-$((END - 1))/$SIZE" "$ADDRESS") || break
  AT=$END
done
printf '%s\\n' "$ANSWER"; [ "$AT" -eq "$SIZE" ]\
"""
_SENDER = """\
import { open } from "node:fs/promises";
const { env } = process;
const file = await open(env.FILE);
const { size } = await file.stat();
let response;
for (let at = 0; at < size; ) {
  const body = Buffer.alloc(Math.min(8 << 20, size - at));
  await file.read(body, 0, body.length, at);
  const headers = { "Content-Range": `bytes ${at}-${at + body.length - 1}/${size}` };
  response = await fetch(env.ADDRESS, { method: "PUT", headers, body });
  if (!response.ok) break; // ask with HEAD for Upload-Offset, and go on from there
  at += body.length;
}
await file.close();\
"""


def setup(base_url: str) -> str:
    """What a shell needs before any of the recipes."""
    return f'export STUDIO_URL="{base_url}"\nexport STUDIO_API_KEY="sh_…"'


def _value(recipe: Recipe, parameter: str) -> str:
    return recipe.path.get(parameter) or f"${parameter.upper()}"


def curl(
    recipe: Recipe, method: str, url: str, *, has_key: bool, is_public: bool = False, is_stream: bool = False
) -> str:
    """A command for a POSIX shell. Bodies go in by a here-document, in which the shell fills in `$NAMES`."""
    parts = ["curl -sS --fail-with-body"]
    parts[0] += "" if method == "GET" else f" -X {method}"
    parts[0] += " -N" if is_stream else ""
    address, given = _addresses(url)
    parts[0] += f' "$STUDIO_URL{address}"'
    parts += [f'-G --data-urlencode "{one}"' for one in given]
    if not is_public:
        parts.append('-H "Authorization: Bearer $STUDIO_API_KEY"')
    parts += [f'-H "{name}: {value}"' for name, value in recipe.headers.items()]
    if has_key:
        parts.append('-H "Idempotency-Key: $IDEMPOTENCY_KEY"')
        parts[0] = f"{_NEW_KEY}\n{parts[0]}"
    if recipe.file:
        parts.append(f'-F "file=@${recipe.file}"')
    if recipe.saved:
        parts.append(f"-o {recipe.saved}")
    if recipe.body is None:
        return " \\\n  ".join(parts)
    parts += ['-H "Content-Type: application/json"', "-d @- <<JSON"]
    return " \\\n  ".join(parts) + f"\n{_shell_text(json.dumps(recipe.body, indent=2))}\nJSON"


def _addresses(url: str) -> tuple[str, list[str]]:
    """The URL without the parameters that are addresses, which curl has to encode, and these."""
    path, _, query = url.partition("?")
    given = [one for one in query.split("&") if one.endswith("_URL")]
    rest = "&".join(one for one in query.split("&") if one not in given)
    return f"{path}?{rest}" if rest else path, given


# By what every POSIX system has: uuidgen is often not installed.
_NEW_KEY = "IDEMPOTENCY_KEY=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \\n')"


def _shell_text(text: str) -> str:
    """Escaped for a here-document, but for the names it should fill in."""
    text = text.replace("\\", "\\\\").replace("`", "\\`")
    return re.sub(r"\$(?![A-Z_]+)", r"\\$", text)


def node(recipe: Recipe, method: str, url: str, *, has_key: bool, is_stream: bool) -> str:
    """A program for Node 20, as an ES module without dependencies."""
    lines = [*_node_imports(recipe), "const { env } = process;"]
    if recipe.file:
        part = f"await openAsBlob(env.{recipe.file}), basename(env.{recipe.file})"
        lines += ["const form = new FormData();", f'form.append("file", {part});']
    lines.append(f"const response = await fetch(`${{env.STUDIO_URL}}{_template(url)}`, {{")
    if method != "GET":
        lines.append(f'  method: "{method}",')
    headers = ["    Authorization: `Bearer ${env.STUDIO_API_KEY}`,"]
    headers += [f'    "{name}": `{_template(value)}`,' for name, value in recipe.headers.items()]
    if recipe.body is not None:
        headers.append('    "Content-Type": "application/json",')
    if has_key:
        headers.append('    "Idempotency-Key": crypto.randomUUID(), // keep it: a retry sends the same one')
    lines += ["  headers: {", *headers, "  },"]
    if recipe.body is not None:
        lines.append(f"  body: JSON.stringify({_script_value(recipe.body)}),")
    if recipe.file:
        lines.append("  body: form,")
    lines.append("});")
    return "\n".join([*lines, *_node_answer(recipe, is_stream)])


def _node_imports(recipe: Recipe) -> Iterator[str]:
    if recipe.file:
        yield 'import { openAsBlob } from "node:fs";'
        yield 'import { basename } from "node:path";'
    if recipe.saved:
        yield 'import { writeFile } from "node:fs/promises";'


def _node_answer(recipe: Recipe, is_stream: bool) -> tuple[str, ...]:
    if is_stream:
        return _READ_STREAM
    if recipe.saved:
        return (_FAIL_STREAM, f'await writeFile("{recipe.saved}", response.body);')
    later = (f"// For later recipes: export {name}=… ({place} of the answer)" for name, place in recipe.yields.items())
    return (*_READ_ANSWER, *later)


_READ_ANSWER = (
    "const answer = await response.json();",
    "if (!response.ok) throw new Error(JSON.stringify(answer.error ?? answer));",
    "console.log(JSON.stringify(answer, null, 2));",
)
_FAIL_STREAM = "if (!response.ok) throw new Error(await response.text());"
_READ_STREAM = (
    _FAIL_STREAM,
    "const text = response.body.pipeThrough(new TextDecoderStream());",
    "for await (const events of text) process.stdout.write(events); // ends when the job does",
)


def _template(url: str) -> str:
    encoded = re.sub(r"=\$([A-Z_]+_URL)\b", r"=${encodeURIComponent(env.\1)}", url)
    return _NAME.sub(r"${env.\1}", encoded)


def _script_value(value: Any) -> str:
    """JSON as JavaScript, in which strings that name something read it from the environment."""
    text = json.dumps(value, indent=2, ensure_ascii=False).replace("\n", "\n  ")
    return re.sub(r'"\$([A-Z_]+)"', r"env.\1", text)
