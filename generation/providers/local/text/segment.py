"""From a source's characters to blocks and sentences whose offsets index into the source, exactly."""

import re
from dataclasses import dataclass
from typing import Literal

from generation.media.documents.lines import unbroken, words_of
from generation.providers.base import SourceText

from . import lexicon

BlockKind = Literal["title", "heading", "paragraph", "bullet", "table", "contact", "boilerplate", "marker"]

# Past this many characters a source is sampled by whole blocks: its beginning, its end, and every n-th block
# between. Extraction is linear, but a megabyte of it would take minutes for a script of two hundred words.
MAX_CHARS = 150_000

_MARKER = re.compile(
    r"^\W*(for immediate release|for release|press release|news release|embargo(?:ed)?\b.*|#\s*#\s*#|-?\s*30\s*-"
    r"|-*\s*ends?\s*-*|\*\s*\*\s*\*|[-*_=~]{3,})\W*$",
    re.IGNORECASE,
)
_BOILER = re.compile(
    r"^\W*(about\b.*|media contacts?|press contacts?|contacts?( us)?|media enquiries|press enquiries"
    r"|notes? (to|for) editors"
    r"|for more information|further information|disclaimer|forward.looking statements?|references|bibliography"
    r"|acknowledge?ments|copyright|subscribe|follow us|share this|related (articles|posts)|privacy.*|cookies?.*|funding"
    r"|conflicts? of interest|data availability)\W*$",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"\b[\w.+-]+@[\w-]+\.\w+|https?://|www\.|\b(?:tele)?phone\b[: ]+[\d(+]|\btel\b[.:]|\bfax\b[: ]|©|all"
    r" rights reserved|\bcall 0\d"
    r"|^\W*(?:e-?mail|web|contact)\s*:|(?:\+\d|\(0?\d{2,5}\))[\d -]{6,}",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*(?:[-*+•‣–·▪]|\(?\d{1,2}[.)]|[a-z]\))\s+")
_HASH = re.compile(r"^\s{0,3}#{1,6}\s+")
_DATELINE = re.compile(
    r"^(?:[A-Z][A-Z.' -]{2,}"
    r"|[A-Z][\w.'-]+(?: [A-Z][\w.'-]+)*)(?:,\s*[A-Z][\w. ]{1,20})?"
    r"(?:,?\s*\(?[A-Z]?\w*\.?\s*\d{1,2}\)?[^—–]{0,18}?)?\s*(?:\([A-Z][\w ]+\)\s*)?(?:—|–|--| - )\s*(?=[A-Z“\"])"
)
_TERMINAL = re.compile(r"[.!?…]+[\"”’“»')\]]*(?=\s|$)|[.!?…][\"”](?=\s|$)")
# The head of a memo or a mail: only its subject says something.
_MEMO = re.compile(r"^\W*(?:to|from|cc|date|sent|memo|memorandum)\W*(?::.*|)$", re.IGNORECASE)
_SUBJECT = re.compile(r"^\W*(?:re|subject|betreff)\s*:\s*", re.IGNORECASE)
_OPENERS = "\"“‘'([*_"


@dataclass(frozen=True)
class Block:
    """A paragraph, list item, heading or the like: `[start, end)` in the source, `heading` the one above it."""

    kind: BlockKind
    start: int
    end: int
    heading: str = ""
    place: str = ""


@dataclass(frozen=True)
class Piece:
    """One sentence of a block by offsets."""

    start: int
    end: int


def read_blocks(source: SourceText) -> list[Block]:
    """Blocks of a source in order; markers such as FOR IMMEDIATE RELEASE are kept as blocks of that kind."""
    text = source.text
    raw = [block for group in _groups(text) for block in _cut_group(text, group)]
    return _sample(_classify(text, raw), len(text))


def _groups(text: str) -> list[list[tuple[int, int]]]:
    """Lines as (start, end) without their ends, grouped by blank lines; code fences are left out."""
    groups: list[list[tuple[int, int]]] = [[]]
    is_code = False
    for match in re.finditer(r"[^\r\n]*(?:\r\n|\n|\r|$)", text):
        start, end = match.start(), match.start() + len(match.group().rstrip())
        line = text[start:end]
        if line.lstrip().startswith(("```", "~~~")):
            is_code = not is_code
        elif not is_code and line.strip():
            groups[-1].append((start + len(line) - len(line.lstrip()), end))
            continue
        if groups[-1]:
            groups.append([])
    return [group for group in groups if group]


