"""The grounded writer: from a request to a script in which every fact points at its source."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from generation.media.pacing import SCENE_GAP_MS, TAIL_MS, lead_in_ms
from generation.providers.base import Line, Narration, Script, ScriptRequest
from wire.errors import GenerationFailed

from . import dialogue, documentary, forms, house, material, plan, scenes, speech
from .ban import Ban
from .context import stands_alone
from .digests import read_checked
from .passages import Passage, is_numbered
from .positions import Positions, asked_positions, positions_of
from .reading import Reading
from .selection import WANTED, Desk, Outline, choose, fit
from .shapes import SourceKind, kind_of
from .story import cut_story
from .telling import Section, Teller
from .timing import estimate_ms, lines_ms
from .titles import title_of

# Below this a script is tried with other openings until its length fits.
SHORT_MS = 40_000
SHORT_ATTEMPTS = 9
FILLS = (1.0, 0.8, 1.2)  # of the budget, in turn: where to begin from decides what the last steps can reach
# Kinds whose order is the source's own.
_ORDERED = ("story", "instruction")
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
    outline = job.outline()
    sections, teller = job.render(outline)
    lines = [line for section in sections for line in section.lines]
    if not lines:
        raise GenerationFailed("Nothing in the sources could be told in the time and with the words that were allowed.")
    job.register(teller)
    quoted = {c.name: c for c in teller.characters.values() if c.role == "quoted"}
    groups = job.cut(sections)
    staged = scenes.stage(
        reading, groups, request.target, is_story=job.kind == "story", quoted=quoted, seed=job.seed, room=job.room
    )
    speaking = {line.character for line in lines}
    script = Script(
        title=_title(request, reading),
        logline=_logline(reading, job),
        characters=tuple(c for c in teller.characters.values() if c.name in speaking),
        scenes=staged,
        form=job.wish.form.says if job.wish.form else "",
        unmet=job.unmet(groups),
    )
    return settle(script, request)


@dataclass
class _Job:
    """One request being written: what it chose and how it renders.

    `notes` are the request's without their words on the form, and `request.notes` those of them that the sources know.
    """

    request: ScriptRequest
    reading: Reading
    kind: SourceKind
    desk: Desk
    house: str | None
    seed: str
    plan: plan.Plan
    can_open: Callable[[Passage], bool]
    wish: forms.Wish
    notes: str
    missing: tuple[str, ...]

    @classmethod
    def of(cls, request: ScriptRequest, reading: Reading) -> "_Job":
        kind = kind_of(reading)
        name = house.house_name(reading) if house.speaks_as_we(reading, kind) else None
        name = None if name and reading.ban.hits(name) else name
        passages = material.passages_for(reading, kind, name)
        seed = plan.seed_of(request, reading)
        rng = random.Random(seed)
        staged, notes, toned = forms.Wish(), request.notes, request
        if request.is_staged:
            staged = forms.read_wish(notes, _names_in(reading), is_talk=request.mode != "documentary")
            if staged.rest != notes:
                notes = staged.rest
                request = replace(request, notes=material.spoken_of(notes, passages))
        wish = material.wishes_of(request, passages)
        needs = material.needs_of(reading, passages, wish, WANTED)
        asked = positions_of(notes, passages, untold=frozenset(needs))
        # A recipe keeps its order, a story its first line and its last.
        positions = Positions() if kind in _ORDERED else asked
        desk = Desk(
            passages,
            wish,
            needs,
            request.words_per_minute,
            max(2_500, request.duration_ms - lead_in_ms(_title(request, reading)) - TAIL_MS),
            rng,
            positions,
            material.quotes_asked(request.notes, passages),
        )
        can_open = material.openers(reading, kind, passages)
        order = plan.plan_of(toned, kind, passages, rng, can_open)
        if staged.form:
            order = plan.in_form(order, is_cold=staged.form.is_cold, has_sides=staged.form.order != "told")
        return cls(request, reading, kind, desk, name, seed, order, can_open, staged, notes, asked.missing)

    @property
    def budget_ms(self) -> int:
        return self.desk.budget_ms

    def outline(self) -> Outline:
        if self.kind == "story":
            return cut_story(self.desk, self.reading, self.budget_ms, self.measure)
        tried: set[int] = set()
        best = other = self._attempt(tried)
        # A short film holds three or four passages: where they do not add up, another opening may, or another start.
        for attempt in range(SHORT_ATTEMPTS if self.budget_ms < SHORT_MS else 0):
            if abs(self.measure(best) - self.budget_ms) <= 0.025 * self.budget_ms:
                break
            if attempt % len(FILLS) == 0:
                tried |= {p.key for _, told in other.beats[:1] for p in told}
            other = self._attempt(tried, fill=FILLS[attempt % len(FILLS)])
            best = min(best, other, key=lambda outline: abs(self.measure(outline) - self.budget_ms))
        return best

    def _attempt(self, tried: set[int], *, fill: float = 1.0) -> Outline:
        """An outline that opens on none of the passages that were tried, first filled to that share of the budget."""
        told = 1.0 if self.request.mode == "documentary" else 0.9
        room = round(self.budget_ms * fill * (self.wish.form.told if self.wish.form else told))
        chosen = choose(self.desk, self.plan.shape, room, lambda p: self.can_open(p) and p.key not in tried)
        if self.kind == "instruction":
            chosen = _with_all_steps(self.desk, chosen)
        return fit(self.desk, chosen, self.budget_ms, self.measure)

    def render(self, outline: Outline) -> Rendering:
        request, narrated = self.request, self.narration != "suppress"
        if self.kind == "instruction":
            outline = _in_order(outline)
        if self.wish.form:
            return self._in_form(outline, self.wish.form)
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

    @property
    def narration(self) -> Narration:
        """The narration policy: the request's own, else what the notes say of a narrator."""
        asked = self.wish.narration
        return asked if asked and self.request.narration == "auto" else self.request.narration

    @property
    def company(self) -> forms.Company:
        return replace(self.wish, narration=self.narration).company(
            has_narrator=self.narration == "include" or "narrator" in self.wish.named, is_story=self.kind == "story"
        )

    @property
    def room(self) -> scenes.Room | None:
        """Where all of it plays, if the notes name a place or the form has one."""
        return forms.room_of(self.wish)

    def _in_form(self, outline: Outline, form: forms.Form) -> Rendering:
        company = self.company
        talk = forms.FormTalk(
            self.reading,
            outline,
            company.cast_of(self.house),
            self.seed,
            is_drama=False,
            is_wordless=self.reading.is_foreign,
            form=form,
            company=company,
            whom=forms.audience_name(self.request.target.audience),
            is_ordered=self.kind in _ORDERED,
            is_story=self.kind == "story",
            duration_ms=self.request.duration_ms,
        )
        return talk.tell()

    def cut(self, sections: list[Section]) -> list[Section]:
        """The sections as scenes, in the number that the notes ask for where there are enough of them."""
        return scenes.joined(scenes.cut_scenes(sections), self.wish.scenes)

    def unmet(self, groups: list[Section]) -> tuple[str, ...]:
        """What the notes ask for and this script does not do, in sentences."""
        if self.kind in _ORDERED:
            kept = "A recipe keeps its order" if self.kind == "instruction" else "A story keeps its first and last line"
            moved = [f"{kept}, so “{wish}” was not followed." for wish in asked_positions(self.notes)]
        else:
            moved = [f"Nothing in the sources fits “{wish}”, so the script does not." for wish in self.missing]
        count = self.wish.scenes
        few = [f"There is enough for {len(groups)} scenes, not for {count}."] if count and len(groups) < count else []
        return (*moved, *material.unnamed(self.notes, self.desk.passages), *few, *self.wish.unmet)

    def _talkers(self, is_drama: bool) -> dialogue.Cast:
        """Who talks: the mode's own voices, by the names that the notes give them; only those, where they name two."""
        named = {part: names[0] for part, names in self.wish.named.items()}
        wants_narrator = self.narration == "include" or (is_drama and self.narration == "auto") or "narrator" in named
        teller = "Believer" if is_drama else self.house or "Expert"
        wants_proof = self.request.duration_ms >= 75_000 or re.search(
            r"scepti|skepti|critical", f"{self.notes} {self.request.target.tone}", re.I
        )
        doubter = "Doubter" if is_drama else "Sceptic" if wants_proof else None
        return dialogue.Cast(
            asker=named.get("chair") or ("Host" if not is_drama else named.get("teller", "Believer")),
            teller=named.get("teller", teller),
            doubter=named.get("doubter") or (None if {"chair", "teller"} <= named.keys() else doubter),
            narrator=named.get("narrator", "Narrator") if wants_narrator else None,
            house=self.house,
            register=self.plan.register,
        )

    def _talk(self, outline: Outline) -> Rendering:
        request = self.request
        is_drama = request.mode == "drama"
        cast = self._talkers(is_drama)
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
        groups = self.cut(sections)
        lines = [line for group in groups for line in group.lines]
        if not lines:
            return 0
        return (
            lines_ms(lines, self.request.words_per_minute) - lines[-1].pause_after_ms + SCENE_GAP_MS * (len(groups) - 1)
        )

    def register(self, teller: Teller) -> None:
        if self.wish.form:
            forms.register(teller, self.wish.form, self.company)
        elif self.wish.named:
            forms.register_talkers(teller, self.wish.named)
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


def _names_in(reading: Reading) -> set[str]:
    return {person.name for _, person in reading.people}


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
