"""How long a companion's first words take, offline: from the request's arrival to the first piece of text."""

import statistics
import time

from generation.companions.catalogue import COMPANIONS
from generation.providers.base import ChatRequest, Said, SourceText
from generation.providers.local.companion.converse import converse

BAR_MS = 150
ROUNDS = 20
_BRIEF = "We launch Lumo, a solar lamp for campers who hate batteries. 45 seconds for Instagram, warm and honest."


def first_token_ms(sources: tuple[SourceText, ...], *, rounds: int = ROUNDS) -> list[float]:
    """Milliseconds to the first piece of text; every round has sources that were never read before."""
    found = []
    for number in range(rounds):
        for companion in COMPANIONS:
            fresh = tuple(SourceText(id=f"{s.id}-{number}", text=f"{s.text} {number} {companion.id}") for s in sources)
            request = ChatRequest(persona=companion, said=(Said(speaker="user", text=_BRIEF),), sources=fresh)
            began = time.perf_counter()
            next(piece for piece in converse(request) if piece.kind == "text")
            found.append(1000 * (time.perf_counter() - began))
    return found


def main() -> None:
    from pathlib import Path

    text = (Path(__file__).resolve().parents[1] / "docs" / "examples" / "press-release.txt").read_text()
    for name, sources in (
        ("no sources", ()),
        ("one press release", (SourceText(id="a", text=text),)),
        ("four of 16,000 characters", tuple(SourceText(id=str(n), text=(text * 5)[:16_000]) for n in range(4))),
    ):
        took = first_token_ms(sources, rounds=ROUNDS if not sources else 4)
        p95 = statistics.quantiles(took, n=20)[-1]
        print(f"first token, {name}: p50 {statistics.median(took):.1f} ms, p95 {p95:.1f} ms (bar {BAR_MS} ms)")


if __name__ == "__main__":
    main()
