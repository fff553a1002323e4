"""Before the first talk: patterns are compiled, queries built and providers found, so that nobody waits for that."""

import logging
import threading

from django.db import close_old_connections, transaction

from accounts.models import Organization
from generation.companions.catalogue import COMPANIONS
from generation.companions.services.sessions import begin_turn
from generation.companions.services.talker import Talker
from generation.providers.base import ChatRequest, Persona, Said
from generation.providers.local.companion.converse import converse

log = logging.getLogger(__name__)
_REHEARSAL = (
    "We launch a lamp for campers who hate batteries. 45 seconds, warm.",
    "My hook is a tent going dark. Is it any good?",
    "How should it sound?",
    "What worries you?",
    "Why?",
)


def warm_up_soon() -> None:
    """In the background: the server answers meanwhile."""
    threading.Thread(target=_in_background, name="warm-up", daemon=True).start()


def _in_background() -> None:
    try:
        warm_up()
    except Exception:
        log.exception("The companions were not warmed up; the first talk will be slower.")
    finally:
        close_old_connections()


def warm_up() -> None:
    """Leaves nothing behind: the talk is with nobody, and the turn that is written is undone."""
    _rehearse(COMPANIONS[0])
    organization_id = Organization.objects.values_list("pk", flat=True).first()
    if organization_id is not None:
        with transaction.atomic():
            turn = {"role": "user", "content": _REHEARSAL[0]}
            begin_turn(organization_id=organization_id, companion_id=COMPANIONS[0].id, key="warm-up", messages=[turn])
            transaction.set_rollback(True)
        Talker(organization_id)
    for persona in COMPANIONS[1:]:
        _rehearse(persona)


def _rehearse(persona: Persona) -> None:
    """One talk through the kinds of turns there are."""
    said: list[Said] = []
    for text in _REHEARSAL:
        said.append(Said(speaker="user", text=text))
        pieces = list(converse(ChatRequest(persona=persona, said=tuple(said))))
        notes = next(piece.data for piece in pieces if piece.kind == "notes")
        words = "".join(piece.text for piece in pieces if piece.kind == "text")
        said.append(Said(speaker="assistant", text=words, data=notes))
