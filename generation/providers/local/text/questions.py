"""Questions that a listener would ask, each fitting what the next passage answers. They state no facts."""

import re
from random import Random

from .context import subject_of
from .passages import Passage
from .phrases import Register, cue_of, pick

_SETBACK = (
    r"\b(?:lost (?:its|their|his|her|nearly|all|the|an?|half|most)|(?:was|were|is|has|have|been) (?:\w+ )?closed"
    r"|delay\w*"
    r"|injur\w*|(?:has|have) (?:\w+ )?(?:ended|risen|failed|worn)|doubtful|damaged|threatened|declined)\b"
)

# (test on the answer's text, test on its tags, cue of the question); the first that fits and is not used up is taken.
_BANK: tuple[tuple[str, str, str], ...] = (
    (r"", "conclusion", "upshot"),
    (r"^(?:On )?\w+day to|\b\d{1,2} ?(?:am|pm)\b.*\b(?:on|to) \b", "", "when"),
    (r"^(?:give|donate|join|bring|visit|book|come|send|write|apply|sign|tell|report)\b", "action", "action"),
    (r"\b(?:raised|lent|put in|funded by|paid for by|fund pays|pays \d)", "", "money"),
    (r"\b(?:costs?|price)\b.*\d", "", "price"),
    (r"\b(?:vote|decide[sd]?|decision)\b", "future", "decision"),
    (_SETBACK, "hedge", "setback"),
    (r"\b(?:limits?|limitations?|admits?|only)\b|\b(?:cannot|can't|could not|unable to) (?!be )", "hedge", "limits"),
    (r"", "hedge", "doubt"),
    (_SETBACK, "", "setback"),
    (r"\b(?:plans? to|will|aims? to|next|due|hopes? to|planned|by 20\d\d|in 20\d\d)\b", "future", "next"),
    (r"\b(?:idea|began|founded|started|born|took over|grew up)\b", "origin", "origin"),
    (r"\b(?:recorded|measured|sensors?|matched|diary|survey|inspection|trial)\b", "method", "method"),
    (r"\b(?:partner|crews?|engineers|apprentices|volunteers?|neighbours|together|each other)\b", "together",
     "together"),
    (r"\b(?:pumps?|sends?|uses?|draws?|lifts?|stores?|lets?)\b", "mechanism", "mechanism"),
    (r"\b(?:less|more|fell|rose|cooler|warmer|faster|slower|down from|up from|difference)\b", "figure", "difference"),
    (r"\d(?!\d? ?[.]$)", "surprise", "scale"),
    (r"^(?:[\w’',.-]+ ){1,8}?(?:is|was|has|leads|runs|works)\b", "person", "person"),
    (r"", "", "more"),
)  # fmt: skip

# At the head of a beat the question may name the movement itself, if the answer carries the tag.
_BY_BEAT: dict[str, tuple[str, str]] = {
    "news": ("news", "change"),
    "puzzle": ("puzzle", "question"),
    "finding": ("finding", "finding"),
    "method": ("method", "method"),
    "hour": ("hour", "image"),
    "origin": ("origin", "origin"),
    "history": ("history", "origin"),
    "work": ("work", "mechanism"),
    "steps": ("steps", "step"),
    "items": ("items", "alone"),
    "turn": ("turn", "soft_hedge"),
    "invitation": ("action", "action"),
    "next": ("next", "future"),
    "how": ("mechanism", "mechanism"),
}

_DO = {"found": "find", "finds": "find", "measured": "measure", "recorded": "record", "asked": "ask",
       "tested": "test", "compared": "compare", "recommends": "recommend", "recommended": "recommend",
       "proposes": "propose", "proposed": "propose", "admits": "admit", "needs": "need", "needed": "need",
       "published": "publish", "promised": "promise"}  # fmt: skip


def specific_question(form: str) -> str | None:
    """A question made of the answer's own subject and verb, "What did the network cost?"; None where none is safe."""
    subject = subject_of(form)
    if subject is None or re.search(r"\d", subject):
        return None
    head = subject.split()[0]
    name = subject if head[0].isupper() and head not in ("The", "A", "An", "Its", "Their") else (
        subject[0].lower() + subject[1:]
    )  # fmt: skip
    if head in ("He", "She", "They", "It", "His", "Her", "Their", "Its", "My", "Our", "One", "No", "Nobody", "Many"):
        return None
    if name is subject and not subject.istitle() and len(subject.split()) == 1 and not subject.isupper():
        return None
    is_plural = subject.endswith("s") and not subject.endswith(("ss", "us", "is"))
    rest = form[len(subject) if form.startswith(subject) else form.index(" ") + len(subject.split(" ", 1)[-1]) + 1 :]
    verb = re.match(r"[ ,]*([a-z]+)(?: (not|to|that|needed|because))?", rest)
    if not verb:
        return None
    word, after = verb.group(1), verb.group(2)
    does = "do" if is_plural else "does"
    if after == "to" and word in ("plans", "plan", "hopes", "hope", "intends", "intend", "aims", "aim"):
        return f"What {does} {name} {'hope for' if word.startswith('hope') else 'plan'}?"
    if word in ("cost", "costs") and re.search(r"\d", rest):
        return f"What {'did' if word == 'cost' and not is_plural else does} {name} cost?"
    if word in ("cannot", "could") and (word == "cannot" or after == "not"):
        return f"What {'can' if word == 'cannot' else 'could'} {name} not do?"
    if word in ("is", "are", "was", "were") and after == "needed":
        return f"Why {word} {name} needed?"
    if word in ("began", "started") and re.match(r"[ ,]*\w+ (?:in|with|when|as|at)\b", rest):
        return f"How did {name} {'begin' if word == 'began' else 'start'}?"
    if word in _DO:
        return f"What {does if word.endswith('s') else 'did'} {name} {_DO[word]}?"
    return None


class Questioner:
    """Hands out questions, none twice, each in the register of who asks."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self.said: set[str] = set()

    def ask(
        self, passage: Passage, form: str, register: Register, *, beat: str = "", is_first_of_beat: bool = False
    ) -> tuple[str, str] | None:
        """A question that `passage` answers, with its cue, or None when all that fit have been asked."""
        if passage.tags.get("step") and beat == "steps":
            cues = ["steps", "step"] if is_first_of_beat else ["step"]
        else:
            cues = [cue for pattern, tag, cue in _BANK if _fits(passage, form, pattern, tag)]
            own = _BY_BEAT.get(beat)
            is_later = own and (
                (own[0] in ("method", "finding") and passage.tags.get("future"))
                or (own[0] == "news" and re.search(r"\bsince (?:19|20)\d\d", form))
            )
            if is_first_of_beat and own and passage.tags.get(own[1]) and not is_later:
                cues.insert(0, own[0])
            specific = specific_question(form)
            if specific and specific not in self.said and self._rng.random() < 0.7:
                self.said.add(specific)
                return specific, ""
        # "Go on" is the weakest of all questions: it is asked twice at the most.
        for cue in cues:
            if cue != "more" or sum(1 for text in self.said if cue_of(text) == "more") < 2:
                found = self.phrase(cue, register)
                if found:
                    return found, cue
        return None

    def phrase(self, cue: str, register: Register) -> str | None:
        """A phrase for the cue that nobody has said yet."""
        found = pick(cue, register, self._rng, self.said)
        if found:
            self.said.add(found)
        return found


def _fits(passage: Passage, form: str, pattern: str, tag: str) -> bool:
    return bool((not tag or passage.tags.get(tag, 0.0) >= 0.4) and re.search(pattern, form, re.I))
