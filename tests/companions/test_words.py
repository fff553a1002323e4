"""What companions say: six documents that do not look alike, out of the brief and of what was said before."""

import itertools
import re

import pytest

from generation.companions.catalogue import BY_ID, COMPANIONS
from generation.providers.base import ChatRequest, Said, SourceText
from generation.providers.local.companion.asking import question_in
from generation.providers.local.companion.brief import read_brief
from generation.providers.local.companion.converse import converse
from generation.providers.local.companion.shots import lengths, list_shots
from generation.providers.local.companion.treatment import treat

LUMO = "We're launching Lumo, a solar lamp for campers who hate batteries. 45 seconds for Instagram, warm and honest."
BEES = (
    "I want to make a documentary about a beekeeper in Slovenia who lost half her hives and started again. Two minutes."
)
WELL = (
    "Seven wells went dry in Aldermere. The cooperative drilled an eighth, forty metres deep. "
    "The new well serves 312 homes."
)


FOLLOW_UPS = (
    "why?", "what about the ending?", "make it shorter", "another idea", "yes", "next", "next", "cut the hook",
    "how much does it cost?", "for grandparents, by Friday", "tell me about the light", "and the music?", "thanks",
)  # fmt: skip


class Talk:
    """A conversation with one companion; `say` returns its words."""

    def __init__(self, companion: str, sources: tuple[SourceText, ...] = ()) -> None:
        self.persona, self.sources, self.said = BY_ID[companion], sources, list[Said]()

    def say(self, text: str) -> str:
        self.said.append(Said(speaker="user", text=text))
        pieces = list(converse(ChatRequest(persona=self.persona, said=tuple(self.said), sources=self.sources)))
        words = "".join(piece.text for piece in pieces if piece.kind == "text")
        notes = next(piece.data for piece in pieces if piece.kind == "notes")
        self.said.append(Said(speaker="assistant", text=words, data=notes))
        return words


def lines(text: str) -> set[str]:
    return {line.strip() for line in text.splitlines() if len(line) > 20}


@pytest.mark.parametrize("brief", [LUMO, BEES])
def test_no_two_companions_say_the_same(brief: str) -> None:
    answers = {one.id: lines(Talk(one.id).say(brief)) for one in COMPANIONS}
    for one, other in itertools.combinations(answers, 2):
        assert not answers[one] & answers[other], (one, other)


@pytest.mark.parametrize("companion", BY_ID)
def test_another_brief_gets_another_answer(companion: str) -> None:
    lamp, bees = lines(Talk(companion).say(LUMO)), lines(Talk(companion).say(BEES))
    assert len(lamp & bees) <= 0.35 * min(len(lamp), len(bees))


@pytest.mark.parametrize("companion", BY_ID)
def test_the_subject_is_named_and_what_is_missing_is_asked_for(companion: str) -> None:
    answer = Talk(companion).say(LUMO)
    assert "Lumo" in answer
    assert answer.rstrip().endswith("?")
    assert "campers who hate batteries" not in answer.split("do not know.")[-1], "nobody asks for what was said"


@pytest.mark.parametrize("companion", BY_ID)
def test_the_same_words_get_the_same_answer(companion: str) -> None:
    assert Talk(companion).say(LUMO) == Talk(companion).say(LUMO)


@pytest.mark.parametrize("companion", BY_ID)
def test_no_pattern_is_left_unfilled(companion: str) -> None:
    talk = Talk(companion)
    for turn in (LUMO, *FOLLOW_UPS):
        answer = talk.say(turn)
        assert answer.strip(), turn
        assert not re.search(r"\{\w*\}|None|““|  ,|\.\.(?!\.)", answer), (turn, answer)


def test_shorter_keeps_what_matters_and_says_what_goes() -> None:
    talk = Talk("editor")
    talk.say(LUMO)
    answer = talk.say("make it shorter")
    assert answer.startswith("30 seconds instead of 45. I take out “Before”")
    assert "The ask" in answer
    exact = talk.say("20 seconds")
    assert exact.startswith("20 seconds instead of 30")


