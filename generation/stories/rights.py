"""What a source says about its own use: copyright, licences, embargoes, secrecy, credits. Notes, not advice."""

import re
from typing import Any

MAX_NOTES = 20
_MAX_CHARS = 300

# Kind, what to look for, what to do about it. A sentence or line in which one is found becomes a note.
_SIGNS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    (
        "embargo",
        re.compile(
            r"\bembargo(?:ed)?\b|\bnot for (?:release|publication|broadcast) (?:before|until)\b"
            r"|\bhold (?:for|until) release\b",
            re.I,
        ),
        "Do not publish before the date that is given.",
    ),
    (
        "confidential",
        re.compile(
            r"\bconfidential\b|\bdo not (?:distribute|circulate|share|copy|forward)\b"
            r"|\bfor internal use\b|\binternal use only\b|\bnot for (?:publication|distribution|quotation)\b"
            r"|\boff the record\b|\bunder (?:a |an )?(?:nda|non-disclosure)",
            re.I,
        ),
        "Ask the owner before anything made from it is published.",
    ),
    (
        "licence",
        re.compile(
            r"\bcreative commons\b|\bCC[ -](?:BY|0)(?:[ -](?:SA|ND|NC))*\b|\bpublic domain\b"
            r"|\blicen[cs]ed under\b|\bopen government licen[cs]e\b|\bfree to (?:use|reproduce|share)\b",
            re.I,
        ),
        "Follow the licence; most ask for the author's name.",
    ),
    (
        "copyright",
        re.compile(r"©|\(c\) ?\d{4}|\bcopyright\b|\ball rights reserved\b|\breproduction (?:is )?prohibited\b", re.I),
        "Ask the holder before long passages are used word for word.",
    ),
    (
        "credit",
        re.compile(
            r"\b(?:photo(?:graph)?s?|pictures?|images?|illustrations?|video) ?(?:by|:|credit|courtesy|©)"
            r"|\bcourtesy of\b|\bgetty images\b|\breuters\b|\bassociated press\b|\bshutterstock\b",
            re.I,
        ),
        "Pictures named here belong to whoever is credited; none is taken over.",
    ),
    ("trademark", re.compile(r"[™®]|\bregistered trade ?mark\b", re.I), "The mark stays its owner's."),
)
_PIECE = re.compile(r"[^\n.!?]+(?:[.!?](?!\s|$)[^\n.!?]*)*[.!?]?")


def rights_notes(text: str) -> list[dict[str, Any]]:
    """Notes `{kind, text, note, span: {start, end}}` in the text's order; one kind per sentence or line."""
    notes: list[dict[str, Any]] = []
    for piece in _PIECE.finditer(text):
        line = piece.group()
        for kind, sign, advice in _SIGNS:
            if sign.search(line):
                start = piece.start() + len(line) - len(line.lstrip())
                end = min(piece.start() + len(line.rstrip()), start + _MAX_CHARS)
                span = {"start": start, "end": end}
                notes.append({"kind": kind, "text": text[start:end], "note": advice, "span": span})
                break
        if len(notes) >= MAX_NOTES:
            break
    return notes
