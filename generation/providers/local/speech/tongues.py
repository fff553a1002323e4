"""The languages on offer: how a text of each is read, turned into symbols, and told from one it cannot be.

English is read by `reading`, figures and abbreviations spelled out by rule. The other languages go to espeak-ng as they
stand, which reads plain figures by its own rules; its IPA is folded into the symbols the network was trained on.
"""

import re
import unicodedata
from dataclasses import dataclass

from generation.providers.base import Voice
from generation.providers.local.speech import phonemes as english
from generation.providers.local.speech import reading
from wire.errors import ProviderRejected


@dataclass(frozen=True)
class Tongue:
    """A language: its name, espeak's voice for it, the scripts it is written in, foldings beyond the shared ones."""

    name: str
    espeak: str
    scripts: tuple[str, ...] = ("LATIN",)
    fold: tuple[tuple[str, str], ...] = ()


_LATIN = ("LATIN", "FULLWIDTH LATIN", "MATHEMATICAL", "GREEK", "MICRO", "OHM", "MODIFIER", "DOUBLE-STRUCK")
TONGUES = {
    "en": Tongue("English", "en-us", _LATIN),
    "es": Tongue("Spanish", "es"),
    "fr": Tongue("French", "fr"),
    "hi": Tongue("Hindi", "hi", ("DEVANAGARI", "LATIN")),
    "it": Tongue("Italian", "it"),
    "ja": Tongue("Japanese", "ja", ("HIRAGANA", "KATAKANA"), (("ä", "a"), ("r", "ɾ"), ("ᵝ", ""))),
    "pt": Tongue("Portuguese", "pt-br"),
}
_TIES = (
    ("a^ɪ", "I"), ("a^ʊ", "W"), ("d^z", "ʣ"), ("d^ʒ", "ʤ"), ("d^ʑ", "ʥ"), ("e^ɪ", "A"), ("o^ʊ", "O"), ("ə^ʊ", "Q"),
    ("t^s", "ʦ"), ("t^ʃ", "ʧ"), ("t^ɕ", "ʨ"), ("ɔ^ɪ", "Y"), ("^", ""), ("-", ""), ("\u031e", ""), ("g", "ɡ"),
)  # fmt: skip
_MARK = {"。": ".", "、": ",", "！": "!", "？": "?", "।": ".", "，": ",", "；": ";", "：": ":"}
# Words that only one of the Latin-script languages uses all the time: enough to see that a text is in another one.
_HALLMARKS = {
    "en": "the and of is are was were with that this for from have has will you",
    "es": "el los las una del que y por con para está son más pero como su",
    "fr": "le les des une du est et dans pour avec que qui sur pas sont ce cette il elle",
    "it": "il gli della che di è per con una nel sono più anche dei non questo",
    "pt": "o os as uma do da que e em para com não é mais são foi no na",
    "de": "der die das und ist nicht ein eine mit für auf von sind den dem wird",
    "nl": "het een van en is niet met voor zijn dat op te aan wordt",
}


def speakable(text: str, voice: Voice, language: str) -> str:
    """The text without the characters of other scripts.

    Raises ProviderRejected when `language` is not the voice's, or when the text is in another script or language.
    """
    tongue = TONGUES[voice.language]
    asked = language.lower().replace("_", "-").split("-")[0]
    if asked and asked != voice.language:
        raise ProviderRejected(
            f"The voice {voice.name} speaks {tongue.name}, not '{language}'. {_others(asked)}",
            language=language, voice=voice.id,
        )  # fmt: skip
    letters = [character for character in text if character.isalpha()]
    foreign = {character for character in letters if not unicodedata.name(character, "").startswith(tongue.scripts)}
    if sum(character in foreign for character in letters) > (0.0 if voice.language == "ja" else 0.3) * len(letters):
        raise ProviderRejected(*_wrong_script(letters, foreign, voice))
    if not asked:
        other = _recognised(text)
        if other and other != voice.language:
            name = TONGUES[other].name if other in TONGUES else {"de": "German", "nl": "Dutch"}[other]
            raise ProviderRejected(
                f"The text looks {name}, and the voice {voice.name} speaks {tongue.name}. {_others(other)} "
                f"If it is {tongue.name} after all, say so with the language '{voice.language}'.",
                language=other, voice=voice.id,
            )  # fmt: skip
    return "".join(" " if character in foreign else character for character in text) if foreign else text


def read(text: str, locale: str) -> list[reading.Piece]:
    """The words of a text with what is said and the marks after them."""
    if locale.startswith("en"):
        return reading.read(text, locale)
    plain = "".join(_MARK.get(character, character) for character in text)
    found = list(re.finditer(r"[^\s.,;:!?…—«»“”\"()\[\]¿¡]+(?:[.,:’'](?=\w)[^\s.,;:!?…—«»“”\"()\[\]¿¡]+)*", plain))
    found = [match for match in found if re.search(r"\w", match[0])]
    ends = [match.start() for match in found[1:]] + [len(plain)]
    return [
        reading.Piece(match.start(), match.end(), match[0], reading.mark(plain, match.start(), match.end(), following))
        for match, following in zip(found, ends, strict=True)
    ]


def phonemes(words: str, locale: str) -> str:
    """The words as the network's symbols."""
    if locale.startswith("en"):
        return english.phonemes(words, locale)
    tongue = TONGUES[locale.split("-")[0]]
    ipa = unicodedata.normalize("NFD", english.espeak(words, tongue.espeak)).replace("c\u0327", "ç")
    ipa = ipa.replace("a\u0308", "a")
    for old, new in (*tongue.fold, *_TIES):
        ipa = ipa.replace(old, new)
    return re.sub(r" +", " ", ipa).strip()


def _recognised(text: str) -> str:
    """The language whose hallmark words clearly lead; empty when there are too few to say."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    if len(words) < 6:
        return ""
    counts = {code: sum(f" {word} " in f" {marks} " for word in words) for code, marks in _HALLMARKS.items()}
    (first, most), (_, second) = sorted(counts.items(), key=lambda item: -item[1])[:2]
    return first if most >= 3 and most >= 0.2 * len(words) and most >= second + 2 else ""


def _others(language: str) -> str:
    if language in TONGUES:
        return f"Choose a voice of the catalogue whose language is '{language}'."
    return f"No local voice speaks it; there are voices for {', '.join(one.name for one in TONGUES.values())}."


def _wrong_script(letters: list[str], foreign: set[str], voice: Voice) -> tuple[str]:
    first = next(character for character in letters if character in foreign)
    script = unicodedata.name(first, "an unknown script").split()[0].title()
    if voice.language == "ja" and script == "Cjk":
        return ("The Japanese voices read kana only. Write the kanji in hiragana or katakana.",)
    name = TONGUES[voice.language].name
    return (f"The voice {voice.name} speaks {name}; this text is mostly in {script} script.",)
