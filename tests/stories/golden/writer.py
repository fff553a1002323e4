"""A text provider that writes the same small script at once, picked by STUDIO_PROVIDER_STORY.

While it writes, a test may look at the API (`Writer.meanwhile`) or have it fail (`Writer.failures`, next first).
"""

from collections.abc import Callable
from typing import ClassVar

from generation.providers.base import Digest, Fact, ProviderInfo, Script, ScriptRequest, SourceText, Span
from tests.refining.world import SCRIPT


class Writer:
    info = ProviderInfo("local", "golden-writer")
    meanwhile: ClassVar[Callable[[], None] | None] = None
    failures: ClassVar[list[Exception | None]] = []

    def __init__(self, maker: object, connection: object = None) -> None:
        self.maker = maker

    def digest(self, sources: tuple[SourceText, ...]) -> Digest:
        self._pause()
        facts = tuple(
            Fact(
                kind="claim",
                text=source.text,
                span=Span(source_id=source.id, start=0, end=len(source.text)),
                weight=1.0,
            )
            for source in sources
        )
        return Digest(title="Heat", summary="Heat from the sea.", thesis="The sea can warm a town.", facts=facts)

    def write_script(self, request: ScriptRequest) -> Script:
        self._pause()
        return SCRIPT

    def _pause(self) -> None:
        if Writer.meanwhile is not None:
            Writer.meanwhile()
        if Writer.failures and (failure := Writer.failures.pop(0)) is not None:
            raise failure
