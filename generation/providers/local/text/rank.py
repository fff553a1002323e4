"""How near a sentence is to what the target and the notes ask for: embeddings where installed, else words."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from .. import embedding
from . import lexicon

# At some 10 ms each, 24 sentences cut to their first words keep a script of one page well under a second.
MAX_EMBEDDED = 24
MAX_EMBEDDED_CHARS = 160

STOP = lexicon.words(
    """the a an and or but of to in on at by for from with as is are was were be been it its this that these
    those he she they we you i his her their our your my not no more most than then so if when while which
    who whom whose what how why has have had will would can could may might do does did about into over
    under after before also just very there here all any some each every one two three said says say focus
    angle emphasise emphasize highlight please make sure talk story film video script should mention include
    around part side aspect keep use want like tell explain show us give lead start open end"""
)
# What people ask for, and the words in which sources say it.
ANGLES: dict[str, str] = {
    "collaboration": "collaborat partner together joint alongside cooperat share unusual alliance team with"
    " college university apprentice volunteer",
    "money": "cost fund pound dollar euro budget invest grant loan price raise pay paid revenue lent million billion",
    "people": "resident famil neighbour worker volunteer children patient student member house kitchen life",
    "risk": "limit fail risk uncertain frost delay concern problem cannot not yet waiting critic",
    "environment": "climate carbon emission nature wildlife forest river sea eelgrass tree pollution species",
    "science": "measure stud research data method model result evidence experiment sensor scientist university",
    "history": "began since founded idea first year ago origin",
    "future": "plan will next by november 2027 goal aim intend vote",
    "technology": "pump system software sensor engine machine heat network engineer model api feature",
    "jobs": "job employ apprentice train worker hire skill college staff",
}
_ALIASES = {
    "collaboration": "collaborat partner cooperat teamwork together joint alliance",
    "money": "money cost financ fund invest budget price pay",
    "people": "people human personal resident communit famil customer",
    "risk": "risk limit doubt problem critic obstacle challenge honest",
    "environment": "environment climate carbon nature green ecolog sustainab",
    "science": "scien research method evidence data",
    "history": "histor origin past began background heritage",
    "future": "future next plan ahead outlook roadmap",
    "technology": "technolog technical engineer innovation works machine",
    "jobs": "job employment training skills career apprentice",
}


def stems(text: str) -> list[str]:
    """Content words cut to a crude stem, so that `collaborated` meets `collaboration`."""
    return [_stem(word) for word in re.findall(r"[a-z][a-z'’]+", text.lower()) if word not in STOP]


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    for ending in (
        "ations",
        "ation",
        "ating",
        "ative",
        "ators",
        "ator",
        "ated",
        "ates",
        "ities",
        "ments",
        "ment",
        "ings",
        "ing",
        "ies",
        "ied",
        "ness",
        "ers",
        "ed",
        "es",
        "ly",
        "er",
        "s",
        "y",
        "e",
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def lexical(query: str, texts: Sequence[str]) -> list[float]:
    """Share of the query's content words, and of the words that its angle stands for, met by each text; 0 to 1."""
    wanted = set(stems(query))
    angle: set[str] = set()
    for name, aliases in _ALIASES.items():
        if any(alias.startswith(stem) or stem.startswith(alias) for alias in aliases.split() for stem in wanted):
            angle |= {_stem(word) for word in ANGLES[name].split()}
    scores = []
    for text in texts:
        own = set(stems(text))
        direct = len(wanted & own) / max(1, min(len(wanted), 4))
        near = sum(1 for stem in angle if any(word.startswith(stem) for word in own))
        scores.append(min(1.0, direct + 0.22 * near))
    return scores


def similarity(query: str, texts: Sequence[str]) -> list[float]:
    """Nearness of each text to the query, 0 to 1, spread over the range within this set of texts.

    Embeds at most `MAX_EMBEDDED` texts, those that come first; the rest is judged by words alone.
    """
    if not texts or not query.strip():
        return [0.0] * len(texts)
    words = lexical(query, texts)
    model = embedding.model()
    if model is None:
        return words
    few = [text[:MAX_EMBEDDED_CHARS] for text in texts[:MAX_EMBEDDED]]
    near = _vectors(model, tuple(few)) @ model.query(query[:400])
    low, high = float(near.min()), float(near.max())
    spread = [round((float(value) - low) / max(high - low, 1e-6), 3) for value in near]
    spread += [0.3] * (len(texts) - len(few))
    return [0.5 * a + 0.5 * b for a, b in zip(spread, words, strict=True)]


@lru_cache(maxsize=8)
def _vectors(model: Any, texts: tuple[str, ...]) -> Any:
    """Unit vectors of the texts, shape (n, 384); kept because notes and target ask about the same sentences."""
    return model.passage(list(texts))
