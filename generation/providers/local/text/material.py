"""What there is to tell for one request: passages, how much each is wanted, what each needs, and what can open."""

import itertools
import re
from collections.abc import Callable
from dataclasses import replace

from generation.providers.base import ScriptRequest

from . import house, plan, positions, rank
from .context import stands_alone
from .passages import Passage, read_passages
from .reading import Reading
from .shapes import SourceKind

# What a speaker whom the notes name is wanted by: well above what merely shares words with them.
NAMED = 2.0
_SINGULAR = re.compile(r"\b(?:I|[Mm]y|mine|me)\b(?![.’'-])")


def passages_for(reading: Reading, kind: SourceKind, house_name: str | None) -> list[Passage]:
    """All passages that somebody in the script can say; a "we" that has no voice becomes the authors' name."""
    passages = [p for p in read_passages(reading, kind) if not _is_banned(p, reading)]
    if kind != "story" and not house_name:
        who = house.authors_of(reading, kind)
        passages = [
            replace(p, forms=tuple(house.third_person(f, who) for f in p.forms)) if not p.is_quote else p
            for p in passages
        ]
        # Nobody in the script can say "my aunt" for the author.
        passages = [p for p in passages if p.is_quote or not _SINGULAR.search(p.text)] or passages
    if kind == "interview":
        # "We met her on a Tuesday" is the interviewer's own; nobody in the script can say it.
        passages = [p for p in passages if p.is_quote or not p.sentences[0].is_first_person] or passages
    return passages


def _is_banned(passage: Passage, reading: Reading) -> bool:
    asked = passage.question
    question = reading.text_of(asked.source_id)[asked.start : asked.end] if asked else ""
    return any(reading.ban.hits(text) for text in (passage.text, passage.speaker or "", question))


def openers(reading: Reading, kind: SourceKind, passages: list[Passage]) -> Callable[[Passage], bool]:
    """A test for passages: an opening must be clear to somebody who knows nothing yet."""
    has_verbs = sum(p.tags.get("verb", 0.0) for p in passages) >= 0.5 * len(passages)
    has_named = has_verbs and any(
        p.tags.get("named") and p.tags.get("alone") and p.tags.get("verb") and not p.is_quote for p in passages
    )

    def can_open(passage: Passage) -> bool:
        tags = passage.tags
        if tags.get("alone", 0) < 0.5 or (not tags.get("verb") and has_verbs) or tags.get("vague"):
            return False
        if kind == "update" and tags.get("hedge", 0) >= 0.7:
            return False  # a known issue is no headline
        if kind == "notice":
            return passage.is_quote or passage.sentences[0].index == 0
        if kind == "instruction":
            return passage.position < 0.3 and not tags.get("step")
        if has_named and not tags.get("named") and not passage.tags.get("lead", 0) > 0.7:
            return False
        # A source's own first sentence may be longer: it was written to be understood first.
        return len(passage.forms[-1].split()) <= (46 if passage.sentences[0].index == 0 else 36)

    return can_open


def wishes_of(request: ScriptRequest, passages: list[Passage]) -> dict[int, float]:
    target = request.target
    aim = ". ".join(part for part in (target.objective, target.outcome, target.audience) if part)
    notes = positions.kept_notes(request.notes)
    # Only the first few are embedded: those that share words with what is asked, then the weightiest.
    texts, said = [p.text for p in passages], [positions.said_of(p) for p in passages]
    shared = {
        p.key: n + a for p, n, a in zip(passages, rank.lexical(notes, said), rank.lexical(aim, texts), strict=True)
    }
    ranked = sorted(passages, key=lambda p: (-2 * shared[p.key] - p.weight, p.key))
    near_notes = rank.similarity(notes, [positions.said_of(p) for p in ranked])
    near_aim = rank.similarity(aim, [p.text for p in ranked])
    has_notes = bool(rank.stems(notes))
    wish = {
        p.key: (4.0 * (n - 0.3) if has_notes else 0.0) + 0.7 * a
        for p, n, a in zip(ranked, near_notes, near_aim, strict=True)
    }
    wish = _spread(wish, passages) if has_notes else wish
    for passage in passages:
        if passage.is_quote and positions.names_speaker(notes, passage):
            wish[passage.key] = max(wish[passage.key], NAMED)  # who is asked for is best heard
    return {p.key: wish[p.key] + min(1.4, plan.aim_bonus(target, p)) for p in passages}


