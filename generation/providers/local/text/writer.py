"""The grounded writer: from a request to a script in which every fact points at its source."""

import random
from dataclasses import replace

from generation.providers.base import Line, Scene, Script, ScriptRequest

from . import documentary, rank, scenes, speech
from .context import Context, stands_alone
from .digests import read_checked
from .passages import Passage, read_passages
from .reading import Reading
from .selection import Desk, Outline, choose, fit
from .shapes import SHAPES, kind_of
from .telling import Section, Teller
from .timing import LEAD_IN_MS, TAIL_MS, estimate_ms, lines_ms
from .titles import title_of


def write_script(request: ScriptRequest) -> Script:
    """A script for a film of `request.duration_ms`, or a shorter one where the sources say too little."""
    reading = read_checked(request.sources)
    kind = kind_of(reading)
    shape = SHAPES[kind if SHAPES[kind] else "announcement"]
    passages = read_passages(reading, forbidden=request.forbidden_words)
    rng = random.Random(f"{request.seed}:{kind}")
    desk = Desk(passages, _wishes(request, passages), _needs(reading, passages), request.words_per_minute, rng)
    beats = shape[rng.randrange(len(shape))]
    budget = max(3_000, request.duration_ms - LEAD_IN_MS - TAIL_MS)

    def render(outline: Outline) -> tuple[list[Section], Teller]:
        return documentary.tell(reading, outline, narrators=("Narrator",), house_voice=None, seed=request.seed)

    def measure(outline: Outline) -> int:
        sections, _ = render(outline)
        return lines_ms([line for section in sections for line in section.lines], request.words_per_minute) + 350 * len(
            sections
        )

    outline = fit(desk, choose(desk, beats, budget, lambda p: p.tags.get("alone", 0) > 0.5), budget, measure)
    sections, teller = render(outline)
    teller.cast("Narrator", "narrator")
    staged = scenes.stage(reading, scenes.cut_scenes(sections), request.target, is_story=kind == "story")
    script = Script(
        title=request.title or title_of(reading),
        logline="",
        characters=tuple(teller.characters.values()),
        scenes=staged,
    )
    return settle(script, request)


def settle(script: Script, request: ScriptRequest) -> Script:
    """Stretches or tightens the pauses, within what an ear takes for natural, so that the length fits."""
    error = request.duration_ms - estimate_ms(script, request.words_per_minute)
    lines = [line for scene in script.scenes for line in scene.lines][:-1]
    total = sum(line.pause_after_ms for line in lines)
    if not total:
        return script
    factor = min(1.25, max(0.83, 1 + error / total))
    return replace(
        script,
        scenes=tuple(
            replace(
                scene,
                lines=tuple(replace(line, pause_after_ms=round(line.pause_after_ms * factor)) for line in scene.lines),
            )
            for scene in script.scenes
        ),
    )


def _wishes(request: ScriptRequest, passages: list[Passage]) -> dict[int, float]:
    target = request.target
    aim = ". ".join(part for part in (target.objective, target.outcome, target.audience) if part)
    ranked = sorted(passages, key=lambda p: -p.weight)
    texts = [p.text for p in ranked]
    notes = rank.similarity(request.notes, texts)
    aims = rank.similarity(aim, texts)
    return {
        p.key: 2.4 * (n - 0.35) * bool(request.notes.strip()) + 0.7 * a
        for p, n, a in zip(ranked, notes, aims, strict=True)
    }


def _needs(reading: Reading, passages: list[Passage]) -> dict[int, Passage | None]:
    by_sentence = {p.sentences[0].index: p for p in passages if not p.is_quote}
    needs: dict[int, Passage | None] = {}
    for passage in passages:
        sentence = passage.sentences[0]
        if passage.is_quote or stands_alone(sentence, reading):
            continue
        before = by_sentence.get(sentence.index - 1)
        same = before and before.sentences[0].block == sentence.block
        needs[passage.key] = before if same else None
    return needs
