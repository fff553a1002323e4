"""Questions that a listener would ask, each fitting what the next passage answers. They state no facts."""

import re
from random import Random

from .context import subject_of
from .passages import Passage
from .reading import Reading

# (test on the answer's text, test on its tags, host's questions, sceptic's questions); the first that fits is taken.
_BANK: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...] = (
    (r"\b\d{1,2} ?(?:am|pm)\b|^\w+day to", "", ("When is that?",), ("And when?",)),
    (
        r"\b(?:give|donate|join|doubled|bring|visit|book"
        r"|come early)\b",
        "action",
        ("What can a listener do?", "How can people take part?"),
        ("And what is one supposed to do?",),
    ),
    (
        r"\b(?:raised|lent|put in|funded by|paid for by|fund"
        r" pays|pays \d)",
        "",
        ("Who paid for it?", "Where does the money come from?"),
        ("And who paid?", "Whose money was it?"),
    ),
    (
        r"\b(?:costs?|price|pays?|free"
        r" for)\b.*\d",
        "",
        ("What does it cost?", "What is the price of that?"),
        ("At what price?", "And the bill?"),
    ),
    (
        r"\b(?:vote|decide[sd]?|objections?|apply"
        r"|applications?)\b",
        "future",
        ("What has to be decided?", "What comes next?"),
        ("And that is settled?",),
    ),
    (
        r"\b(?:lost|closed|delay|injur\w*|ended|risen|failed|worn"
        r"|doubtful)\b",
        "hedge",
        ("What stood in the way?", "What went wrong?"),
        ("So it did not go smoothly?", "And what went wrong?"),
    ),
    (
        r"\b(?:cannot|can't|could not|unable|did not|does not|do not|never|limits?|limitations?"
        r"|admits?|only)\b",
        "hedge",
        ("What can it not do?", "Where are the limits?", "What is the honest catch?"),
        ("So where does it fail?", "What are you not saying?"),
    ),
    (
        r"",
        "hedge",
        ("What should make us careful?", "And the doubts?", "What is the catch?"),
        ("How sure is anybody?", "Where is the catch?"),
    ),
    (
        r"\b(?:lost|closed|delay|injur|ended|risen|failed"
        r"|worn|doubtful)",
        "soft_hedge",
        ("What went wrong?", "What stood in the way?"),
        ("So it did not go smoothly?",),
    ),
    (
        r"\b(?:plans? to|will|aims? to|next|due|hopes? to|by 20\d\d"
        r"|in 20\d\d)\b",
        "future",
        ("What happens next?", "Where does it go from here?", "What is planned?"),
        ("And after that?", "What is actually promised?"),
    ),
    (
        r"\b(?:idea|began|founded|started|born|took over|grew"
        r" up|since)\b",
        "origin",
        ("How did it begin?", "Where does this start?", "Take me back. How did it start?"),
        ("Whose idea was that?", "And how did anyone get here?"),
    ),
    (
        r"\b(?:recorded|measured|sensors?|matched|diary|survey|inspection"
        r"|tests?|trial)\b",
        "method",
        ("How do they know?", "How was that found out?"),
        ("How would anyone know?", "Measured how?"),
    ),
    (
        r"\b(?:partner|crews?|engineers|apprentices|volunteers?|neighbours|together|each"
        r" other|team)\b",
        "together",
        ("Who was part of it?", "Who helped?"),
        ("And who did the work?",),
    ),
    (
        r"\b(?:pumps?|sends?|uses?|works?|draws?|turns?|lifts?|through"
        r"|stored?|lets?)\b",
        "mechanism",
        ("How does {it} work?", "How does that go in practice?"),
        ("That works how, exactly?",),
    ),
    (
        r"\b(?:less|more|fell|rose|cooler|warmer|faster|slower|down from|up from"
        r"|difference)\b.*",
        "figure",
        ("How much of a difference is that?", "What did they find?"),
        ("Can you put a number on it?", "Show me the number."),
    ),
    (
        r"",
        "figure",
        ("How big is this?", "Give me a sense of scale.", "What is the number to remember?"),
        ("Give me a number.",),
    ),
    (r"", "change", ("So what has happened?", "What is new here?"), ("What has changed, then?",)),
    (r"", "person", ("Who is at the heart of this?", "Who should we know about?"), ("And who stands for it?",)),
    (
        r"",
        "",
        ("Go on.", "What else belongs to the picture?", "What should we know about that?", "Tell me more."),
        ("Go on, then.", "I am listening.", "Make me believe it.", "And what follows from that?"),
    ),
)

