"""From written to spoken English: one thought a sentence, and nothing said that was not written.

Only closed transformations are used: a stretch is dropped or cut at a place that the grammar marks. Each result is
checked, and where a check fails the sentence stays as it was.
"""

import re

from . import lexicon

_SUBJECT = re.compile(
    r"^(?:it|It|they|he|she|we|you|i|there|this|that|these|those|each|most|many|some|nobody|somebody|everyone|nothing|one|all|both|"
    r"(?:the|a|an|its|their|his|her|our|my|no|every|another|three|two|four|five|six|half) )\b|^(?:the|an?|its"
    r"|their) |^[A-Z]"
)
_LINKING = re.compile(
    r"^(?:However|Moreover|Furthermore|Additionally|In addition|Meanwhile|Indeed|Notably|Importantly|In fact|Of course|"
    r"For example|For instance|In particular|As such|To that end|Overall|In short|Finally|Ultimately|Also"
    r"|That said|Besides), "
)
_KEPT_TAIL = re.compile(
    r"^(?:according to|said|says|if|unless|although|though|but|except|only|provided|on average|at least|not"
    r"|as of|or|and|compared)\b",
    re.I,
)
_DROPPED_TAIL = re.compile(
    r"^(?:so that|which|who|whose|where|\w+ing\b|about as|including|such as|like|with|thanks to|as part of"
    r"|following|alongside)\b",
    re.I,
)


def clean(text: str) -> str:
    """Brackets and dashed asides out, figure dashes spelled, spaces and the end mended; nothing else is changed."""
    text = re.sub(r"\s*\([^()]*\b(?:CI|IQR|SD|SE|Fig|Table|[npPNrR] ?[=<>])[^()]*\)", "", text)
    text = re.sub(r"^(?:Notice is (?:hereby )?given|It is hereby announced) that ", "", text)
    text = re.sub(r"\s*\((?![^)]*\d[^)]*%)[^()]*\)|\s*\[[^\]]*\]", "", text)
    text = re.sub(r"(\d)\s?[–-]\s?(\d)", r"\1 to \2", text) if not re.search(r"\d{3}[–-]\d{4}", text) else text
    text = re.sub(r"(?<![\w-])--?(?=[a-z])", "", text)
    text = re.sub(r"\b[eE]\.g\.,?", "for example", text)
    text = re.sub(r"\b[iI]\.e\.,?", "that is", text)
    text = re.sub(r"^(?:\d+[.)]|[-*•])\s+", "", text)
    text = _without_dashes(text)
    text = re.sub(r"\s+([,.;:!?])", r"\1", re.sub(r"\s+", " ", text)).strip()
    return finish(text)


def _without_dashes(text: str) -> str:
    parts = re.split(r"\s+[—–]\s+|—|\s--\s", text)
    if len(parts) == 3 and len(parts[1].split()) <= 14 and not re.match(r"\w+ed\b", parts[2]):
        kept = f"{parts[0]} {parts[2]}"
        if has_finite(kept):
            return kept
    if len(parts) == 2:
        head, tail = parts
        if is_clause(tail) and has_finite(head):
            return f"{head.rstrip(' ,')}. {tail[:1].upper()}{tail[1:]}"
    return ", ".join(part.strip(" ,") for part in parts)


def finish(text: str) -> str:
    """Starts with a capital and ends with a mark."""
    text = text.strip(" ,;:–—-")
    if not text:
        return text
    if text[0].islower():
        text = text[0].upper() + text[1:]
    return text if text[-1] in '.!?…。"”' or text[-2:] in (".“", "?“", "!“", ".»") else text + "."


def words_of(text: str) -> list[str]:
    return re.findall(r"[A-Za-z][\w'’-]*|\d[\d,.]*", text)


def has_finite(text: str) -> bool:
    """Whether the text holds a word that can be its finite verb; requests need none."""
    words = words_of(text)
    return is_request(words) or _has_verb(words)


def _has_verb(words: list[str]) -> bool:
    for index, word in enumerate(words):
        low = word.lower().replace("’", "'")
        before = words[index - 1].lower() if index else ""
        if low in lexicon.AUXILIARIES and low not in ("be", "been", "being"):
            return True
        if low in lexicon.FINITE and before not in ("the", "a", "an", "to", "its", "their", "of", "her", "his", "our"):
            after = words[index + 1].lower() if index + 1 < len(words) else ""
            if not (low.endswith(("ed", "en")) and after == "by"):
                return True
        is_plural = before.endswith("s") and before not in ("is", "was", "its", "this")
        if low in lexicon.BASE_VERBS | lexicon.BARE and (
            is_plural or before in ("we", "i", "you", "they", "people", "who", "that")
        ):
            return True
    return False


