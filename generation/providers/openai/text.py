"""Talks and documents from a vendor that speaks OpenAI's API."""

import json
import re
from collections.abc import Iterator
from typing import Any

from generation.media.child import Maker
from generation.media.quiet import Quiet
from generation.providers.base import (
    OPERATORS,
    ChatPiece,
    ChatRequest,
    Connection,
    DraftRequest,
    Persona,
)
from generation.providers.local.adapters import LocalText
from generation.providers.local.companion.continuity import check_continuity
from generation.providers.openai.client import client, info_of, translated
from wire.errors import ProviderUnavailable

_SOURCE_CHARS = 12_000


class OpenAiText:
    """Talks and documents by the vendor. Scripts are another capability: they must be true to their sources."""

    def __init__(self, maker: Maker | Quiet, connection: Connection = OPERATORS) -> None:
        self._local = LocalText(maker)
        self._connection = connection
        self.info = info_of("text", connection)

    def converse(self, request: ChatRequest) -> Iterator[ChatPiece]:
        """The vendor's tokens as they come; suggestions and notes are the local companion's, so that turns build."""
        with translated():
            stream = client(self._connection).chat.completions.create(
                model=self.info.model, messages=_messages(request), stream=True, temperature=0.8
            )
            is_whole = False
            for chunk in stream:
                choice = chunk.choices[0] if chunk.choices else None
                if choice is not None and choice.delta.content:
                    yield ChatPiece(kind="text", text=clean(choice.delta.content))
                is_whole = is_whole or bool(choice and choice.finish_reason)
        if not is_whole:
            raise ProviderUnavailable("The provider's answer broke off. Try again shortly.")
        yield from (piece for piece in self._local.converse(request) if piece.kind != "text")

    def try_out(self) -> None:
        """Raises the `ProviderError` that says what is wrong with the account. Costs nothing."""
        with translated():
            client(self._connection).models.list()

    def draft(self, request: DraftRequest) -> dict[str, Any]:
        """The local draft gives the form, which is the schema that the vendor has to fill."""
        form = self._local.draft(request)
        messages = [
            {"role": "system", "content": _DRAFTING},
            *_said(request.said),
            {"role": "user", "content": json.dumps({"kind": request.kind, "draft": form}, ensure_ascii=False)},
        ]
        schema = {"type": "json_schema", "json_schema": {"name": request.kind, "schema": schema_of(form)}}
        with translated():
            text = self._whole(messages=messages, response_format=schema)
        made = filled(form, text, keep=request.overrides)
        if "continuity" in made:  # other words may mend a break, or make one
            made["continuity"] = check_continuity(made["shots"])
        return made

    def _whole(self, **asked: Any) -> str:
        """What is answered, in one piece."""
        answer = client(self._connection).chat.completions.create(model=self.info.model, **asked)
        return (answer.choices[0].message.content if answer.choices else None) or ""


_DRAFTING = (
    "You improve a film document. You get the conversation and a draft as JSON. Return the same JSON, every key kept, "
    "with better words where you have them. Invent no facts, figures, names or quotes. Keep ids, numbers and times."
)


def filled(form: dict[str, Any], text: str, *, keep: dict[str, str]) -> dict[str, Any]:
    """The vendor's JSON laid over the form: only the form's keys, in its types, and nothing that was asked to stay.

    Raises `ProviderUnavailable` for what is no JSON object; NaN and Infinity are no JSON.
    """
    try:
        found = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise ProviderUnavailable("The provider's document is no JSON. Try again shortly.") from None
    if not isinstance(found, dict):
        raise ProviderUnavailable("The provider's document is no JSON object. Try again shortly.")
    laid: dict[str, Any] = _laid_over(form, found, keep)
    return laid


def clean(text: str) -> str:
    """The text without what can neither be sent nor stored: NUL, and half a surrogate pair."""
    return re.sub(r"[\x00\ud800-\udfff]", "", text)


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no JSON number.")


_FIXED = frozenset(
    (
        "shot_id", "scene", "version", "start_s", "duration_s", "continuity", "evidence", "source_id", "number",
        "aspect_ratio", "size",
    )
)  # fmt: skip


def _laid_over(value: Any, found: Any, keep: dict[str, str]) -> Any:
    """`keep` names what stays wherever it stands; a prompt stays as it is where the vendor's lost one of its values."""
    if isinstance(value, str):
        return found if isinstance(found, str) and found.strip() and found == clean(found) else value
    if isinstance(value, dict) and isinstance(found, dict):
        laid = {
            k: v if k in _FIXED or k in keep else _laid_over(v, found.get(k), keep) for k, v in value.items()
        }  # fmt: skip
        if any(kept in value.get("prompt", "") and kept not in laid["prompt"] for kept in keep.values()):
            laid["prompt"] = value["prompt"]
        return laid
    if isinstance(value, list) and isinstance(found, list) and len(found) == len(value):
        return [_laid_over(one, other, keep) for one, other in zip(value, found, strict=True)]
    return value


def schema_of(value: Any) -> dict[str, Any]:
    """The JSON schema of a value."""
    if isinstance(value, dict):
        properties = {name: schema_of(item) for name, item in value.items()}
        return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
    if isinstance(value, list):
        return {"type": "array", "items": schema_of(value[0]) if value else {}}
    kinds = {str: "string", bool: "boolean", int: "integer", float: "number", type(None): "null"}
    return {"type": kinds.get(type(value), "string")}


def _messages(request: ChatRequest) -> list[Any]:
    sources = "\n\n".join(
        f"Source “{source.label or source.id}”:\n{source.text[:_SOURCE_CHARS]}" for source in request.sources
    )
    system = persona_prompt(request.persona)
    if sources:
        system += f"\n\nThe project's sources. Quote them to the letter; where they are silent, say so.\n\n{sources}"
    return [{"role": "system", "content": system}, *_said(request.said)]


def _said(said: Any) -> list[Any]:
    return [{"role": one.speaker, "content": one.text} for one in said if one.text.strip()]


def persona_prompt(persona: Persona) -> str:
    method = "; ".join(persona.method)
    questions = " ".join(words for _, words in persona.questions)
    return (
        f"You are the {persona.name}. {persona.role} Method: {method}. Voice: {persona.voice} Work from the brief and "
        f"what was said; ask at most two questions, for what your craft still needs, such as: {questions} "
        "Answer in Markdown paragraphs and lists, with concrete shots, times and reasons. Invent no facts."
    )
