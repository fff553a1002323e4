"""Who speaks for a companion: whoever the organization has chosen, and the studio itself where they cannot."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from generation.jobs.caps import count_talk
from generation.jobs.guarded import guarded
from generation.media.child import Maker
from generation.providers.base import ChatPiece, ChatRequest, ProviderInfo
from generation.routing.routes import adapter_for, stands_aside
from wire.errors import ProviderError


class Talker:
    """One answer's speaker. `info` is who speaks; it changes where the studio stands in, before the first word.

    Raises the `ProviderError` that says why nobody can, as `converse` does once a word was said.
    """

    def __init__(self, organization_id: str) -> None:
        self._organization_id = organization_id
        self._provider: Any = adapter_for(organization_id, "text", Maker())

    @property
    def info(self) -> ProviderInfo:
        info: ProviderInfo = self._provider.info
        return info

    @property
    def note(self) -> str:
        """What the user is told where the studio stands in; else empty."""
        cause = self.info.stands_in_because
        return f"Answered by the studio itself, because the chosen provider could not: {cause}" if cause else ""

    def converse(self, request: ChatRequest) -> Iterator[ChatPiece]:
        is_begun = False
        try:
            if not self.note:
                count_talk(self.info, now=timezone.now())
                provider = self._provider
                for piece in guarded(provider.info, "talk", lambda: provider.converse(request)):
                    is_begun = True
                    yield piece
                return
        except ProviderError as error:
            if is_begun or not self.info.gives_way or not stands_aside(error):
                raise
            given_up = {"text": error.message}
            self._provider = adapter_for(self._organization_id, "text", Maker(), given_up=given_up)
        yield ChatPiece(kind="notice", data={"message": self.note})
        yield from self._provider.converse(request)
