"""Sessions and what is said in them. Every lookup starts from the organization.

Lock order: the session's row before its messages; a session's row is locked for one short transaction at a time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from billing.prices import price
from generation.companions.catalogue import BY_ID
from generation.companions.models import Message, Session, session_id
from generation.projects.models import Source
from generation.projects.services import access_project, lock_project
from generation.providers.base import ChatRequest, Persona, Said, SourceText
from wire.errors import NotFound, ValidationFailed

MAX_HISTORY = 80  # messages that a turn looks back on
MAX_SOURCES = 4
_SOURCE_CHARS = 20_000
PRICED = ("image", "image_hd", "artifact", "prompt_pack")


@dataclass(frozen=True)
class Turn:
    """A turn that waits for its answer."""

    session: Session
    persona: Persona
    request: ChatRequest


def access_companion(companion_id: str) -> Persona:
    if companion_id not in BY_ID:
        known = ", ".join(BY_ID)
        raise NotFound(f"No such companion. There are: {known}.", kind="companion", companions=list(BY_ID))
    return BY_ID[companion_id]


def sessions_of(organization_id: str) -> "QuerySet[Session]":
    return Session.objects.filter(organization_id=organization_id).select_related("project")


def access_session(key: str, *, organization_id: str) -> Session:
    session = sessions_of(organization_id).filter(key=key).first()
    if session is None:
        raise NotFound("No such session. Check the session id.", kind="session")
    return session


def open_session(key: str | None, *, organization_id: str, companion_id: str, project_id: str | None = None) -> Session:
    """The session of that key, opened if it is new; its row is locked. Call it in a transaction.

    Without a key a new one is opened. A project, once named, stays until another is named. Raises `ProjectNotFound`.
    """
    project = access_project(project_id, organization_id=organization_id) if project_id else None
    key = key or session_id()
    rows = Session.objects.select_for_update().filter(organization_id=organization_id, key=key)
    session = rows.first()
    if session is None:
        try:
            with transaction.atomic():
                session = Session.objects.create(
                    organization_id=organization_id, key=key, companion_id=companion_id, project=project
                )
        except IntegrityError:
            session = rows.get()  # a rival opened it; theirs is the one
    if companion_id and session.companion_id != companion_id:
        session.companion_id = companion_id
    if project is not None:
        session.project = project
    return session


def begin_turn(
    *, organization_id: str, companion_id: str, key: str | None, messages: Sequence[dict[str, str]],
    project_id: str | None = None,
) -> Turn:  # fmt: skip
    """Write down what was said and return what the companion needs for its answer. One transaction.

    `messages` may hold the new message alone or the whole conversation: what the session knows is not written again.
    """
    persona = access_companion(companion_id)
    if not messages or messages[-1]["role"] != Message.Speaker.USER:
        raise ValidationFailed("The last message must be the user's.", field="messages")
    with transaction.atomic():
        session = open_session(key, organization_id=organization_id, companion_id=companion_id, project_id=project_id)
        known = list(session.messages.order_by("-number")[:MAX_HISTORY])[::-1]
        said = [*known, *_append(session, _unknown(messages, known))][-MAX_HISTORY:]
        if not session.title:
            session.title = messages[-1]["content"].strip()[:120].split("\n")[0]
        session.save()
    return Turn(session, persona, chat_request(persona, session, said))


def chat_request(persona: Persona, session: Session, said: Sequence[Message]) -> ChatRequest:
    return ChatRequest(
        persona=persona,
        said=said_of(said),
        sources=sources_of(session),
        project=session.project.name if session.project else "",
        prices=prices(),
    )


def prices() -> dict[str, int]:
    """What can be made, for how many credits; a film for each 5 s."""
    return {name: price(name) for name in PRICED} | {"video": price("video", duration_s=5)}


def said_of(messages: Sequence[Message]) -> tuple[Said, ...]:
    return tuple(Said(speaker=m.speaker, text=m.text, data=m.data) for m in messages)  # type: ignore[arg-type]


def sources_of(session: Session) -> tuple[SourceText, ...]:
    """The newest readable sources of the session's project, each at most `_SOURCE_CHARS` long."""
    project = session.project
    if project is None or project.deleted_at is not None:
        return ()
    rows = (
        Source.objects.filter(project=project, status=Source.Status.READY, deleted_at__isnull=True)
        .exclude(retention_policy=Source.Retention.METADATA_ONLY)
        .order_by("-pk")[:MAX_SOURCES]
    )
    return tuple(
        SourceText(
            id=row.pk, text=row.text[:_SOURCE_CHARS], label=row.title or None,
            is_markdown=row.type == Source.Type.MARKDOWN,
        )
        for row in rows
    )  # fmt: skip


def end_turn(
    session: Session, *, companion_id: str, text: str, notes: dict[str, Any], is_whole: bool, provider: str, model: str
) -> Message | None:
    """Write down the companion's answer, as far as it came. Returns None where nothing was said or the session is gone.

    A broken answer keeps the notes of the one before, so that the talk goes on from there.
    """
    if not text:
        return None
    with transaction.atomic():
        locked = Session.objects.select_for_update().filter(pk=session.pk).first()
        if locked is None:
            return None
        message = _append_one(
            locked, speaker=Message.Speaker.ASSISTANT, text=text, companion_id=companion_id, data=notes,
            is_whole=is_whole, provider=provider, model=model,
        )  # fmt: skip
        locked.save(update_fields=["message_count", "updated_at"])
    return message


def delete_session(session: Session) -> None:
    """What was said goes for good; documents that were drawn up stay with their project."""
    session.delete()


def require_project(session: Session, *, name: str) -> Session:
    """The session with a project, its row locked: one of that name is created where the session has none."""
    from generation.projects.services import create_project

    if session.project is None or session.project.deleted_at is not None:
        session.project = create_project(session.organization_id, name=name[:200])
        session.save(update_fields=["project", "updated_at"])
    else:
        lock_project(session.project)
    return session


def _unknown(messages: Sequence[dict[str, str]], known: Sequence[Message]) -> Sequence[dict[str, str]]:
    """What of `messages` the session does not hold yet: its tail behind the longest overlap with what is known.

    A client that sends its own copy of the conversation, perhaps cut short or reworded, adds only what follows the last
    answer in it.
    """
    if not known:
        return messages
    held = [(m.speaker, m.text) for m in known]
    sent = [(m["role"], m["content"]) for m in messages]
    for count in range(min(len(held), len(sent) - 1), 0, -1):
        if sent[:count] == held[-count:]:
            return messages[count:]
    answers = [index for index, (role, _) in enumerate(sent) if role == Message.Speaker.ASSISTANT]
    return messages[answers[-1] + 1 :] if answers else messages


def _append(session: Session, messages: Sequence[dict[str, str]]) -> list[Message]:
    return [_append_one(session, speaker=message["role"], text=message["content"]) for message in messages]


def _append_one(session: Session, **fields: Any) -> Message:
    session.message_count += 1
    return Message.objects.create(session=session, number=session.message_count, **fields)