def _cut_group(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Joins hard-wrapped lines into paragraphs and leaves lines that stand for themselves alone."""
    open_ended = sum(1 for start, end in lines[:-1] if text[end - 1] not in '.!?:;"”|')
    longest = max(end - start for start, end in lines)
    is_wrapped = len(lines) > 1 and 40 <= longest <= 140 and open_ended * 2 >= len(lines) - 1
    blocks: list[tuple[int, int]] = []
    previous_length = 0
    for start, end in lines:
        line = text[start:end]
        stands_alone = bool(_BULLET.match(line) or _HASH.match(line) or line.startswith("|") or _BOILER.match(line))
        runs_on = line[:1].islower()
        is_parted = runs_on and bool(blocks) and re.search(r"[a-zß-ÿ]-$", text[: blocks[-1][1]][-2:])
        joins = (
            blocks
            and not stands_alone
            and (is_parted or (is_wrapped and previous_length >= (0.35 if runs_on else 0.55) * longest))
            and not _HASH.match(text[blocks[-1][0] : blocks[-1][1]])
        )
        if joins:
            blocks[-1] = (blocks[-1][0], end)
        else:
            blocks.append((start, end))
        previous_length = end - start
    return blocks


def _classify(text: str, raw: list[tuple[int, int]]) -> list[Block]:
    blocks: list[Block] = []
    heading, is_boiler, seen_body = "", False, False
    for index, (start, end) in enumerate(raw):
        line = text[start:end]
        following = text[slice(*raw[index + 1])] if index + 1 < len(raw) else ""
        if _MARKER.match(line):
            # What follows "###" or "ENDS" is for the newsroom, not for the listener.
            is_boiler = is_boiler or (seen_body and bool(re.match(r"^\W*(#\s*#|-*\s*end|-?\s*30)", line, re.I)))
            blocks.append(Block("marker", start, end))
            continue
        if not seen_body and _MEMO.match(line):
            blocks.append(Block("contact", start, end))
            continue
        subject = None if seen_body else _SUBJECT.match(line)
        if subject:
            blocks.append(Block("title", start + subject.end(), end))
            continue
        hashed = _HASH.match(line)
        bullet = _BULLET.match(line)
        if hashed or (
            not bullet
            and (_looks_like_heading(line, following) or (not seen_body and _looks_like_deck(line, following)))
        ):
            begin = start + (hashed.end() if hashed else 0)
            label = _bare(text[begin:end])
            late = start > 0.5 * len(text)
            is_about_us = bool(re.match(r"about\b", label, re.I)) and not late
            is_boiler = bool(_BOILER.match(label)) and not is_about_us
            kind: BlockKind = "heading" if seen_body or any(b.kind == "title" for b in blocks) else "title"
            heading = label if kind == "heading" and len(label.split()) <= 8 else ""
            blocks.append(Block("boilerplate" if is_boiler else kind, begin, end, heading))
            continue
        blocks.append(_body_block(text, start, end, heading, is_boiler, bullet))
        seen_body = True
    return blocks


def _body_block(text: str, start: int, end: int, heading: str, is_boiler: bool, bullet: re.Match[str] | None) -> Block:
    line = text[start:end]
    cells = max(line.count("|"), line.count("\t"))
    if (line.startswith("|") and len(line) < 400) or (cells >= 2 and not re.search(r"[.!?]\s+[A-Z“\"]", line)):
        return Block("table", start, end, heading)
    if _CONTACT.search(line) and len(line) < 220:
        return Block("contact", start, end, heading)
    if bullet:
        return Block("boilerplate" if is_boiler else "bullet", start + bullet.end(), end, heading)
    quote = re.match(r">\s*", line)
    begin = start + (quote.end() if quote else 0)
    place = ""
    dateline = _DATELINE.match(text[begin:end])
    if dateline and dateline.end() < 80:
        place = re.split(r"[,—–(-]|\d", dateline.group())[0].strip().title()
        begin += dateline.end()
    return Block("boilerplate" if is_boiler else "paragraph", begin, end, heading, place)


def _looks_like_heading(line: str, following: str) -> bool:
    bare = _bare(line)
    words = bare.split()
    if not words or len(words) > 14 or len(bare) > 110 or bare.count("|") >= 2 or "\t" in line or _CONTACT.search(line):
        return False
    if bare[-1] in ".!?,;…" and not (bare[-1] in "?!" and len(words) <= 8 and line.startswith(("**", "__"))):
        return False
    if re.search(r"[\"“].+[\"”]$", bare):
        return False
    if _BULLET.match(following) and bare.endswith(":"):
        return True
    if bare.isupper():
        return True
    # Lists of lines without full stops (menus, addresses) would all look like headings otherwise.
    return bool(following) and (
        len(following) > 1.3 * len(bare) or following.rstrip()[-1:] in '.!?"”' or _BULLET.match(following) is not None
    )


def _looks_like_deck(line: str, following: str) -> bool:
    """A title or a subtitle above the first paragraph: longer than a heading, without a full stop."""
    bare = _bare(line)
    return (
        bool(following)
        and 1 < len(bare.split()) <= 30
        and bare[-1] not in '.!?,;:…"”|'
        and "\t" not in bare
        and bare.count("|") < 2
        and not _CONTACT.search(line)
    )


def _bare(line: str) -> str:
    return re.sub(r"^[\s#>*_]+|[\s#*_]+$", "", line).strip().rstrip(":").strip()


def _sample(blocks: list[Block], length: int) -> list[Block]:
    if length <= MAX_CHARS:
        return blocks
    head, tail = MAX_CHARS // 2, length - MAX_CHARS // 4
    middle = [b for b in blocks if head <= b.start < tail]
    room = MAX_CHARS // 4
    step = max(1, sum(b.end - b.start for b in middle) // room)
    chosen = {id(b) for b in middle[::step]}
    kept = [b for b in blocks if b.start < head or b.start >= tail or id(b) in chosen]
    # One endless line would get past the sampling by blocks.
    return [
        b if b.end - b.start <= MAX_CHARS // 4 else Block(b.kind, b.start, b.start + MAX_CHARS // 4, b.heading, b.place)
        for b in kept
    ]


def split_sentences(text: str, start: int, end: int, quotes: list[tuple[int, int]]) -> list[Piece]:
    """Sentences in `text[start:end]`; full stops inside the given quote ranges do not end one."""
    pieces: list[Piece] = []
    begin = start
    for match in _TERMINAL.finditer(text, start, end):
        stop = match.end()
        if any(a <= match.start() < b and stop < b for a, b in quotes):
            continue
        if stop < end and not _ends_sentence(text, begin, match, end):
            continue
        pieces.append(_trim(text, begin, stop))
        begin = stop
    if begin < end:
        pieces.append(_trim(text, begin, end))
    return [piece for piece in pieces if piece.end > piece.start]


def _ends_sentence(text: str, begin: int, match: re.Match[str], end: int) -> bool:
    rest = text[match.end() : min(end, match.end() + 60)].lstrip()
    if not rest:
        return True
    first = rest.lstrip(_OPENERS)[:1]
    closes_quote = match.group()[-1] in "\"”’'"
    if closes_quote and _is_attribution(rest):
        return False
    if first.islower():
        return False
    if match.group() != ".":
        return True
    word_match = re.search(r"[\w.'’-]+$", text[max(begin, match.start() - 20) : match.start()])
    word = word_match.group().lower() if word_match else ""
    next_word = re.match(r"[\w'’]+", rest.lstrip(_OPENERS))
    starts = bool(next_word) and next_word.group().lower() in lexicon.SENTENCE_STARTERS if next_word else True
    if re.fullmatch(r"[a-z]|(?:[a-z]\.)+[a-z]", word) and word not in lexicon.SOFT_ABBREVIATIONS:
        return word == "i" or (len(word) > 1 and starts)
    if word in lexicon.SOFT_ABBREVIATIONS:
        return starts
    if word in lexicon.ABBREVIATIONS:
        # "No. 5" binds, "said no. The" does not; months bind to a day only.
        if (
            word in ("no", "nos", "p", "fig", "figs", "may", "sun", "mar", "sat", "min", "max")
            or word in lexicon.MONTHS
        ):
            return not first.isdigit() and (word not in lexicon.MONTHS or starts)
        return False
    return not (word.isdigit() and len(word) <= 2 and begin + len(word) >= match.start())


def _is_attribution(rest: str) -> bool:
    words = re.findall(r"[A-Za-z'’]+", rest)[:5]
    if not words:
        return False
    if words[0].lower() in lexicon.SAY_VERBS:
        return True
    named = words[0][:1].isupper() or words[0].lower() in ("he", "she", "they", "the", "i")
    return named and any(word.lower() in lexicon.SAY_VERBS for word in words[1:4])


def _trim(text: str, start: int, end: int) -> Piece:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Piece(start, end)


def flowing(raw: str, whole: str) -> str:
    """A stretch of the source `whole` on one line, words that a line's end parts put together."""
    return unbroken(raw, words_of(whole)) if "\n" in raw or "\u00ad" in raw else raw


def plain(raw: str, whole: str = "") -> str:
    """A stretch of the source `whole` as it would be spoken: markup, footnote marks and line breaks taken out."""
    raw = flowing(raw, whole)
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", raw)
    text = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"(?<!\w)[*_`]{1,3}|[*`]{1,3}|(?<=\w)_{1,3}(?!\w)", "", text)
    text = re.sub(r"\[\d+(?:[,–-]\s*\d+)*\]", "", text)
    return re.sub(r"\s+", " ", text).strip()
