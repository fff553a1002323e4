"""Whether an instruction edits the script as it is or has it written from the sources again, and with which notes."""

import re
from dataclasses import dataclass

from generation.providers.local.text import form_asked
from wire.errors import GenerationFailed

from .apply import needs_sources
from .draft import stems
from .parse import Edit, is_fresh_start, understand

# What a writer takes better as a wish than as an edit of what it has just written.
_WISHES = frozenset({"mention", "omit", "note"})


@dataclass(frozen=True)
class Rewrite:
    """`notes` go to the writer when the script is written anew (`from_sources`); `edits` are done afterwards."""

    edits: tuple[Edit, ...]
    notes: tuple[str, ...] = ()
    from_sources: bool = False
    needs_sources: bool = False


def route(instruction: str, scope: str) -> Rewrite:
    """How the instruction is followed under a scope: auto, screenplay or plan.

    Raises `GenerationFailed`, naming the part, for what that scope cannot follow.
    """
    is_fresh = is_fresh_start(instruction) or bool(form_asked(instruction))
    if scope == "screenplay" and is_fresh:
        parts = understand(instruction, notes_allowed=True)
        said = next((e.said for e in parts if e.op == "fresh" or form_asked(e.said)), instruction)
        raise GenerationFailed(
            f"“{said}” means writing from the sources again, which scope “screenplay” does not do. "
            "Ask with scope “plan”.",
            part=said,
        )
    if scope == "screenplay" or (scope == "auto" and not is_fresh):
        edits = understand(instruction)
        return Rewrite(edits, needs_sources=needs_sources(edits))
    asked = [edit for edit in understand(instruction, notes_allowed=True) if edit.op != "fresh"]
    edits = tuple(edit for edit in asked if not _is_wish(edit))
    notes = tuple(edit.said for edit in asked if _is_wish(edit))
    return Rewrite(edits, notes, from_sources=True, needs_sources=needs_sources(edits))


def _is_wish(edit: Edit) -> bool:
    """Whether the writer is to heed it: what to tell, and in which form."""
    return edit.op in _WISHES or bool(form_asked(edit.said))


_ASKING = stems(
    "make making more less much very write rewrite focus angle mention say tell story script piece should please want"
    " include without leave avoid stress emphasise emphasize concentrate talk give use keep different better only"
)


def speaks_of_any(note: str, text: str) -> bool:
    """Whether a note names anything that the text speaks of; "make it sing" does not, of a heat network."""
    return bool(form_asked(note)) or bool((stems(re.sub(r"[“”\"]", "", note)) - _ASKING) & stems(text))
