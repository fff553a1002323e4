"""A request as curl, Python and Node, ready to be pasted where STUDIO_API_KEY is set. `static/js/snippets.js` keeps it
in step with a form by replacing the body as it is printed here."""

import json
import shlex
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest

_PRINTED_PYTHON = "print(json.load(urllib.request.urlopen(request)))"
_SAVED_PYTHON = 'open("{}", "wb").write(urllib.request.urlopen(request).read())'
_STREAMED_PYTHON = """for line in urllib.request.urlopen(request):
    print(line.decode(), end="")"""
_PRINTED_NODE = "console.log(await response.json());"
_SAVED_NODE = 'await (await import("node:fs/promises")).writeFile("{}", Buffer.from(await response.arrayBuffer()));'
_STREAMED_NODE = (
    "for await (const text of response.body.pipeThrough(new TextDecoderStream())) process.stdout.write(text);"
)


def snippets(
    request: HttpRequest, path: str, body: dict[str, Any], *, saves: str = "", is_stream: bool = False
) -> list[dict[str, str]]:
    """`saves` names the file that the answer becomes; an answer that `is_stream` is printed as it comes."""
    url = f"{request.scheme}://{request.get_host()}{path}"
    text = json.dumps(body, indent=2, ensure_ascii=False)
    read_python = _SAVED_PYTHON.format(saves) if saves else _STREAMED_PYTHON if is_stream else _PRINTED_PYTHON
    read_node = _SAVED_NODE.format(saves) if saves else _STREAMED_NODE if is_stream else _PRINTED_NODE
    return [
        {"name": name, "id": f"snippet-{name.lower()}", "code": code}
        for name, code in (
            ("curl", _curl(url, text, saves=saves, is_stream=is_stream)),
            ("Python", _python(url, text, read_python)),
            ("Node", _node(url, text, read_node)),
        )
    ]


def _curl(url: str, text: str, *, saves: str, is_stream: bool) -> str:
    quoted = text.replace("'", "'\\''")
    return (
        f"curl{' -N' if is_stream else ''} -X POST '{url}' \\\n"
        '  -H "Authorization: Bearer $STUDIO_API_KEY" \\\n'
        "  -H 'Content-Type: application/json' \\\n"
        f"  -d '{quoted}'{f' --output {saves}' if saves else ''}"
    )


def _python(url: str, text: str, reads: str) -> str:
    quoted = text.replace("'''", "\\u0027\\u0027\\u0027")  # would end the literal; in JSON it is the same text
    return (
        "import json, os, urllib.request\n\n"
        f"body = json.loads(r'''{quoted}''')\n"
        f'request = urllib.request.Request("{url}", json.dumps(body).encode(), {{\n'
        '    "Authorization": f"Bearer {os.environ[\'STUDIO_API_KEY\']}", "Content-Type": "application/json"})\n'
        + reads
    )


def _node(url: str, text: str, reads: str) -> str:
    return (
        "// request.mjs\n"
        f'const response = await fetch("{url}", {{\n  method: "POST",\n'
        '  headers: { Authorization: `Bearer ${process.env.STUDIO_API_KEY}`, "Content-Type": "application/json" },\n'
        f"  body: JSON.stringify({text.replace(chr(10), chr(10) + '  ')}),\n}});\n" + reads
    )


def request_snippets(
    request: HttpRequest, method: str, path: str, *, query: str, body: str | None, headers: Mapping[str, str]
) -> list[dict[str, str]]:
    """A logged request for curl and Python, whatever its method. `path` is not percent-encoded, `body` is JSON or None.

    `headers` are those beyond the key, a new Idempotency-Key and the body's type.
    """
    url = f"{request.scheme}://{request.get_host()}{quote(path)}{f'?{query}' if query else ''}"
    if body is not None:
        headers = {**headers, "Content-Type": "application/json"}
    return [
        {"name": name, "id": f"snippet-{name.lower()}", "code": code}
        for name, code in (
            ("curl", _any_curl(method, url, body, headers)),
            ("Python", _any_python(method, url, body, headers)),
        )
    ]


def _any_curl(method: str, url: str, body: str | None, headers: Mapping[str, str]) -> str:
    lines = [f"curl -X {method} {shlex.quote(url)}", '  -H "Authorization: Bearer $STUDIO_API_KEY"']
    if method not in ("GET", "HEAD"):
        lines.append('  -H "Idempotency-Key: $(uuidgen)"')
    lines += [f"  -H {shlex.quote(f'{name}: {value}')}" for name, value in headers.items()]
    if body is not None:
        lines.append(f"  -d {shlex.quote(body)}")
    return " \\\n".join(lines)


def _any_python(method: str, url: str, body: str | None, headers: Mapping[str, str]) -> str:
    lines = ['    "Authorization": f"Bearer {os.environ[\'STUDIO_API_KEY\']}",']
    if method not in ("GET", "HEAD"):
        lines.append('    "Idempotency-Key": str(uuid.uuid4()),')
    lines += [f"    {json.dumps(name)}: {json.dumps(value)}," for name, value in headers.items()]
    data = "None" if body is None else f"{body!r}.encode()"
    return (
        "import os, urllib.request, uuid\n\n"
        "headers = {\n" + "\n".join(lines) + "\n}\n"
        f"data = {data}\n"
        f"request = urllib.request.Request({json.dumps(url)}, data, headers, method={json.dumps(method)})\n"
        "print(urllib.request.urlopen(request).read().decode())"
    )
