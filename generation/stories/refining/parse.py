"""From an instruction to edits, by the table in `grammar.py`."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from wire.errors import GenerationFailed

from .grammar import FRESH, OPERATIONS, Operation, can_ask
from .phrases import MAX_PARTS, Masked, bare, clauses, cuts, mask

# What a name or other free words may not hold: the start of one more thing that is asked for.
_FREE = ("name", "title", "new", "topic", "role")
_ASKS_MORE = re.compile(
    r"(?:,|\b(?:and|but|then|while))\s+(?:then |also |please )*(?:let|make|have|give|drop|remove|cut|delete|rename|"
    r"call|add|introduce|bring|move|put|shorten|trim|keep|use|set|change|turn|get|tell|say|write|stop|avoid|start|begin|end|"
    r"open|close|replace|swap|merge|do|don't|lose|take|leave|tone|speed|slow) (?:the|an?|it|this|them|there|him|her|"
    r"me|us|some|any|all|no|not|scenes?|lines?|everyone|everything|more|less|fewer|(?-i:[A-Z])\w+|out|up|down|in)\b",
    re.I,
)
_PRONOUN = re.compile(r"(?:him|her|he|she)", re.I)
_MOST_CUTS = 60  # places at which one clause may be cut; nobody writes so, and trying them all takes long


@dataclass(frozen=True)
class Edit:
    """One thing to do. `said` is the part of the instruction that asks for it, `args` what its pattern named."""

    op: str
    said: str
    args: dict[str, str]


def understand(instruction: str, *, notes_allowed: bool = False) -> tuple[Edit, ...]:
    """The edits that an instruction asks for, in its order.

    Raises `GenerationFailed`, naming the part, for what no operation covers. With `notes_allowed` such a part becomes
    an edit "note" for the writer.
    """
    masked = mask(instruction)
    edits: list[Edit] = []
    for clause in clauses(masked.text):
        found = _read(clause, masked)
        if found is None:
            said = masked.unmask(clause)
            if not notes_allowed:
                raise not_understood(said)
            found = (Edit("note", said, {"text": said}),)
        edits += found
    edits = _with_names(edits)
    if not edits:
        raise not_understood(instruction.strip()[:200])
    if len(edits) > MAX_PARTS:
        raise GenerationFailed(
            f"The instruction asks for {len(edits)} changes; {MAX_PARTS} is the most at once. Nothing was changed. "
            "Send them in several refines.",
            part=edits[MAX_PARTS].said,
        )
    return tuple(edits)


def _with_names(edits: list[Edit]) -> list[Edit]:
    """The edits with "her" and "him" replaced by whom the edit before was about."""
    named: list[Edit] = []
    for edit in edits:
        before = named[-1].args if named else {}
        meant = before.get("name") or before.get("who")
        if meant and _PRONOUN.fullmatch(edit.args.get("who", "")):
            edit = replace(edit, args={**edit.args, "who": meant})
        named.append(edit)
    return named


def is_fresh_start(instruction: str) -> bool:
    """Whether a part of the instruction asks for a rewrite from the sources."""
    return any(edit.op == "fresh" for edit in understand(instruction, notes_allowed=True))


def not_understood(part: str) -> GenerationFailed:
    return GenerationFailed(
        f"This part of the instruction was not understood: “{part}”. Nothing was changed and nothing is charged. "
        f"What can be asked, several at once: {can_ask()}.",
        part=part,
        canAsk=[operation.example for operation in OPERATIONS if operation.example],
    )


def _read(clause: str, masked: Masked) -> tuple[Edit, ...] | None:
    """A clause as one or more edits. Cut where all parts make sense, else taken whole."""

    @lru_cache(maxsize=512)
    def parts(text: str, leads: tuple[str, ...]) -> tuple[Edit, ...] | None:
        for left, right in cuts(text):
            first, lead = _first(left, leads)
            if first is None:
                continue
            rest = parts(right, (*_leads(first, lead), *leads[:1]))
            if rest is not None:
                return (first, *rest)
        whole, _ = _first(text, leads)
        return None if whole is None else (whole,)

    def _first(text: str, leads: tuple[str, ...]) -> tuple[Edit | None, str]:
        """What the text asks for, alone or after the verb of the part before it ("drop X and Y")."""
        first = [lead for lead in leads if lead.startswith("make ")]  # "make the host warmer and more formal"
        for lead in (*first, "", *leads):
            said = f"{lead} {text}".strip()
            edit = _match(bare(said), masked)
            if edit is not None:
                return edit, said
        return None, text

    return parts(clause, ()) if len(tuple(cuts(clause))) <= _MOST_CUTS else None


def _leads(edit: Edit, said: str) -> tuple[str, ...]:
    """What a following part may leave out: the verb with its object ("make the host"), then the verb alone."""
    verb = said.split(" ", 1)[0]
    subject = (f"make {edit.args['who']}",) if edit.op == "tone" else ()
    # A verb alone is not carried where the second part would mean anything at all.
    return subject if edit.op in ("title", "opening", "ending", "replace") else (*subject, verb)


def _match(text: str, masked: Masked) -> Edit | None:
    if FRESH.fullmatch(text) and not re.fullmatch(r"write", text, re.I):
        return Edit("fresh", masked.unmask(text), {})
    for operation in OPERATIONS:
        match = _fullmatch(operation, text)
        if match and not any(_ASKS_MORE.search(match.groupdict().get(name) or "") for name in _FREE):
            args = {
                re.sub(r"_?\d+$", "", name): masked.unmask(value.strip(" ,:"))
                for name, value in match.groupdict().items()
                if value is not None
            }
            return Edit(operation.op, masked.unmask(text), {**operation.fixed, **args})
    return None


def _fullmatch(operation: Operation, text: str) -> re.Match[str] | None:
    return next((m for pattern in operation.patterns if (m := pattern.fullmatch(text))), None)
