"""What a deck says: slides that say something, and figures that fit their place."""

from typing import Any

from generation.films.deck import SlideIdea, compose_deck
from generation.providers.base import Character, Line, Scene, Script, Span

STORY = (
    "Her skipper had never lost a boat.",
    "She kept the light for nineteen years.",
    "All seven men came ashore.",
    "The motor was replaced at a cost of 212 pounds.",
)
TEXT = (
    "The oven is lit at two. Closed in August. The lane was closed for a year and trade was lost. "
    "We use about 400 kilos a week. Neighbours took 3,100 loaves. It weighs 90 tonnes."
)


def fact(kind: str, text: str, inside: str = "") -> dict[str, Any]:
    start = f"{TEXT} {' '.join(STORY)}".index(text)
    return {"kind": kind, "text": text, "weight": 0.5, "speaker": None,
            "span": {"source_id": "src_1", "start": start, "end": start + len(text)}}  # fmt: skip


def deck_of(*facts: dict[str, Any], outcome: str = "come") -> dict[str, list[SlideIdea]]:
    told = Span(source_id="src_1", start=0, end=5)
    line = Line(character="Narrator", text="The oven is lit at two.", evidence=(told,))
    scene = Scene(heading="INT. BAKERY", mood="calm", place="bakery", time_of_day="day", weather="clear",
                  picture="an oven in a bakery", lines=(line,))  # fmt: skip
    people = (Character(name="Narrator", role="narrator"),)
    script = Script(title="Bread", logline="", characters=people, scenes=(scene,))
    digest = {"facts": list(facts), "thesis": "The oven is lit at two.", "gaps": []}
    slides: dict[str, list[SlideIdea]] = {}
    for slide in compose_deck(digest, script, audience="all", objective="tell it", outcome=outcome):
        slides.setdefault(slide.eyebrow, []).append(slide)
    return slides


def test_opening_hours_are_no_problem_and_one_step_explains_nothing() -> None:
    lost = "The lane was closed for a year and trade was lost."
    slides = deck_of(
        fact("event", "Closed in August."), fact("event", lost), fact("claim", "We use about 400 kilos a week.")
    )
    assert [slide.title for slide in slides["The problem"]] == [lost]
    assert "How it works" not in slides


def test_a_figure_at_a_glance_is_short_and_its_sentence_stands_below() -> None:
    slides = deck_of(
        fact("figure", "90 tonnes"),
        fact("hedge", "It weighs 90 tonnes."),
        fact("figure", "about 400 kilos a week"),
        fact("hedge", "We use about 400 kilos a week."),
        fact("figure", "3,100 loaves"),
    )
    assert slides["The figure"][0].figure == "90 tonnes"
    assert slides["At a glance"][0].points == (("400 kilos", "We use about 400 kilos a week."), ("3,100", "loaves"))


def test_a_story_without_a_problem_steps_or_an_ask_has_no_slide_of_them() -> None:
    told = (
        fact("event", STORY[0]),
        fact("claim", STORY[1]),
        fact("claim", STORY[2]),
        fact("figure", "212 pounds"),
        fact("hedge", STORY[3]),
    )
    slides = deck_of(*told, outcome="listeners want to read more")
    assert not {"The problem", "How it works", "The ask"} & set(slides)
    assert slides["The figure"][0].figure == "212 pounds"
    assert slides["What it is for"][0].title == "Listeners want to read more."
    assert "The ask" in deck_of(*told, outcome="book a demo within 7 days")


def test_a_story_is_told_by_its_movements_and_its_people() -> None:
    def line(who: str, text: str, weight: float = 0.3) -> Line:
        return Line(character=who, text=text, evidence=(Span(source_id="src_1", start=0, end=9),), weight=weight)

    beats = {
        "image": [line("Narrator", "The clock was slow."), line("Narrator", "Nobody minded.")],
        "reversal": [line("Mr Osei", "So I set the clock back four minutes.", 0.9), line("Narrator", "She waited.")],
        "last image": [line("Narrator", "The clock said nine."), line("The crow", "I only had time and pebbles.", 0.8)],
    }
    scenes = tuple(
        Scene(heading="EXT. TRAIN STATION", mood="calm", place="train station", time_of_day="day", weather="clear",
              picture="a clock", lines=tuple(lines), beat=beat)
        for beat, lines in beats.items()
    )  # fmt: skip
    people = (
        Character(name="Narrator", role="narrator"),
        Character(name="Mr Osei", role="quoted", description="stationmaster"),
        Character(name="The crow", role="quoted"),
    )
    script = Script(title="The Clock", logline="The clock was slow.", characters=people, scenes=scenes)
    digest = {"facts": [fact("claim", STORY[1])], "thesis": "The clock was slow.", "gaps": []}
    slides = compose_deck(digest, script, audience="all", objective="tell it", outcome="read it aloud")
    assert [(slide.eyebrow, slide.title, slide.portrait) for slide in slides[1:-2]] == [
        ("How it begins", "The clock was slow.", ""),
        ("In their words", "So I set the clock back four minutes.", "Mr Osei"),
        ("The turn", "She waited.", ""),
        ("How it ends", "The clock said nine.", ""),
        ("In their words", "“I only had time and pebbles.”", ""),
    ]
    assert all(slide.spans for slide in slides[1:-2])
    assert [slide.kind for slide in slides[-2:]] == ["ask", "sources"]
