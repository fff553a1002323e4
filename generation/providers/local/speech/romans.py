"""Roman numerals: which capitals are figures, and whether they are counted or ranked. Pure functions and data."""

import re

from generation.providers.local.speech import numbers

ROMAN = r"(?=[MDCLXVI])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
# After these a numeral counts: "Part Four", "World War Two".
_COUNTED = (
    "Part|Chapter|Act|Scene|Volume|Book|War|Phase|Type|Class|Title|Section|Article|Appendix|Tier|Level|Stage|Figure|"
    "Table|Bowl|Grade|Group|Mark|Schedule|Annex|Episode|Season|Series|Category|Division|Unit|Apollo|Rocky"
)
# After these it ranks: "Henry the Eighth".
_REIGNED = (
    "Henry|Louis|Elizabeth|George|Charles|James|Edward|Richard|William|John|Paul|Pius|Benedict|Leo|Francis|Philip|"
    "Alexander|Nicholas|Catherine|Peter|Ivan|Frederick|Napoleon|Mary|Ferdinand|Gregory|Innocent|Clement|Ramses|"
    "Ramesses|Otto|Gustav|Christian|Felipe|Haakon|Harald|Carl|Karl|Mohammed|Abdullah|Ptolemy|Rama|Robert|Edmund|"
    "Constantine|Sixtus|Julius|Urban|Boniface|Xerxes|Darius|Cyrus|Leopold|Albert|Victor|Emmanuel|Joseph|Maximilian|"
    "Margrethe|Juan|Carlos|Pedro|Alfonso|Stephen|Eric|Erik|Olav|Baudouin|Wilhelm|Franz"
)
_NO_HEAD = "This|That|With|When|Then|From|Their|They|There|These|Those|Only|Some|Both|Each|Every|Here|What|Which|Will"
# A lone I is the pronoun unless a full stop, a comma or what such a numeral's bearer does comes after it.
_AFTER_I = r"(?=\s*(?:$|[.,;:!?)’'\"]|(?:and|or|of|in|was|is|had|to|error|diabetes|ruled|reigned|died|became)\b))"
PATTERN = (
    rf"(?P<roman_head>(?P<roman_reigned>{_REIGNED})|{_COUNTED}|(?!(?:{_NO_HEAD})\b)[A-Z][a-z]{{3,}}(?=\s[IVX]{{2,}}\b))"
    rf"\s(?P<roman_figure>(?!I\b){ROMAN}|I{_AFTER_I})\b(?!['’]\w{{2,}}|[-.]\w)"
    rf"|\b(?P<roman_ranked>{ROMAN})(?:st|nd|rd|th)?(?=(?:[\s-](?:and|to|[-–])\s\w+)?[\s-](?:century|centuries|dynasty)\b)"
)
_VALUES = {"M": 1000, "D": 500, "C": 100, "L": 50, "X": 10, "V": 5, "I": 1}


def value(numeral: str) -> int:
    """XIV -> 14."""
    figures = [_VALUES[letter] for letter in numeral]
    return sum(
        -figure if figure < max(figures[index + 1 :], default=0) else figure for index, figure in enumerate(figures)
    )


def spoken(match: re.Match[str]) -> str:
    """What a match of PATTERN is said as, its head included."""
    if match["roman_ranked"]:
        return numbers.ordinal(value(match["roman_ranked"]))
    number = value(match["roman_figure"])
    if match["roman_reigned"]:
        return f"{match['roman_head']} the {numbers.ordinal(number)}"
    return f"{match['roman_head']} {numbers.cardinal(number)}"
