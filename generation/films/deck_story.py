"""A deck of a story: no problem, no figures, no mechanism, but its movements in order, and who speaks in them. Pure."""

from generation.films.deck_ideas import SlideIdea, spans_of
from generation.providers.base import Line, Scene, Script

# What stands over a slide, by the movement that it tells.
_EYEBROWS = {
    "image": "How it begins",
    "want": "What sets it going",
    "obstacle": "What stands in the way",
    "secret": "Further in",
    "reversal": "The turn",
    "test": "The test",
    "last image": "How it ends",
}
_MOST_SCENES, _MOST_QUOTES = 6, 3
_LONGEST_QUOTE = 70  # words
_NO_NAME = ("The ", "A ", "An ", "the ", "a ", "an ")


def is_story(script: Script) -> bool:
    """Whether the script is cut from a story: its movements are a story's."""
    return any(scene.beat in ("want", "reversal", "last image") for scene in script.scenes)


def story_slides(script: Script) -> list[SlideIdea]:
    """One slide for each of the movements, and between them what is said in them."""
    quoted = {character.name for character in script.characters if character.role == "quoted"}
    slides: list[SlideIdea] = []
    heard = _best_quotes(script, quoted)
    for number in _kept(script):
        scene = script.scenes[number]
        told = [line for line in scene.lines if line.character not in quoted and line.evidence]
        said = [_said(line, script, number) for line in scene.lines if line in heard]
        shown = [_told(scene, number, told)] if told else []
        slides += [*said, *shown] if scene.lines[0] in heard else [*shown, *said]
    return slides


def _kept(script: Script) -> list[int]:
    """The first and the last scene and the ones between that weigh most, in order."""
    inner = range(1, len(script.scenes) - 1)
    weight = {n: max((line.weight for line in script.scenes[n].lines), default=0.0) for n in inner}
    most = sorted(inner, key=lambda n: -weight[n])[: _MOST_SCENES - 2]
    return sorted({0, len(script.scenes) - 1, *most})


def _told(scene: Scene, number: int, told: list[Line]) -> SlideIdea:
    first, rest = told[0], told[1:3]
    eyebrow = _EYEBROWS.get(scene.beat, "And then")
    body = " ".join(line.text for line in rest)
    return SlideIdea("picture", eyebrow, first.text, body=body, scene=number, spans=spans_of([first, *rest]))


def _best_quotes(script: Script, quoted: set[str]) -> list[Line]:
    said = [line for scene in script.scenes for line in scene.lines if line.character in quoted]
    fit = [line for line in said if 4 <= len(line.text.split()) <= _LONGEST_QUOTE]
    return sorted(fit, key=lambda line: -line.weight - 0.01 * min(30, len(line.text.split())))[:_MOST_QUOTES]


def _said(line: Line, script: Script, number: int) -> SlideIdea:
    """A quote beside its speaker's face, or beside the scene where the speaker has no name to draw one by."""
    who = next(character for character in script.characters if character.name == line.character)
    if who.name.startswith(_NO_NAME):
        words = f"“{line.text.rstrip(',')}”"
        return SlideIdea("picture", "In their words", words, body=who.name, scene=number, spans=spans_of([line]))
    return SlideIdea("quote", "In their words", line.text.rstrip(","), who=who.name, role=who.description,
                     portrait=who.name, spans=spans_of([line]))  # fmt: skip