def test_a_short_reply_answers_the_question_that_was_asked() -> None:
    talk = Talk("producer")
    talk.say(LUMO)
    assert talk.said[-1].data["asked"] == ["deadline", "budget"]
    answer = talk.say("End of June. 80 credits.")
    assert "June" in answer
    assert "80 credits" in answer
    assert talk.said[-1].data["asked"] != ["deadline", "budget"]


def test_an_opinion_is_no_answer_and_gets_another_idea() -> None:
    talk = Talk("cinematic-director")
    talk.say("Make a tiktok for my bike repair shop")
    answer = talk.say("I hate it, too generic")
    assert answer.startswith("Then not “")
    assert "hate" not in answer
    assert "Samira" in talk.say("the owner, Samira, 61, who never throws anything away")
    assert "hate" not in talk.say("what about the ending?")


def test_a_limit_that_is_named_is_heeded() -> None:
    talk = Talk("cinematographer")
    talk.say("Recruitment film for our hospital: we need nurses who like working nights.")
    assert "nurses who like working nights" in talk.said[-1].text or "audience" not in talk.said[-1].data["asked"]
    assert "One afternoon" in talk.say("what if we only have one afternoon?")


def test_sources_are_quoted_to_the_letter() -> None:
    answer = Talk("cinematic-director", (SourceText(id="s", text=WELL),)).say("a film about our well")
    for figure in re.findall(r"“([^”]*\d[^”]*)”", answer):
        assert figure in WELL


def test_what_should_be_avoided_is_avoided() -> None:
    talk = Talk("sound-designer")
    talk.say(LUMO)
    talk.say("no music please")
    assert "none, as you asked" in talk.say("what about the music?")


@pytest.mark.parametrize(("seconds", "count"), [(6, 3), (7, 2), (1, 1), (60, 19), (2, 2)])
def test_shot_lengths_add_up(seconds: int, count: int) -> None:
    assert sum(lengths(seconds, count)) == seconds
    assert min(lengths(seconds, count)) > 0


@pytest.mark.parametrize(
    ("said", "subject"),
    [
        ("Lumo, a solar lamp for campers who hate batteries. 30 seconds, warm.", "Lumo, a solar lamp"),
        ("Keyring: a password manager for students", "Keyring, a password manager"),
        ("A folding bicycle that fits under a desk. 20 seconds", "the folding bicycle"),
        ("A 45 second film, warm", "a spot whose subject I do not know yet"),
        ("Help me plan a product launch video", "a launch film whose subject I do not know yet"),
        ("A few words first", "a spot whose subject I do not know yet"),
    ],
)
def test_a_brief_may_begin_with_its_thing(said: str, subject: str) -> None:
    assert f": {subject}." in Talk("cinematic-director").say(said)


def test_the_thing_and_the_person_are_found_where_people_put_them() -> None:
    talk = Talk("cinematic-director")
    answer = talk.say("TikTok for a password manager called Keyring, 20 seconds, for students who reuse one password")
    assert answer.startswith("I read this as a spot: the password manager Keyring.")
    assert "subject" not in talk.said[-1].data["asked"]
    farm = "A film for our oyster farm in Cancale. My mother still sorts by hand at 71. For restaurant buyers in Paris."
    answer = Talk("screenwriter").say(farm)
    assert "The mother wants one thing" in answer
    assert "whose face" not in answer
    assert "the owls" in Talk("screenwriter").say("A film for children about the owls in our barn, 40 seconds")


@pytest.mark.parametrize(
    ("said", "is_told"),
    [
        ("Ein Film über Ramen für Köln, 20 Sekunden", True),
        ("فيلم قصير عن القهوة", True),
        ("日本の茶室、夕暮れ", True),
        ("Café Zoé, Besançon: a film about its last evening", False),
        ("hiring nurses", False),
    ],
)
def test_what_is_not_understood_is_said(said: str, is_told: bool) -> None:
    talk = Talk("screenwriter")
    assert ("English only" in talk.say(said)) == is_told
    talk.say(LUMO)
    asked = list(talk.said[-1].data["asked"])
    assert ("English only" in talk.say(said)) == is_told
    assert not is_told or said not in talk.said[-1].data["answered"].values(), asked


