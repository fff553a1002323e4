"""From timed lines to a shot list: what each stretch shows, from how near, and how the camera and the light move."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from generation.films.cuts import Stretch, before, cut
from generation.films.figures import show_figures
from generation.films.timing import Timing
from generation.media.plan import Focus, Light, Move, MoveKind
from generation.providers.base import CameraAngle, Character, Mood, Scene, Script, ShotSize, TimedPhrase
from generation.providers.local.text.staging import calling_in, creature
from generation.providers.local.text.views import View, views_of

SPEAKING_ROLES = ("quoted", "witness", "expert")
DISSOLVE_FRAMES = 16


@dataclass(frozen=True)
class ShotIdea:
    """`[start_ms, end_ms)` of the film, what it shows and how. `scene` and `line` count from 0.

    `part` counts the shots of one line, `turn` those of one scene, and `near` the ones among them that show a detail.
    `about` is the line that most of it hears, and `words` what it hears of that: its picture shows what they speak of.
    `speaker` is who is quoted, and `is_portrait` says that they are shown; `dissolves` says that the picture grows out
    of the one before.
    """

    start_ms: int
    end_ms: int
    scene: int
    line: int
    size: ShotSize
    move: Move
    part: int = 0
    turn: int = 0
    near: int = 0
    angle: CameraAngle = "level"
    is_portrait: bool = False
    has_chart: bool = False
    has_figure: bool = False  # the scene's figure stands over its picture
    is_title: bool = False
    speaker: Character | None = None
    focus: Focus = "deep"
    light: Light = "steady"
    dissolves: bool = False
    about: int = -1  # -1: `line` itself
    words: str = ""  # "": all of the line

    @property
    def shown_line(self) -> int:
        return self.line if self.about < 0 else self.about


# A scene begins with its place; then sizes alternate. Which way is the scene's own, so that scenes differ in rhythm.
_OPENING: tuple[ShotSize, ...] = ("wide", "medium", "wide", "extreme_wide")
_AFTER: tuple[tuple[ShotSize, ...], ...] = (
    ("medium", "insert", "wide", "close"),
    ("insert", "medium", "close", "wide"),
    ("close", "medium", "insert", "wide"),
    ("medium", "close", "wide", "insert"),
)
_MOVES: dict[ShotSize, tuple[MoveKind, ...]] = {
    "extreme_wide": ("push", "tilt_down"),
    "wide": ("pan_right", "push", "pan_left", "tilt_up"),
    "medium": ("parallax", "push"),
    "close": ("push", "pull"),
    "insert": ("parallax", "pull"),
}
_FALLBACKS: tuple[ShotSize, ...] = ("medium", "wide", "close")
_FAR: tuple[ShotSize, ...] = ("wide", "extreme_wide")
_GAIN_A_SECOND = 0.011  # how much a move grows or travels
_LEAST, _MOST = 0.03, 0.07
_RISING: tuple[Mood, ...] = ("hopeful", "proud", "curious")


def list_shots(script: Script, timing: Timing, phrases: Sequence[Sequence[TimedPhrase]]) -> tuple[ShotIdea, ...]:
    """The shots of a film, gapless from 0 to its end. `phrases` holds each line's, from the line's own start."""
    stretches, charts = show_figures(script, timing, phrases, cut(script, timing, phrases))
    heard = [_heard(stretch, timing, phrases) for stretch in stretches]
    portraits = _portraits(script, stretches, charts, heard)
    shots: list[ShotIdea] = []
    for number, stretch in enumerate(stretches):
        idea = _idea(script, stretch, shots, heard[number], has_chart=number in charts, is_portrait=number in portraits)
        if {number - 1, number + 1} & portraits and idea.size == "close" and not idea.is_portrait:
            idea = _sized(script, idea, "wide" if shots and shots[-1].size == "medium" else "medium")
        shots.append(idea)
    last = script.scenes[shots[-1].scene]
    if not shots[-1].has_chart:
        shots[-1] = replace(shots[-1], light="rise" if last.mood in _RISING else "fall")
    return _matched(shots, script)


def _heard(stretch: Stretch, timing: Timing, phrases: Sequence[Sequence[TimedPhrase]]) -> tuple[int, str]:
    """The line that most of a stretch hears, and the words of it that it hears."""
    found: dict[int, list[TimedPhrase]] = {}
    for line in timing.lines:
        for phrase in phrases[line.index]:
            if stretch.start_ms <= before(line.start_ms + phrase.start_ms) < stretch.end_ms:
                found.setdefault(line.index, []).append(phrase)
    if not found:
        return stretch.line, ""
    most = max(found, key=lambda line: (sum(len(phrase.text) for phrase in found[line]), -line))
    return most, " ".join(phrase.text for phrase in found[most])


def _idea(
    script: Script,
    stretch: Stretch,
    shots: Sequence[ShotIdea],
    heard: tuple[int, str],
    *,
    has_chart: bool,
    is_portrait: bool,
) -> ShotIdea:
    scene = script.scenes[stretch.scene]
    previous = shots[-1] if shots else None
    is_title = previous is None
    turn = 0 if previous is None or previous.scene != stretch.scene or previous.is_title else previous.turn + 1
    idea = ShotIdea(
        stretch.start_ms,
        stretch.end_ms,
        stretch.scene,
        stretch.line,
        "extreme_wide",
        Move("hold", 0.0),  # a figure is read and a quote is heard, not watched
        part=stretch.part,
        turn=turn,
        near=sum(1 for shot in shots if shot.scene == stretch.scene and shot.size == "insert"),
        has_chart=has_chart,
        is_title=is_title,
        is_portrait=is_portrait,
        speaker=None if has_chart or is_title else _speaker(script, stretch.line),
        light="rise" if is_title and scene.time_of_day == "dawn" else "steady",
        dissolves=previous is not None and previous.scene != stretch.scene and _time_jumps(script, stretch.scene),
        about=heard[0],
        words=heard[1],
    )
    view = view_of(script, idea)
    detail = view.detail if view.is_own else views_of(script).detail_of(scene)
    size = _size(idea, previous, view, has_detail=bool(detail))
    if size == "close" and not is_portrait and views_of(script).shows_strangers(view, scene):
        size = "wide" if previous and previous.size == "medium" else "medium"
    return _sized(script, idea, size)


def view_of(script: Script, shot: ShotIdea) -> View:
    """What the words of a shot speak of; nothing where somebody has written what the scene shows."""
    if script.scenes[shot.scene].is_own_picture:
        return View("", script.scenes[shot.scene].place)
    return views_of(script).of(shot.shown_line, shot.words)


def _sized(script: Script, idea: ShotIdea, size: ShotSize) -> ShotIdea:
    """The shot from that near, with the move, the focus and the angle that suit it."""
    still = idea.has_chart or idea.is_portrait
    racks = idea.is_portrait or (size == "insert" and not idea.has_chart)
    return replace(
        idea,
        size=size,
        move=idea.move if still else _move(idea, size),
        focus="to_near" if racks else "deep",
        angle=_angle(script.scenes[idea.scene], idea, size),
    )


def _portraits(
    script: Script, stretches: Sequence[Stretch], charts: set[int], heard: Sequence[tuple[int, str]]
) -> set[int]:
    """Which stretches show who is speaking: where one is first heard, and where the words name nothing to look at."""
    found: set[int] = set()
    met: set[str] = set()
    for number, stretch in enumerate(stretches):
        speaker = _speaker(script, stretch.line)
        if not number or number in charts or number - 1 in found or not speaker or not is_person(speaker):
            continue
        if _speaker(script, heard[number][0]) != speaker:
            continue  # most of it is somebody else's: the face would seem to say their words
        if speaker.name not in met or not views_of(script).of(*heard[number]).is_own:
            met.add(speaker.name)
            found.add(number)
    return found


def is_person(speaker: Character) -> bool:
    """A firm that speaks of itself as "we" has a voice and no face; nor has the fox of a fable a human one."""
    if creature(speaker.name):
        return False
    is_called = bool(speaker.description or calling_in(speaker.name))
    return speaker.gender != "neutral" or (is_called and "&" not in speaker.name)


def _speaker(script: Script, line: int) -> Character | None:
    """Who says the line, if it is somebody from the source who can be shown."""
    spoken = [line for scene in script.scenes for line in scene.lines][line]
    by_name = {character.name: character for character in script.characters}
    character = by_name.get(spoken.character)
    return character if character and character.role in SPEAKING_ROLES else None


def _size(idea: ShotIdea, previous: ShotIdea | None, view: View, *, has_detail: bool) -> ShotSize:
    """Depends on the scene and the place within it, so that a change elsewhere leaves it as it is.

    A detail is seen from near by, and only where the words name one.
    """
    if previous is None:
        return "extreme_wide"
    if idea.is_portrait:
        return "close"
    way = idea.scene % len(_AFTER)
    wanted = _OPENING[way] if idea.turn == 0 else _AFTER[way][(idea.turn - 1) % len(_AFTER[way])]
    if view.detail and view.detail == view.subject and not idea.has_chart:
        wanted = "insert"
    elif wanted == "insert" and not has_detail:
        wanted = "medium"
    elif view.is_own and not view.subject and not idea.has_chart:
        wanted = "wide"
    if wanted != previous.size:
        return wanted
    is_small = view.detail and view.detail == view.subject  # which from a little farther would look the same
    return next(size for size in (_FAR if is_small else _FALLBACKS) if size != previous.size)


def _move(idea: ShotIdea, size: ShotSize) -> Move:
    kinds = _MOVES[size]
    amount = min(max(_GAIN_A_SECOND * (idea.end_ms - idea.start_ms) / 1000, _LEAST), _MOST)
    return Move(kinds[(idea.scene + idea.turn) % len(kinds)], round(amount, 4))


def _angle(scene: Scene, idea: ShotIdea, size: ShotSize) -> CameraAngle:
    """Low gives power, high takes it; a detail on a table is looked down upon."""
    if size == "medium" and scene.mood in ("proud", "tense") and idea.turn % 2:
        return "low"
    if size == "wide" and idea.turn and scene.mood in ("tense", "wistful", "curious"):
        return "high"
    return "level"


def _time_jumps(script: Script, scene: int) -> bool:
    """Whether a scene is set at another hour than the one before: only then one picture melts into the next."""
    return script.scenes[scene].time_of_day != script.scenes[scene - 1].time_of_day


def _matched(shots: Sequence[ShotIdea], script: Script) -> tuple[ShotIdea, ...]:
    """Match cuts: where a scene follows in the same mood and hour, the move runs on across the cut."""
    matched = list(shots)
    for index in range(1, len(matched)):
        before, after = matched[index - 1], matched[index]
        same_mood = script.scenes[before.scene].mood == script.scenes[after.scene].mood
        if (
            before.scene == after.scene
            or after.dissolves
            or not same_mood
            or "hold" in (before.move.kind, after.move.kind)
        ):
            continue
        kind: MoveKind = "pan_right" if before.scene % 2 else "pan_left"
        matched[index - 1] = replace(before, move=replace(before.move, kind=kind, eases="in"))
        matched[index] = replace(after, move=replace(after.move, kind=kind, eases="out"))
    return tuple(matched)