def is_request(words: list[str]) -> bool:
    """ "Turn the knife over", "Never test the edge": an imperative needs no finite verb."""
    lows = [word.lower() for word in words[:3]]
    while lows and lows[0] in (
        "never",
        "always",
        "please",
        "first",
        "then",
        "next",
        "finally",
        "now",
        "do",
        "don't",
        "not",
        "just",
    ):
        lows = lows[1:]
    return bool(lows) and len(words) > 2 and lows[0] in lexicon.BASE_VERBS | lexicon.BARE


def is_clause(text: str) -> bool:
    """Whether a stretch can stand as a sentence: a subject first, its finite verb soon after."""
    text = text.strip()
    words = words_of(text)
    if len(words) < 3:
        return False
    first = words[0].lower()
    starts = bool(_SUBJECT.match(text)) or (
        first.endswith("s") and first not in lexicon.FINITE and first not in lexicon.AUXILIARIES
    )
    if first in (
        "which",
        "who",
        "whose",
        "where",
        "when",
        "that",
        "because",
        "as",
        "if",
        "while",
        "to",
        "in",
        "at",
        "by",
        "with",
        "for",
    ):
        return False
    return starts and _has_verb(words[1:11])


def split_thoughts(text: str) -> list[str]:
    """One sentence into as many as it has independent clauses, in order."""
    if "“" in text or '"' in text:
        return [text]
    for half in (re.split(r";\s+", text.rstrip(".")),):
        if len(half) > 1 and all(is_clause(_without_conjunction(part)) for part in half):
            return [sentence for part in half for sentence in split_thoughts(finish(part))]
    sourced = re.match(r"(.{50,}), (according to [^,]+)\.$", text)
    if sourced and _stands(sourced.group(1)):
        return [*split_thoughts(finish(sourced.group(1))), f"That is {sourced.group(2)}."]
    segments = re.split(r",\s+(?!\d{3}\b)", text)
    if len(segments) > 2 and all(is_clause(re.sub(r"^(?:and|but) ", "", s)) for s in segments):
        return [finish(re.sub(r"^and ", "", s)) for s in segments]
    for index in range(1, len(segments)):
        cut = _cut(segments, index)
        if cut:
            return cut
    return [text]


def _without_conjunction(part: str) -> str:
    return re.sub(r"^(?:and|but|so|yet) ", "", part.strip(), flags=re.I)


def _cut(segments: list[str], index: int) -> list[str] | None:
    """The sentence cut before segment `index`, if both sides can stand."""
    left, right = ", ".join(segments[:index]), ", ".join(segments[index:])
    match = re.match(r"(and|but|so|yet|although|though|where|while|whereas) ", right, re.I)
    if not match or not _stands(left):
        return None
    conjunction, rest = match.group(1).lower(), right[match.end() :]
    if not (is_clause(rest) or _is_fronted_clause(rest)) or any(is_clause(s) for s in segments[1:index]):
        return None
    if conjunction == "where" and not re.match(r"(?:it|they|he|she) ", rest):
        return None
    if conjunction in ("while", "whereas") and len(words_of(rest)) < 5:
        return None
    opening = {"although": "But ", "though": "But ", "but": "But ", "yet": "Yet ", "so": "So "}.get(conjunction, "")
    following = finish(opening + (rest if opening else rest[:1].upper() + rest[1:]))
    return [finish(left), *split_thoughts(following)]


def _is_fronted_clause(text: str) -> bool:
    """ "in 6 of the 20 courtyards the air was warmer": circumstance, subject, and an unmistakable verb."""
    match = re.match(
        r"(?:in|at|on|during|after|before|for) [\w' ]{3,60}? (?:the|it|they|he|she|we|this|a) (?:[\w-]+ ){0,3}?(\w+)\b",
        text,
    )
    return bool(match) and any(
        w.lower() in ("is", "are", "was", "were", "has", "had", "have", "will", "can", "could", "must", "may")
        for w in words_of(text)[3:14]
    )