ILSE = (
    "A portrait of Ilse Brandt, 81, who has repaired the clocks of Lübeck for sixty years and closes her shop "
    "in March. Two minutes, quiet."
)
OPEN = (
    "What would you do with the ending?", "Is my hook any good?", "How should it sound?", "Why?",
    "What worries you most?", "Is it too sentimental?", "Do we need a voice-over?",
    "What should I ask in the interview?",
)  # fmt: skip


@pytest.mark.parametrize("companion", BY_ID)
def test_open_questions_are_answered_out_of_the_brief(companion: str) -> None:
    """No line of an answer would fit the other brief, and each names something that only its own brief has."""
    lamp, ilse = Talk(companion), Talk(companion)
    lamp.say(LUMO)
    ilse.say(ILSE)
    own = (r"Lumo|batter|camp", r"Ilse|Brandt|clock|Lübeck|sixty|March|shop")
    for question in OPEN:
        answers = lamp.say(question), ilse.say(question)
        shared = {line for line in lines(answers[0]) & lines(answers[1]) if not line.endswith(":")}
        assert len(shared) <= 1, (question, shared)
        for answer, words in zip(answers, own, strict=True):
            assert re.search(words, answer), (question, answer)
            assert not re.search(r"\{\w*\}|None|““|  |\.\.(?!\.)|\?\.", answer), (question, answer)


@pytest.mark.parametrize("companion", BY_ID)
def test_a_picture_of_the_persons_own_is_judged_kept_and_built_upon(companion: str) -> None:
    talk = Talk(companion)
    talk.say(LUMO)
    judged = talk.say("My hook is a tent going dark mid-sentence. Is my hook any good?")
    assert "tent going dark mid-sentence" in judged
    assert "phone" in judged, "it is for Instagram, and a sentence is only heard"
    assert "“mid-sentence” is only heard" in talk.say("Why?")
    assert "tent going dark" in talk.say("What would you do with the ending?")
    assert "nylon" in talk.say("How should it sound?").lower(), "what was said gives the sounds, not a table of trades"
    assert re.search(r"\bdark\b", str(read_brief(talk.said, (), {}).slots.get("tone", ""))) is None


def test_why_not_is_weighed_against_what_stands_there() -> None:
    talk = Talk("editor")
    talk.say(ILSE)
    talk.say("We open on her hands winding the last clock. Good hook?")
    weighed = talk.say("Why not end on the shop sign?")
    assert weighed.startswith("“The shop sign” could do it, but not as it stands")
    assert "it does not answer the opening, “her hands winding the last clock”" in weighed
    assert talk.say("What would you do with the ending?").count("her hands winding the last clock") == 1


@pytest.mark.parametrize(
    ("asked", "kind", "words"),
    [
        ("How should it look?", "senses", "look"),
        ("Should it be in colour or black and white?", "choice", "in colour"),
        ("What if we end on the empty chair?", "alternative", "the empty chair"),
        ("Isn't it too slow?", "too", "slow"),
        ("What could go wrong?", "worry", ""),
        ("Which shot matters most?", "best", ""),
        ("What do you think of the opening?", "worth", ""),
    ],
)
def test_open_questions_are_told_apart(asked: str, kind: str, words: str) -> None:
    question = question_in(asked)
    assert question is not None
    assert (question.kind, question.words) == (kind, words)


@pytest.mark.parametrize(
    "said",
    ["what about the ending?", "make it shorter", "can we have the script?", "why?", "how much does it cost?"],
)
def test_what_is_no_open_question_is_not_taken_for_one(said: str) -> None:
    assert question_in(said) is None


@pytest.mark.parametrize("brief", [LUMO, BEES, ILSE, "A music video for our song Low Tide. Three minutes, vertical."])
def test_a_shot_list_shows_no_action_twice(brief: str) -> None:
    shots = list_shots(treat(read_brief([Said(speaker="user", text=brief)], (), {})))
    actions = [shot.action for shot in shots]
    assert len(actions) > 10
    assert len(set(actions)) == len(actions)