def quotes_asked(notes: str, passages: list[Passage]) -> frozenset[int]:
    """Keys of the quotes that the notes speak of: by who says them or by what they say."""
    notes = positions.kept_notes(notes)
    quotes = [p for p in passages if p.is_quote]
    near = rank.lexical(notes, [positions.said_of(p) for p in quotes])
    return frozenset(
        p.key for p, share in zip(quotes, near, strict=True) if share >= 0.5 or positions.names_speaker(notes, p)
    )


_ABOUT = re.compile(
    r"\b(?:focus(?:es|ing)? on|mention|talk about|speak of|tell (?:us |me )?(?:about|of)|concentrate on|emphasi[sz]e)"
    r" ([^.;,!?\n]+?)(?=[.;,!?\n]|$| (?:and|then|but) )",
    re.I,
)


def unnamed(notes: str, passages: list[Passage]) -> list[str]:
    """What the notes want told of that not one word of the sources names, in sentences."""
    said = [positions.said_of(p) for p in passages]
    asked = [match.group(1).strip() for match in _ABOUT.finditer(positions.kept_notes(notes))]
    return [
        f"The sources do not name “{about}”; what comes nearest to it was taken."
        for about in asked
        if rank.stems(about) and not any(rank.lexical(about, said))
    ]


def spoken_of(notes: str, passages: list[Passage]) -> str:
    """The clauses of the notes that share a word with the sources; what else they say is not about what is told."""
    said = {stem for p in passages for stem in rank.stems(positions.said_of(p))}
    clauses = re.findall(r"[^.,;:!?\n]+[.,;:!?\n]*", notes)
    return "".join(clause for clause in clauses if set(rank.stems(clause)) & said)


def _spread(wish: dict[int, float], passages: list[Passage]) -> dict[int, float]:
    """What stands beside a wanted passage is about the same thing, if in other words: a quote above all."""
    by_place = sorted(passages, key=lambda p: (p.evidence[0].source_id, p.evidence[0].start))
    spread = dict(wish)
    for before, after in itertools.pairwise(by_place):
        for passage, other in ((before, after), (after, before)):
            if wish[other.key] > 1.0:
                spread[passage.key] = max(spread[passage.key], 0.5 * wish[other.key] + 0.3 * passage.is_quote)
    return spread


_POINTS_BACK = re.compile(r"(?:he|she|it|they|his|her|its|their|this|that|these|those|there|so|but|and)\b", re.I)


def needs_of(
    reading: Reading, passages: list[Passage], wish: dict[int, float], wanted: float
) -> dict[int, Passage | None]:
    """What must be told before each passage that does not stand alone; None for one that cannot be told at all.

    What the notes ask for above all is told even so, unless its first word points at what nobody has heard.
    """
    by_sentence = {p.sentences[0].index: p for p in passages if not p.is_quote}
    needs: dict[int, Passage | None] = {}
    for passage in passages:
        sentence = passage.sentences[0]
        if passage.is_quote or stands_alone(sentence, reading):
            continue
        before = by_sentence.get(sentence.index - 1)
        same = before and (
            before.sentences[0].block == sentence.block or sentence.kind == "bullet" == before.sentences[0].kind
        )
        if not same and wish[passage.key] > wanted and not _POINTS_BACK.match(passage.text):
            continue
        needs[passage.key] = before if same else None
    return needs
