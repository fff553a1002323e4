"""Written English to spoken English, piece by piece; every spoken word still knows where it stands in the text."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from generation.providers.local.speech import lexicon, numbers, romans

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_DASH = r"\s?[-–—−]\s?"
_MAGNITUDE = r"(?:[\s-]?(?:thousand|million|billion|trillion)\b|\s?(?:mn|mln|bn|tn)\b|[kKmMbB]\b)"
_CURRENCY = "|".join(re.escape(code) for code in sorted(lexicon.CURRENCIES, key=len, reverse=True))
_UNIT = "|".join(re.escape(unit) for unit in sorted(lexicon.UNITS, key=len, reverse=True))
_LETTER = r"[^\W\d_]"


@dataclass(frozen=True)
class Piece:
    """`text[start:end]` is said as `spoken`; `mark` is the punctuation after it ("" or one of , ; : — … . ? ! ¶).

    ¶ stands for the end of a paragraph.
    """

    start: int
    end: int
    spoken: str
    mark: str = ""


@dataclass(frozen=True)
class _Context:
    text: str
    is_british: bool
    is_shouted: bool


def read(text: str, locale: str) -> list[Piece]:
    """The pieces of `text` in order. Emoji, markup and other unspeakable characters make no piece."""
    folded = _fold(text)
    context = _Context(folded, locale == "en-GB", _is_shouted(folded))
    found: list[tuple[int, int, str]] = []
    position = 0
    while position < len(folded):
        match = _PATTERN.match(folded, position)
        if match is None:
            position += 1
            continue
        spoken = _HANDLERS[match.lastgroup or "word"](match, context)
        if re.search(r"\w", spoken):
            found.append((match.start(), match.end(), spoken))
        position = max(match.end(), position + 1)
    if not found:
        return []
    ends = [start for start, _, _ in found[1:]] + [len(folded)]
    return [
        Piece(start, end, spoken, mark(folded, start, end, next_start))
        for (start, end, spoken), next_start in zip(found, ends, strict=True)
    ]


def _fold(text: str) -> str:
    """Quotes, spaces and width variants in one form each; the length stays, so positions still fit the original."""
    folded = []
    for character in text:
        if character in "’‘ʼ`´":
            folded.append("'")
        elif character in "\u00a0\u2009\u202f\u2007":
            folded.append("\u2009")
        else:
            plain = unicodedata.normalize("NFKC", character)
            is_width_variant = len(plain) == 1 and unicodedata.east_asian_width(character) in "FH"
            folded.append(plain if is_width_variant else character)
    grouped = re.sub(r"(?<=\d)\u2009(?=\d{3}(?!\d))|(?<=\d) (?=000(?!\d))", ",", "".join(folded))
    return grouped.replace("\u2009", " ")


def _is_shouted(text: str) -> bool:
    words = re.findall(rf"{_LETTER}{{4,}}", text)
    return len(words) >= 2 and sum(word.isupper() for word in words) > 0.6 * len(words)


# ---------------------------------------------------------------- punctuation


def mark(text: str, start: int, end: int, next_start: int) -> str:
    """The pause that the characters between two pieces ask for."""
    between = text[end:next_start]
    is_last = next_start == len(text)
    own = text[start:end]
    if re.search(r"\n\s*\n", between) and not is_last:
        return "¶"
    if re.search(r"\.\.\.|…", between):
        return "…"
    for mark in "?!":
        if mark in between:
            return mark
    if re.match(r"[\"”')\]]*\.(?:\W|$)", between + " ") or (
        re.search(r"\n", between) and not re.search(r"[,;:]\s*\n", between)
    ):
        return "."
    if own in lexicon.MAY_END_SENTENCE and (
        is_last or (re.match(r"\s+[A-Z]", text[end:]) and _opens_sentence(text[end:]))
    ):
        return "."
    for mark in ";:":
        if mark in between and not re.match(r":\S", between):
            return mark
    if re.search(r"—|\s[-–]\s|--", between):
        return "—"
    if "," in between or "(" in between or ")" in between:
        return ","
    return ""


def _opens_sentence(rest: str) -> bool:
    return bool(re.match(r"\s+(?:The|A|An|It|In|He|She|They|We|This|That|But|And|Its|On|At|For|As|With)\b", rest))


# ---------------------------------------------------------------- figures


def _say(figure: str, context: _Context) -> str:
    return numbers.decimal(figure, is_british=context.is_british)


def _money(match: re.Match[str], context: _Context) -> str:
    code = match["money_code"] or match["money_code_after"]
    first = match["money_first"] or match["money_amount"]
    second = match["money_second"] or ""
    magnitude = lexicon.MAGNITUDES.get((match["money_size"] or match["money_size_after"] or "").strip(" -"), "")
    singular, plural, hundredth = lexicon.CURRENCIES[code]
    cents = re.fullmatch(r"([\d,]+)\.(\d\d)", first)
    if cents and not magnitude and not second:
        return _dollars_and_cents(cents[1], int(cents[2]), (singular, plural, hundredth), context)
    spoken = _say(first, context) + (f" to {_say(second, context)}" if second else "")
    is_adjective = re.match(rf"[\s-](?:\w+\s)?(?:{lexicon.AMOUNT_NOUNS})\b", context.text[match.end() :])
    is_singular = is_adjective or (first == "1" and not magnitude and not second)
    return " ".join(filter(None, (spoken, magnitude, singular if is_singular else plural)))


def _dollars_and_cents(whole: str, cents: int, names: tuple[str, str, str], context: _Context) -> str:
    singular, plural, hundredth = names
    major = f"{_say(whole, context)} {singular if whole == '1' else plural}"
    if not cents:
        return major
    plural_cents = {"penny": "pence", "cent": "cents"}.get(hundredth, hundredth)
    minor = f"{numbers.cardinal(cents)} {hundredth if cents == 1 else plural_cents}"
    return minor if whole == "0" else f"{major} and {minor}"


def _figure(match: re.Match[str], context: _Context) -> str:
    """A number or a range, with its sign, size and unit: "5–10 km", "-3.5 °C", "1.2 million", "2019–2024"."""
    first, second, unit = match["first"], match["second"], match["unit"]
    sign = {"-": "minus", "−": "minus", "+": "plus", "±": "plus or minus", "~": "about", "≈": "about"}.get(
        match["sign"] or "", ""
    )
    size = lexicon.MAGNITUDES.get((match["size"] or "").strip(" -"), "")
    if (
        size
        and match["size"] in ("m", "M")
        and not re.match(rf"\s(?:{lexicon.COUNTED})\b", context.text[match.end() :])
    ):
        size, unit = "", "m"  # "a 12m mast" against "12m people"
    is_years = not size and not unit and _is_year(first) and (second is None or _is_year(second) or len(second) == 2)
    say: Callable[[str], str] = (lambda f: numbers.year(int(f))) if is_years else (lambda f: _say(f, context))
    spoken = say(first)
    if second:
        spoken += f" to {say(second) if len(second) != 2 else _say(second, context)}"
    name = ""
    if unit:
        singular, plural = lexicon.UNITS[unit]
        is_compound = bool(re.match(r"-[a-z]", context.text[match.end() :]))
        name = singular if is_compound or (first == "1" and not second and not size) else plural
    return " ".join(filter(None, (sign, spoken, size, name)))


def _is_year(figure: str) -> bool:
    return bool(re.fullmatch(r"1[1-9]\d\d|20\d\d", figure))


def _date(match: re.Match[str], context: _Context) -> str:
    if match["iso_year"]:
        year, month, day = int(match["iso_year"]), int(match["iso_month"]), int(match["iso_day"])
    elif match["slash_year"]:
        one, two = int(match["slash_a"]), int(match["slash_b"])
        day, month = (one, two) if (context.is_british or one > 12) and two <= 12 else (two, one)
        year = int(match["slash_year"])
    else:
        day = int(match["dmy_day"] or match["mdy_day"])
        month = _month(match["dmy_month"] or match["mdy_month"])
        year = int(match["dmy_year"] or match["mdy_year"] or 0)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return re.sub(r"\d+", lambda m: f" {_say(m[0], context)} ", match[0]).replace("/", " ").replace("-", " ")
    name, nth = lexicon.MONTHS[month - 1], numbers.ordinal(day)
    spoken = f"the {nth} of {name}" if context.is_british else f"{name} {nth}"
    return f"{spoken} {numbers.year(year)}" if year else spoken


def _month(name: str) -> int:
    return [month[:3] for month in lexicon.MONTHS].index(name[:3]) + 1


def _time(match: re.Match[str], context: _Context) -> str:
    hour, minute = int(match["hour"] or match["dotted_hour"]), int(match["minute"] or match["dotted_minute"])
    half = (match["half"] or match["dotted_half"] or "").replace(".", "").strip().upper()
    spoken = numbers.cardinal(hour)
    if minute:
        spoken += f" {'oh ' if minute < 10 else ''}{numbers.cardinal(minute)}"
    elif not half:
        spoken += " o'clock" if 0 < hour <= 12 else " hundred"
    return f"{spoken} <{half}>" if half else spoken


def _phone(match: re.Match[str], context: _Context) -> str:
    groups = re.findall(r"\d+", match[0])
    return "plus " + " ".join(numbers.digits(group) for group in groups)


def _fraction(match: re.Match[str], context: _Context) -> str:
    if match["vulgar"]:
        whole, name = match["vulgar"][:-1], lexicon.FRACTIONS[match["vulgar"][-1]]
        article = "" if " " in name else "a "
        return f"{_say(whole, context)} and {article}{name}" if whole.strip() else f"{article or ''}{name}"
    top, bottom = int(match["top"]), int(match["bottom"])
    if top >= bottom or bottom > 100:
        return f"{numbers.cardinal(top)} {numbers.cardinal(bottom)}"
    name = {2: "half", 4: "quarter"}.get(bottom) or numbers.ordinal(bottom)
    plural = {"half": "halves"}.get(name, f"{name}s")
    return f"{numbers.cardinal(top)} {name if top == 1 else plural}"


def _dotted(match: re.Match[str], context: _Context) -> str:
    return " point ".join(_say(part, context) for part in match[0].split("."))


def _ordinal(match: re.Match[str], context: _Context) -> str:
    return numbers.ordinal(int(match[0].rstrip("stndrh").replace(",", "")), is_british=context.is_british)


def _decade(match: re.Match[str], context: _Context) -> str:
    return numbers.decade(int(re.sub(r"\D", "", match[0])))


# ---------------------------------------------------------------- addresses, abbreviations, words


def _address(match: re.Match[str], context: _Context) -> str:
    bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", match[0]).split("?")[0].split("#")[0].rstrip("/")
    named = {
        ".": "dot",
        "/": "slash",
        "-": "dash",
        "_": "underscore",
        "@": "at",
        "+": "plus",
        "~": "tilde",
        ":": "colon",
    }
    words = []
    for part in re.findall(r"[A-Za-z]+|\d+|[^A-Za-z\d]", bare):
        if part.isdecimal():
            words.append(numbers.digits(part) if len(part) > 4 else _say(part, context))
        elif part.isalpha():
            is_letters = len(part) <= 3 and not re.search(r"[aeiouy]", part.lower())
            words.append(f"<{part.upper()}>" if is_letters else part)
        else:
            words.append(named.get(part, ""))
    return " ".join(filter(None, words))


def _tag(match: re.Match[str], context: _Context) -> str:
    body = match[0][1:]
    if match[0][0] == "#":
        return f"number {_say(body, context)}" if body.isdecimal() else f"hashtag {_plain(body, context)}"
    return f"at {_plain(body, context)}"


def _abbreviation(match: re.Match[str], context: _Context) -> str:
    word = match[0]
    if word == "St." and re.search(r"[A-Z][\w']*\s$", context.text[: match.start()]):
        is_saint = re.match(r"\s[A-Z]", context.text[match.end() :])
        return "Saint" if is_saint else "Street"
    if word in lexicon.BEFORE_FIGURE and not re.match(r"\s*\d", context.text[match.end() :]):
        return word.rstrip(".")
    return lexicon.ABBREVIATIONS[word]


def _initials(match: re.Match[str], context: _Context) -> str:
    return f"<{re.sub(r'[^A-Z]', '', match[0])}>"


def _word(match: re.Match[str], context: _Context) -> str:
    return _plain(match[0], context)


def _plain(word: str, context: _Context) -> str:
    word = word.replace("_", " ").strip("'-")
    if word in lexicon.RESPELLED:
        return lexicon.RESPELLED[word]
    if "-" in word:
        return " ".join(_plain(part, context) for part in word.split("-") if part)
    if re.search(r"\d", word):
        return _with_digits(word, context)
    if word in lexicon.UNDOTTED:
        return lexicon.UNDOTTED[word]
    possessive = re.fullmatch(r"([A-Z]{2,})('?s)", word)
    stem, tail = (possessive[1], "s") if possessive else (word, "")
    if _is_spelled(stem, context):
        return f"<{stem.upper()}>{tail}"
    split = re.fullmatch(r"([A-Z]?[a-z]{2,})([A-Z]{2,})", word)
    if split and not context.is_shouted:
        return f"{split[1]} {_plain(split[2], context)}"
    plain = word.lower() if word.isupper() and len(word) > 1 else word
    return " ".join(plain[at : at + 40] for at in range(0, len(plain), 40))  # nothing pronounceable is longer


def _with_digits(word: str, context: _Context) -> str:
    parts = []
    for part in re.findall(r"\d+(?:\.\d+)?|[^\W\d_]+", word):
        if part[0].isdecimal():
            parts.append(numbers.digits(part) if part[0] == "0" and len(part) > 1 else _say(part, context))
        else:
            parts.append(
                f"<{part.upper()}>"
                if part.isascii() and (len(part) <= 2 or part.isupper()) and len(part) <= 4
                else part
            )
    return " ".join(parts)


def _is_spelled(word: str, context: _Context) -> bool:
    if not (word.isascii() and word.isalpha() and word.isupper() and len(word) > 1):
        return False
    if word in lexicon.SAID_AS_WORDS:
        return False
    if context.is_shouted:
        return word in lexicon.ALWAYS_SPELLED and word.lower() not in lexicon.COMMON_WORDS
    if word in lexicon.ALWAYS_SPELLED:
        return True
    if word.lower() in lexicon.COMMON_WORDS:
        return False
    has_shape_of_word = re.fullmatch(r"[^AEIOUY]{0,2}[AEIOUY]{1,2}[^AEIOUY]{1,2}(?:[AEIOUY]{1,2}[^AEIOUY]{0,2})*", word)
    return len(word) <= 3 or not has_shape_of_word


def _respelled(match: re.Match[str], context: _Context) -> str:
    word = match[0].removesuffix("'s")
    if word in lexicon.NAMES:
        ends_voiceless = lexicon.NAMES[word][-1] in "kptf"
        return f"{{{lexicon.NAMES[word]}{'' if word == match[0] else 's' if ends_voiceless else 'z'}}}"
    spoken = lexicon.RESPELLED[word]
    return spoken if word == match[0] else f"{spoken}s" if spoken.endswith(">") else f"{spoken}'s"


def _grouped(match: re.Match[str], context: _Context) -> str:
    """A telephone or serial number: each group digit by digit."""
    return " ".join(numbers.digits(group) for group in re.findall(r"\d+", match[0]))


def _height(match: re.Match[str], context: _Context) -> str:
    feet, inches = re.findall(r"\d+", match[0])
    return f"{_say(feet, context)} foot {_say(inches, context)}"


def _power(match: re.Match[str], context: _Context) -> str:
    base, exponent = re.findall(r"-?\d+", match[0])
    return f"{_say(base, context)} to the power of {numbers.cardinal(int(exponent))}"


def _symbol(match: re.Match[str], context: _Context) -> str:
    return lexicon.SYMBOLS[match[0]]


_ABBREVIATION = "|".join(re.escape(word) for word in sorted(lexicon.ABBREVIATIONS, key=len, reverse=True))
_RESPELLED = "|".join(re.escape(word) for word in sorted({**lexicon.RESPELLED, **lexicon.NAMES}, key=len, reverse=True))
_RULES: tuple[tuple[str, str, Callable[[re.Match[str], _Context], str]], ...] = (
    ("respelled", rf"(?<!\w)(?:{_RESPELLED})(?:'s)?(?![\w])", _respelled),
    ("roman", romans.PATTERN, lambda match, _: romans.spoken(match)),
    (
        "address",
        rf"(?:[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:https?://|www\.)[^\s<>\"”]*[\w/]|\b[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)*\.(?:{lexicon.TOP_LEVEL})\b(?:/[\w./~-]*\w)?)",
        _address,
    ),
    ("tag", r"(?<!\w)[@#]\w+", _tag),
    ("phone", r"\+\d[\d\s().-]{6,}\d", _phone),
    (
        "date",
        r"(?:(?P<iso_year>\d{4})-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)(?!\d)"
        r"|(?P<slash_a>\d{1,2})/(?P<slash_b>\d{1,2})/(?P<slash_year>\d{4})(?!\d)"
        rf"|(?P<dmy_day>\d{{1,2}})(?:st|nd|rd|th)?(?:\sof)?\s(?P<dmy_month>{lexicon.MONTH_PATTERN})(?![a-z])(?:,?\s(?P<dmy_year>\d{{4}})(?!\d))?"
        rf"|\b(?P<mdy_month>{lexicon.MONTH_PATTERN})\s(?P<mdy_day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:%]|[.,]\d)(?:,?\s(?P<mdy_year>\d{{4}})(?!\d))?)",
        _date,
    ),
    ("grouped", r"\b(?:\d{3}-\d{4}|\d+(?:-\d+){2,})(?![\w-])", _grouped),
    ("height", r"\b\d'\s?\d{1,2}(?:\"|''|”)", _height),
    ("power", r"\b\d+\^-?\d+", _power),
    (
        "time",
        r"(?<![\d.,])(?:(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?:\s?(?P<half>[ap]\.m\.|[ap]m\b))?(?![\d%:]|\.\d)"
        r"|(?P<dotted_hour>1?\d)\.(?P<dotted_minute>[0-5]\d)\s?(?P<dotted_half>[ap]\.m\.|[ap]m\b))",
        _time,
    ),
    (
        "money",
        rf"(?:(?P<money_code>{_CURRENCY})\s?(?P<money_first>{_NUMBER})(?:{_DASH}(?:{_CURRENCY})?(?P<money_second>{_NUMBER}))?(?P<money_size>{_MAGNITUDE})?"
        rf"|(?P<money_amount>{_NUMBER})(?P<money_size_after>{_MAGNITUDE})?\s?(?P<money_code_after>{_CURRENCY})(?![\w]))",
        _money,
    ),
    ("dotted", r"\d+(?:\.\d+){2,}", _dotted),
    ("fraction", r"(?:(?P<vulgar>\d*\s?[½¼¾⅓⅔])|(?<![\d/])(?P<top>\d{1,2})/(?P<bottom>\d{1,3})(?![\d/]))", _fraction),
    ("ordinal", r"\d[\d,]*(?:st|nd|rd|th)\b", _ordinal),
    ("decade", r"(?:'\d0|\b(?:1[1-9]|20)\d0)'?s\b", _decade),
    (
        "figure",
        rf"(?P<sign>(?<![\w)])[-−+±~≈])?(?<![A-Za-z])(?P<first>{_NUMBER})(?:{_DASH}(?P<second>{_NUMBER})(?!-?\d))?(?:(?P<size>{_MAGNITUDE})|(?:[\s-]?(?P<unit>{_UNIT})(?![\w²³])))?(?![A-Za-z])",
        _figure,
    ),
    ("abbreviation", rf"(?<!\w)(?:{_ABBREVIATION})(?!\w)", _abbreviation),
    ("initials", r"(?<!\w)(?:(?:[A-Z]\.){2,}|[A-Z]\.(?=\s[A-Z]))", _initials),
    ("word", r"[^\W_]+(?:['-][^\W_]+)*", _word),
    ("symbol", "[" + re.escape("".join(lexicon.SYMBOLS)) + "]", _symbol),
)
_PATTERN = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern, _ in _RULES))
_HANDLERS = {name: handler for name, _, handler in _RULES}