# At the head of a beat the question may name the movement itself.
_BY_BEAT: dict[str, tuple[str, ...]] = {
    "news": ("So what has happened?", "What is this about?", "Start with the news. What happened?"),
    "puzzle": ("What was the puzzle?", "What did they want to find out?"),
    "finding": ("And what came out?", "What did they find?"),
    "method": ("How do you test that?", "How did they go about it?"),
    "hour": ("What is it like there?", "Set the scene for me."),
    "history": ("What is the history?", "How did it get here?"),
    "work": ("What does a normal week look like?", "What goes on there?"),
    "result": ("What is the promise?", "What does one gain?"),
    "steps": ("So how is it done?", "Where do you begin?"),
    "items": ("What is in it?", "What changes for me?"),
    "turn": ("When did it turn?", "What changed the game?"),
    "invitation": ("And if somebody wants to see it?", "What can a listener do?"),
}

_SCEPTIC_BY_BEAT: dict[str, tuple[str, ...]] = {
    "news": ("And what is the claim?", "So what happened?"),
    "puzzle": ("What is the question, even?",),
    "steps": ("Show me.",),
    "turn": ("And then?",),
    "next": ("And after that?", "What is actually promised?"),
}

# The tag that an answer must carry for the movement's own question to fit it.
_PROOF = {
    "finding": "finding",
    "method": "method",
    "history": "origin",
    "puzzle": "question",
    "steps": "step",
    "invitation": "action",
    "hour": "image",
}


def main_subject(reading: Reading) -> str:
    """What the source is about as "the …", for questions; "it" where nothing stands out."""
    counts: dict[str, int] = {}
    for sentence in reading.sentences[:120]:
        subject = subject_of(sentence.text)
        if subject and subject.startswith("The ") and not subject.endswith("s"):
            low = "the " + subject[4:]
            counts[low] = counts.get(low, 0) + 1
    best = max(counts, key=lambda key: counts[key], default="")
    return best if best and counts[best] >= 2 else "it"


class Questioner:
    """Hands out questions, none twice. `is_sceptic` asks in the sceptic's register."""

    def __init__(self, reading: Reading, rng: Random) -> None:
        self._subject = main_subject(reading)
        self._rng = rng
        self._asked: set[str] = set()

    def ask(
        self, passage: Passage, form: str, *, beat: str = "", is_first_of_beat: bool = False, is_sceptic: bool = False
    ) -> str | None:
        """A question that `passage` answers, or None when all that fit have been asked."""
        if is_first_of_beat and not is_sceptic and beat in _BY_BEAT and passage.tags.get(_PROOF.get(beat, "alone")):
            found = self._pick(_BY_BEAT[beat])
            if found:
                return found
        if is_first_of_beat and is_sceptic and beat in _SCEPTIC_BY_BEAT:
            found = self._pick(_SCEPTIC_BY_BEAT[beat])
            if found:
                return found
        for pattern, tag, host, sceptic in _BANK:
            if (not tag or passage.tags.get(tag)) and re.search(pattern, form, re.I):
                found = self._pick(sceptic if is_sceptic else host)
                if found:
                    return found
        return None

    def _pick(self, options: tuple[str, ...]) -> str | None:
        fresh = [option for option in options if option not in self._asked]
        if not fresh:
            return None
        chosen = self._rng.choice(fresh)
        self._asked.add(chosen)
        return chosen.format(it=self._subject)
