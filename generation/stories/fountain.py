"""A screenplay as Fountain (fountain.io/syntax), the plain text that screenwriting programs read. Pure."""

import re
from typing import Any

Json = dict[str, Any]
_HEADING = re.compile(r"(?:INT|EXT|EST|INT\./EXT|INT/EXT|I/E)[. ]", re.I)
_SETTING = re.compile(r"\s*[—–]\s*")
_OFF_SCREEN = ("narrator",)


def fountain(screenplay: Json, *, credit: str, draft_date: str) -> str:
    """The title page and the entries of `services.screenplay.screenplay`.

    What a text might hold that Fountain reads as markup (emphasis, notes, forced elements) is escaped.
    """
    roles = {character["name"]: character["role"] for character in screenplay["cast"]}
    parts = [_title_page(screenplay, credit, draft_date)]
    for entry in screenplay["entries"]:
        if entry["type"] == "scene_heading":
            parts.append(f"{_heading(entry['text'])} #{entry['sceneIndex'] + 1}#")
        elif entry["type"] == "action":
            parts.append(_action(entry["text"]))
        else:
            parts.append(f"{_cue(entry['character'], roles)}\n{_dialogue(entry['text'])}")
    return "\n\n".join(parts) + "\n"


def _title_page(screenplay: Json, credit: str, draft_date: str) -> str:
    fields = (("Title", screenplay["title"]), ("Credit", credit), ("Draft date", draft_date))
    # An indented value stays a value even where it holds a colon.
    return "\n".join(f"{name}:\n    {_one_line(value)}" for name, value in fields if value.strip())


def _heading(text: str) -> str:
    """`INT. HOME - DAWN`; another beginning is forced with a dot."""
    heading = _SETTING.sub(" - ", _one_line(text)).replace("#", "").upper()
    return heading if _HEADING.match(heading) else f".{heading}"


def _action(text: str) -> str:
    action = _escaped(_one_line(text))
    is_plain = action[:1].isalpha() and action != action.upper() and not _HEADING.match(action)
    return action if is_plain else f"!{action}"


def _cue(name: str, roles: dict[str, str]) -> str:
    """The name in capitals; forced with @ where capitals alone would not be read as a character."""
    cue = re.sub(r"[()^*_\[\]]", "", _one_line(name)).upper()
    is_plain = cue[:1].isalpha() and not _HEADING.match(cue) and not cue.endswith("TO:") and cue == cue.upper()
    voiced = " (V.O.)" if roles.get(name) in _OFF_SCREEN else ""
    return f"{'' if is_plain else '@'}{cue}{voiced}"


def _dialogue(text: str) -> str:
    spoken = _escaped(_one_line(text))
    return f"\\{spoken}" if spoken[:1] in "(~" else spoken


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _escaped(text: str) -> str:
    return re.sub(r"([*_])", r"\\\1", text).replace("[[", "[ [")
