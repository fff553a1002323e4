"""A source's digest as the API prints it, and back into what planning needs. Pure."""

from typing import Any

from generation.stories.rights import rights_notes

FIELDS = ("title", "summary", "thesis", "claims", "evidence", "gaps", "rightsNotes", "model")
# What a source asserts, and what backs it. Together they are the writer's facts; `rank` is their common order.
_CLAIMS = ("claim", "event", "definition", "hedge")


def source_digest(digest: dict[str, Any], *, text: str, model: str) -> dict[str, Any]:
    """The printed digest of one source from the writer's (as JSON); every claim points at its span of `text`."""
    facts = [_printed(fact, rank) for rank, fact in enumerate(digest["facts"], start=1)]
    return {
        "title": digest["title"],
        "summary": digest["summary"],
        "thesis": digest["thesis"],
        "claims": [fact for fact in facts if fact["kind"] in _CLAIMS],
        "evidence": [fact for fact in facts if fact["kind"] not in _CLAIMS],
        "gaps": list(digest.get("gaps", [])),
        "rightsNotes": rights_notes(text),
        "model": model,
    }


def _printed(fact: dict[str, Any], rank: int) -> dict[str, Any]:
    span = {"start": fact["span"]["start"], "end": fact["span"]["end"]}
    return {
        "kind": fact["kind"],
        "text": fact["text"],
        "speaker": fact.get("speaker"),
        "rank": rank,
        "weight": fact["weight"],
        "span": span,
    }


def without_words(digest: dict[str, Any]) -> dict[str, Any]:
    """What METADATA_ONLY keeps: how much of what kind the source says and where, and not one of its words."""
    bare = {"text": None, "speaker": None}
    return {
        "title": None,
        "summary": None,
        "thesis": None,
        "claims": [claim | bare for claim in digest["claims"]],
        "evidence": [item | bare for item in digest["evidence"]],
        "gaps": [],
        "rightsNotes": [note | {"text": None} for note in digest["rightsNotes"]],
        "model": digest["model"],
    }


def writers_digest(digest: dict[str, Any], *, source_id: str) -> dict[str, Any]:
    """The writer's digest (as JSON) that `source_digest` was made from."""
    facts = sorted([*digest["claims"], *digest["evidence"]], key=lambda fact: fact["rank"])
    return {
        "title": digest["title"],
        "summary": digest["summary"],
        "thesis": digest["thesis"],
        "facts": [
            {name: fact[name] for name in ("kind", "text", "weight", "speaker")}
            | {"span": {"source_id": source_id, **fact["span"]}}
            for fact in facts
        ],
        "gaps": digest["gaps"],
    }
