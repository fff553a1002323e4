"""Figures as English words. Pure functions; `is_british` puts the "and" into "one hundred and five"."""

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (10**3, "thousand"))
_IRREGULAR_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
_LARGEST = 10**15


def cardinal(number: int, *, is_british: bool = False) -> str:
    """105 -> "one hundred five"; from 10**15 on digit by digit, as nobody says "quadrillion"."""
    if number < 0:
        return f"minus {cardinal(-number, is_british=is_british)}"
    if number >= _LARGEST:
        return digits(str(number))
    words = []
    for size, name in _SCALES:
        if number >= size:
            words.append(f"{_below_thousand(number // size, is_british)} {name}")
            number %= size
    if number or not words:
        joiner = "and " if is_british and words and number < 100 else ""
        words.append(joiner + _below_thousand(number, is_british))
    return " ".join(words)


def ordinal(number: int, *, is_british: bool = False) -> str:
    """21 -> "twenty-first"."""
    head, separator, last = cardinal(number, is_british=is_british).rpartition(
        "-" if number % 100 > 20 and number % 10 else " "
    )
    if last in _IRREGULAR_ORDINALS:
        last = _IRREGULAR_ORDINALS[last]
    else:
        last = f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"
    return f"{head}{separator}{last}"


def decimal(figure: str, *, is_british: bool = False) -> str:
    """ "1,250.40" -> "one thousand two hundred fifty point four zero"; "007" digit by digit."""
    whole, _, fraction = figure.replace(",", "").partition(".")
    if len(whole) > 1 and whole.startswith("0"):
        spoken = digits(whole)
    else:
        spoken = cardinal(int(whole or "0"), is_british=is_british)
    return f"{spoken} point {digits(fraction)}" if fraction else spoken


def year(number: int) -> str:
    """1998 -> "nineteen ninety-eight", 2005 -> "two thousand five", 1900 -> "nineteen hundred"."""
    century, rest = divmod(number, 100)
    if 2000 <= number < 2010 or rest == 0:
        return cardinal(number) if number % 1000 == 0 or rest else f"{cardinal(century)} hundred"
    return f"{cardinal(century)} {'oh ' if rest < 10 else ''}{cardinal(rest)}"


def decade(number: int) -> str:
    """1990 -> "nineteen nineties", 90 -> "nineties", 2000 -> "two thousands"."""
    spoken = year(number) if number >= 100 else cardinal(number)
    return f"{spoken[:-1]}ies" if spoken.endswith("y") else f"{spoken}s"


def digits(figure: str) -> str:
    """Digit by digit: "404" -> "four zero four"."""
    return " ".join(_ONES[int(digit)] for digit in figure)


def _below_thousand(number: int, is_british: bool) -> str:
    hundreds, rest = divmod(number, 100)
    words = [f"{_ONES[hundreds]} hundred"] if hundreds else []
    if rest or not hundreds:
        spoken = _ONES[rest] if rest < 20 else _TENS[rest // 10] + (f"-{_ONES[rest % 10]}" if rest % 10 else "")
        words.append(f"and {spoken}" if hundreds and is_british else spoken)
    return " ".join(words)
