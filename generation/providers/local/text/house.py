"""First person: sources that say "we" get a voice of their own, or are told in the third person."""

import re
from collections import Counter

from .reading import Reading
from .shapes import SourceKind


def house_name(reading: Reading) -> str | None:
    """The name under which a source speaks of itself as "we": its organisation, or the short head of its headline."""
    headline = re.split(r"[:|–—,]| \d", reading.headline)[0].strip()
    text = " ".join(s.text for s in reading.sentences)
    counts: Counter[str] = Counter()
    for cast in reading.casts.values():
        for name in cast.organisations:
            counts[name] += text.count(name)
    author = re.search(r"^\W*From\W*:\W*([A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){1,2})", reading.sources[0].text[:800], re.M)
    if author:
        return author.group(1)
    is_name = all(word[0].isupper() or len(word) < 4 for word in headline.split())
    if 1 <= len(headline.split()) <= 4 and is_name and headline in text:
        counts[headline] += 2
    for name in [n for n in counts if n.isupper() and len(n) <= 4 and text.count(n) < 3]:
        del counts[name]
    if not counts or counts.most_common(1)[0][1] == 0:
        return None
    name = counts.most_common(1)[0][0]
    return f"The {name}" if re.search(rf"\b[Tt]he {re.escape(name)}", text) else name


def speaks_as_we(reading: Reading, kind: SourceKind) -> bool:
    """Whether the source itself talks as "we", outside quotes, often enough to deserve a voice."""
    if kind in ("story", "research"):
        return False
    own = [s for s in reading.sentences if not s.is_spoken]
    count = sum(1 for s in own if s.is_first_person)
    return count >= 3 or (count >= 2 and count >= 0.2 * len(own))


def third_person(text: str, who: str) -> str:
    """ "We asked" → "{who} asked"; later pronouns become they, their, them."""
    if not re.search(r"\b(?:[Ww]e|[Oo]ur|us|ourselves)\b", text):
        return text
    if not re.search(r"\b[Ww]e\b", text):
        first_our = re.search(r"\b[Oo]ur\b", text)
        if first_our:
            owner = who + ("’" if who.endswith("s") else "’s") if who != "they" else "their"
            owner = owner if first_our.start() else owner[:1].upper() + owner[1:]
            text = text[: first_our.start()] + owner + text[first_our.end() :]
    text = re.sub(r"\b([Ww])e(?=['’](?:re|ve|ll|d)\b)", lambda m: "They" if m.group(1) == "W" else "they", text)
    first = re.search(r"\b[Ww]e\b", text)
    if first:
        subject = who if first.start() else who[:1].upper() + who[1:]
        text = text[: first.start()] + subject + text[first.end() :]
    text = re.sub(r"\b[Ww]e\b", lambda m: "They" if m.group()[0] == "W" else "they", text)
    text = re.sub(r"\b([Oo])ur\b", lambda m: "Their" if m.group(1) == "O" else "their", text)
    text = re.sub(r"\bus\b", "them", text)
    return re.sub(r"\bourselves\b", "themselves", text)


def authors_of(reading: Reading, kind: SourceKind) -> str:
    """What to call the people behind a "we" that has no voice."""
    text = " ".join(s.text for s in reading.sentences)
    if kind == "research":
        return "the researchers"
    return "the team" if re.search(r"\b[Tt]he team\b", text) else house_name(reading) or "they"
