"""The grounded writer: from a request to a script in which every fact points at its source."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from generation.media.pacing import SCENE_GAP_MS, TAIL_MS, lead_in_ms
from generation.providers.base import Line, Script, ScriptRequest
from wire.errors import GenerationFailed

from . import dialogue, documentary, house, material, plan, scenes, speech
from .ban import Ban
from .context import stands_alone
from .digests import read_checked
from .passages import Passage, is_numbered
from .positions import Positions, positions_of
from .reading import Reading
from .selection import WANTED, Desk, Outline, choose, fit
from .shapes import SourceKind, kind_of
from .story import cut_story
from .telling import Section, Teller
from .timing import estimate_ms, lines_ms
from .titles import title_of

# Below this a script is tried with other openings until its length fits.
SHORT_MS = 40_000
SHORT_ATTEMPTS = 6
Rendering = tuple[list[Section], Teller]


def write_script(request: ScriptRequest) -> Script:
    """A script for a film of `request.duration_ms`, or an honestly shorter one where the sources say too little.

    The same request gives the same script. Raises GenerationFailed, with the cause, where there is nothing to tell.
    """
    reading = read_checked(request.sources)
    reading.ban = Ban.of(request.forbidden_words, request.notes)
    job = _Job.of(request, reading)
    if not job.desk.passages:
        raise GenerationFailed("The sources hold nothing that can be told in sentences. Add text, or allow more words.")
    sections, teller = job.render(job.outline())
    lines = [line for section in sections for line in section.lines]
    if not lines:
        raise GenerationFailed("Nothing in the sources could be told in the time and with the words that were allowed.")
    job.register(teller)
    quoted = {c.name: c for c in teller.characters.values() if c.role == "quoted"}
    groups = scenes.cut_scenes(sections)
    staged = scenes.stage(reading, groups, request.target, is_story=job.kind == "story", quoted=quoted, seed=job.seed)
    speaking = {line.character for line in lines}
    script = Script(
        title=_title(request, reading),
        logline=_logline(reading, job),
        characters=tuple(c for c in teller.characters.values() if c.name in speaking),
        scenes=staged,
    )
    return settle(script, request)


@dataclass
class _Job:
    """One request being written: what it chose and how it renders."""

    request: ScriptRequest
    reading: Reading
    kind: SourceKind
    desk: Desk
    house: str | None
    seed: str
    plan: plan.Plan
    can_open: Callable[[Passage], bool]

    @classmethod
    def of(cls, request: ScriptRequest, reading: Reading) -> "_Job":
        kind = kind_of(reading)
        name = house.house_name(reading) if house.speaks_as_we(reading, kind) else None
        name = None if name and reading.ban.hits(name) else name
        passages = material.passages_for(reading, kind, name)
        seed = plan.seed_of(request, reading)
        rng = random.Random(seed)
        wish = material.wishes_of(request, passages)
        needs = material.needs_of(reading, passages, wish, WANTED)
        desk = Desk(
            passages,
            wish,
            needs,
            request.words_per_minute,
            max(2_500, request.duration_ms - lead_in_ms(_title(request, reading)) - TAIL_MS),
            rng,
            # A recipe keeps its order, a story its first line and its last.
            Positions()
            if kind in ("story", "instruction")
            else positions_of(request.notes, passages, untold=frozenset(needs)),
            material.quotes_asked(request.notes, passages),
        )
        can_open = material.openers(reading, kind, passages)
        return cls(
            request, reading, kind, desk, name, seed, plan.plan_of(request, kind, passages, rng, can_open), can_open
        )

    @property
    def budget_ms(self) -> int:
        return self.desk.budget_ms

    def outline(self) -> Outline:
        if self.kind == "story":
            return cut_story(self.desk, self.reading, self.budget_ms, self.measure)
        tried: set[int] = set()
        best = self._attempt(tried)
        # A short film holds three or four passages: where they do not add up, another opening may.
        for _ in range(SHORT_ATTEMPTS if self.budget_ms < SHORT_MS else 0):
            if abs(self.measure(best) - self.budget_ms) <= 0.025 * self.budget_ms:
                break
            tried |= {p.key for _, told in best.beats[:1] for p in told}
            other = self._attempt(tried)
            best = min(best, other, key=lambda outline: abs(self.measure(outline) - self.budget_ms))
        return best

    def _attempt(self, tried: set[int]) -> Outline:
        """An outline that opens on none of the passages that were tried."""
        room = self.budget_ms if self.request.mode == "documentary" else round(self.budget_ms * 0.9)
        chosen = choose(self.desk, self.plan.shape, room, lambda p: self.can_open(p) and p.key not in tried)
        if self.kind == "instruction":
            chosen = _with_all_steps(self.desk, chosen)
        return fit(self.desk, chosen, self.budget_ms, self.measure)

    def render(self, outline: Outline) -> Rendering:
        request, narrated = self.request, self.request.narration != "suppress"
        if self.kind == "instruction":
            outline = _in_order(outline)
        if self.kind == "story":
            host = "Host" if request.mode == "podcast" else None
            reader = "Narrator" if narrated and request.mode != "podcast" else "Reader"
            return dialogue.tell_story_aloud(self.reading, outline, host=host, reader=reader, seed=self.seed)
        if request.mode == "documentary":
            narrators = ("Narrator",) if narrated else ("First voice", "Second voice")
            return documentary.tell(
                self.reading,
                outline,
                narrators=narrators,
                house_voice=self.house,
                seed=self.seed,
                register=self.plan.register,
                bridges=0 if self.reading.is_foreign else self.budget_ms // 28_000,
            )
        return self._talk(outline)

    def _talk(self, outline: Outline) -> Rendering:
        request = self.request
        is_drama = request.mode == "drama"
        wants_narrator = request.narration == "include" or (is_drama and request.narration == "auto")
        teller = self.house if self.house and not is_drama else "Expert" if not is_drama else "Believer"
        long_enough = request.duration_ms >= 75_000 or re.search(
            r"scepti|skepti|critical", f"{request.notes} {request.target.tone}", re.I
        )
        cast = dialogue.Cast(
            asker="Host" if not is_drama else "Believer",
            teller=teller,
            doubter="Doubter" if is_drama else "Sceptic" if long_enough else None,
            narrator="Narrator" if wants_narrator else None,
            house=self.house,
            register=self.plan.register,
        )
        talk = dialogue.Talk(
            self.reading,
            outline,
            cast,
            self.seed,
            is_drama,
            asks_what_is_open=not is_drama
            and not self.desk.positions.last
            and request.duration_ms >= 45_000
            and self.plan.ending in ("next", "echo"),
            is_wordless=self.reading.is_foreign,
        )
        return talk.tell()

    def measure(self, outline: Outline) -> int:
        """Milliseconds of an outline as it would be told, gaps between scenes included."""
        sections, _ = self.render(outline)
        groups = scenes.cut_scenes(sections)
        lines = [line for group in groups for line in group.lines]
        if not lines:
            return 0
        return (
            lines_ms(lines, self.request.words_per_minute) - lines[-1].pause_after_ms + SCENE_GAP_MS * (len(groups) - 1)
        )

    def register(self, teller: Teller) -> None:
        teller.cast("Narrator", "narrator")
        teller.cast("Reader", "narrator", description="reads the story")
        teller.cast("First voice", "host", "female", "one of two who share the telling")
        teller.cast("Second voice", "expert", "male", "one of two who share the telling")
        teller.cast("Host", "host", "female", "asks what the listener would ask")
        teller.cast("Expert", "expert", "male", "knows the material and stays exact")
        teller.cast("Sceptic", "sceptic", "neutral", "wants proof")
        teller.cast("Believer", "expert", "female", "stands by the story")
        teller.cast("Doubter", "sceptic", "male", "wants proof")
        if self.house:
            teller.cast(self.house, "witness", description="speaks for itself in the source's own words")


def _with_all_steps(desk: Desk, outline: Outline) -> Outline:
    """Every numbered step, in order, and nothing else among them: a recipe without its eggs is no recipe."""
    steps = [p for p in desk.passages if not p.is_quote and is_numbered(p.sentences[0])]
    if len(steps) < 3:
        return outline
    whole = outline.copy()
    for beat, chosen in whole.beats:
        chosen[:] = steps if beat.name == "steps" else [p for p in chosen if p not in steps]
    whole.forms |= {step.key: whole.forms.get(step.key, 0) for step in steps}
    return whole


def _in_order(outline: Outline) -> Outline:
    """Instructions keep the source's order: what comes after the last step is caution, not step."""
    rest = sorted((p for _, chosen in outline.beats[1:] for p in chosen), key=lambda p: p.sentences[0].index)
    last = max((i for i, p in enumerate(rest) if p.sentences[0].kind == "bullet"), default=len(rest) // 2)
    cuts = [rest[: last + 1], rest[last + 1 :]]
    beats = [outline.beats[0], *((beat, part) for (beat, _), part in zip(outline.beats[1:3], cuts, strict=False))]
    return Outline(beats, outline.forms)


def settle(script: Script, request: ScriptRequest) -> Script:
    """Stretches or tightens the pauses, within what an ear takes for natural, so that the length fits."""
    error = request.duration_ms - estimate_ms(script, request.words_per_minute)
    total = sum(line.pause_after_ms for scene in script.scenes for line in scene.lines)
    if not total:
        return script
    tightest = 0.66 if request.mode == "podcast" else 0.84  # talk leaves a quarter of a second between turns
    factor = min(1.25, max(tightest, 1 + error / total))

    def paced(line: Line) -> Line:
        return replace(line, pause_after_ms=round(line.pause_after_ms * factor))

    return replace(
        script, scenes=tuple(replace(scene, lines=tuple(map(paced, scene.lines))) for scene in script.scenes)
    )


def _title(request: ScriptRequest, reading: Reading) -> str:
    return (request.title or _allowed_title(reading)).strip()


def _allowed_title(reading: Reading) -> str:
    """The title, or the first heading, place or name that says nothing banned."""
    names = [name for cast in reading.casts.values() for name in (*cast.places, *cast.organisations)]
    options = (title_of(reading), *reading.top_headings, *reading.headings, reading.place, *names)
    return next((option for option in options if option and not reading.ban.hits(option)), "Untitled")


def _logline(reading: Reading, job: _Job) -> str:
    telling = [
        s
        for s in reading.sentences
        if not s.is_spoken
        and stands_alone(s, reading)
        and 5 <= s.words <= 45
        and speech.has_finite(s.text)
        and not reading.ban.hits(s.text)
    ]
    if not telling:
        return ""
    forms = speech.spoken_forms(telling[0].text)
    text = min(forms, key=lambda form: abs(len(form.split()) - 16)) if forms else telling[0].text
    return text if job.house or job.kind == "story" else house.third_person(text, house.authors_of(reading, job.kind))