def _stands(text: str) -> bool:
    first = (words_of(text) or [""])[0].lower()
    if first in ("although", "while", "because", "if", "unless", "whereas", "though", "not"):
        return False
    if first in ("when", "as", "after", "before", "during", "since", "until", "once"):
        parts = re.split(r",\s+", text, maxsplit=1)
        return len(parts) == 2 and is_clause(parts[1])
    return has_finite(text) and len(words_of(text)) >= 3


def shorten(text: str) -> str:
    """The same thought without asides, relative clauses and trailing circumstances; hedges and sources stay."""
    if "“" in text or '"' in text:
        return text
    text = _LINKING.sub("", text)
    segments = re.split(r",\s+(?!\d{3}\b)", text.rstrip("."))
    if len(segments) < 2 or _is_list(segments):
        return finish(text)
    kept = [segments[0]]
    for index, segment in enumerate(segments[1:], start=1):
        is_last = index == len(segments) - 1
        if _KEPT_TAIL.match(segment) or not _may_go(segment, segments, index, is_last):
            kept.append(segment)
    short = finish(", ".join(kept))
    # An aside that stood between subject and verb takes both its commas along.
    if len(kept) == 2 and len(segments) == 3 and not is_clause(segments[0]) and _starts_with_verb(segments[2]):
        short = finish(" ".join(kept))
    return short if is_sound(short) else finish(text)


def _may_go(segment: str, segments: list[str], index: int, is_last: bool) -> bool:
    if lexicon.STRONG_HEDGES.search(segment):
        return False
    if is_last:
        return bool(_DROPPED_TAIL.match(segment)) and _stands(", ".join(segments[:index])) and len(segment.split()) > 2
    following = segments[index + 1]
    is_aside = re.match(r"(?:an?|the|one of|about as|including|such as|who|which|whose|where|\d{2}$)\b", segment, re.I)
    return (
        bool(is_aside)
        and (_starts_with_verb(following) or bool(re.match(r"(?:so that|according to|and \w+ed)\b", following)))
        and len(segments) <= 4
    )


def _starts_with_verb(segment: str) -> bool:
    words = words_of(segment)
    return bool(words) and lexicon.is_finite(words[0].lower())


def _is_list(segments: list[str]) -> bool:
    """Three or more like members with a last "and": nothing in it may be dropped."""
    last_and = any(re.search(r"(?:^| )and \w+(?: \w+){0,4}$", s) or re.match(r"(?:and|or) ", s) for s in segments[1:])
    short = sum(1 for s in segments[1:] if len(s.split()) <= 4)
    return last_and and short >= 1


def is_sound(text: str) -> bool:
    """A last look before a sentence is spoken: it has a verb, whole brackets and no loose ends."""
    words = words_of(text)
    if len(words) < 2 or not (text[0].isupper() or text[0] in '"“‘$£€¥' or text[0].isdigit()):
        return False
    if text.count("(") != text.count(")") or text.count("“") != text.count("”") or ",," in text or ", ." in text:
        return False
    if words[-1].lower() in (
        "and",
        "or",
        "but",
        "of",
        "the",
        "a",
        "an",
        "to",
        "with",
        "in",
        "for",
        "which",
        "who",
        "that",
        "by",
        "from",
    ):
        return False
    return has_finite(text)


def spoken_forms(text: str) -> list[str]:
    """The sentence for the voice, fullest first: each entry is one or more sentences in a row."""
    whole = clean(text)
    if not whole:
        return []
    thoughts = [t for part in _sentences(whole) for t in split_thoughts(part)]
    full = " ".join(thoughts)
    forms = [full]
    short = " ".join(shorten(thought) for thought in thoughts)
    if short != full:
        forms.append(short)
    if len(thoughts) > 1:
        first = shorten(thoughts[0])
        if thoughts[1].startswith("That is according to"):
            first = f"{first} {thoughts[1]}"
        loses_doubt = any(
            re.match(r"(?:But|Yet|Although)\b", t) or lexicon.STRONG_HEDGES.search(t) for t in thoughts[1:]
        )
        if not loses_doubt and len(thoughts) < 3 and is_sound(first) and first not in forms and len(first.split()) >= 4:
            forms.append(first)
    return forms


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?]) (?=[A-Z])", text) if len(text) > 200 else [text]
