"""English words to the symbols that Kokoro was trained on: espeak-ng's IPA, folded into Kokoro's own set.

Kokoro writes diphthongs as capitals (A I O Q W Y), affricates as ligatures (ʧ ʤ), the American flap as T, and keeps
length marks only for British voices. Its phoneme inventory and symbol ids are documented with the model.
"""

import ctypes
import re
import threading
from functools import lru_cache

import espeakng_loader

from wire.errors import MissingModel

_ESPEAK_VOICES = {"en-US": "en-us", "en-GB": "en"}
_SYNCHRONOUS = 2
_NO_EXIT = 0x8000
_IPA_WITH_TIES = 0x02 | 0x80 | ord("^") << 8  # ties keep a diphthong apart from two vowels that happen to meet
_UTF8 = 1

# Symbol ids: position in the training alphabet (padding, punctuation, letters, IPA); those never trained are left out.
_ALPHABET = (
    '$;:,.!?¡¿—…"«»“” '
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    "ɑɐɒæɓʙβɔɕçɗɖðʤəɘɚɛɜɝɞɟʄɡɠɢʛɦɧħɥʜɨɪʝɭɬɫɮʟɱɯɰŋɳɲɴøɵɸθœɶʘɹɺɾɻʀʁɽʂʃʈʧʉʊʋⱱʌɣɤʍχʎʏʑʐʒʔʡʕʢǀǁǂǃˈˌːˑʼʴʰʱʲʷˠˤ˞"
    "↓↑→↗↘'̩'ᵻ"
)
_TRAINED = ';:,.!?—…"“” AIOQTWYbdfhijklmnpstuvwzðŋɑɔəɛɜɡɪɹʃʊʌʒʤʧˈˌθæᵻaɒː'
VOCABULARY = {symbol: _ALPHABET.index(symbol) for symbol in _TRAINED} | {"“": 14, "”": 15, "A": 24, "ᵊ": 42}
# Symbols that only the other languages' voices were trained on; the first stand in the places of unused capitals.
VOCABULARY |= {"\u0303": 17, "ʣ": 18, "ʥ": 19, "ʦ": 20, "ʨ": 21} | {
    symbol: _ALPHABET.index(symbol) for symbol in "Saceoqruxyɐɕçɖɚɟɥɨɯɰɳɲɴøɸœɾɻʁɽʂʈʋɣɤχʎʔβʝʰʲ"
}

_SHARED = (
    ("a^ɪ", "I"), ("a^ʊ", "W"), ("e^ɪ", "A"), ("ɔ^ɪ", "Y"), ("t^ʃ", "ʧ"), ("d^ʒ", "ʤ"),
    ("ə^l", "ᵊl"), ("l̩", "ᵊl"), ("n̩", "ᵊn"), ("m̩", "ᵊm"), ("ʲ", ""), ("̃", ""), ("r", "ɹ"), ("x", "k"), ("ç", "k"),
    ("ɬ", "l"), ("g", "ɡ"), ("ɐ", "ə"),
)  # fmt: skip
_AMERICAN = (
    ("o^ʊ", "O"), ("ɚ^ɹ", "əɹ"), ("ɚɹ", "əɹ"), ("ɚ", "əɹ"), ("ɜːɹ", "ɜɹ"), ("ɜː", "ɜɹ"), ("ʊɹɹ", "ʊɹ"), ("ɹɹ", "ɹ"),
    ("oː", "ɔ"), ("ɪ^ə", "iə"),
    ("ɔː^ɹ", "ɔɹ"), ("ɑː^ɹ", "ɑɹ"), ("ʔ", "t"), ("ɾ", "T"), ("ː", ""), ("^", ""), ("e", "A"), ("o", "ɔ"), ("a", "æ"),
    ("ɒ", "ɔ"),
)  # fmt: skip
_BRITISH = (
    ("ə^ʊ", "Q"), ("o^ʊ", "Q"), ("e^ə", "ɛː"), ("i^ə", "ɪə"), ("iə", "ɪə"), ("ʊ^ə", "ʊə"), ("ɚ", "ə"), ("ʔ", "t"),
    ("ɾ", "t"),
    ("^", ""), ("e", "ɛ"), ("o", "ɔ"), ("æ", "a"),
)  # fmt: skip

_LETTERS = {
    "A": "A", "B": "bi", "C": "si", "D": "di", "E": "i", "F": "ɛf", "G": "ʤi", "H": "Aʧ", "I": "I", "J": "ʤA",
    "K": "kA", "L": "ɛl", "M": "ɛm",
    "N": "ɛn", "O": "O", "P": "pi", "Q": "kju", "R": "ɑɹ", "S": "ɛs", "T": "ti", "U": "ju", "V": "vi",
    "W": "dˈʌbᵊlju", "X": "ɛks", "Y": "wI", "Z": "zi",
}  # fmt: skip
_VOWEL = re.compile(r"[AIOWYQiuɑɛɔəa]")
# espeak makes a schwa of the second r in names like Norrvik.
_DOUBLED = re.compile(r"(?<=[rR])r(?=[b-df-hj-np-tv-xz])")
# espeak leaves the pronoun (I, I'm, I've, I'll, I'd) without stress; the network, which was trained on a stressed one,
# then swallows it at the start of a sentence.
_PRONOUN = re.compile(r"(?<![^ ])I(?=[mvld]?(?![^ ]))")
_lock = threading.Lock()


def phonemes(words: str, locale: str) -> str:
    """The words as Kokoro symbols, separated by blanks. `words` holds letters, apostrophes and hyphens only.

    A word of the form `<CEO>` is spelled letter by letter; `{ʃəvˈɔn}` is in symbols already.
    """
    parts = []
    for piece in re.split(r"(<[A-Z]+>s?|\{[^}]*\})", words):
        if piece.startswith("<"):
            letters, _, plural = piece[1:].partition(">")
            parts.append(spelled(letters, locale) + ("z" if plural else ""))
        elif piece.startswith("{"):
            parts.append(_british(piece[1:-1]) if locale == "en-GB" else piece[1:-1])
        elif piece.strip():
            parts.append(fold(espeak(_DOUBLED.sub("", piece.strip()), _ESPEAK_VOICES[locale]), locale))
    return re.sub(r" +", " ", " ".join(parts)).strip()


def tokens(symbols: str) -> list[int]:
    """Symbol ids; what the model was never trained on is left out."""
    return [VOCABULARY[symbol] for symbol in symbols if symbol in VOCABULARY]


def fold(ipa: str, locale: str) -> str:
    """espeak's IPA (with `^` as tie) in Kokoro's symbols."""
    for old, new in _SHARED + (_AMERICAN if locale == "en-US" else _BRITISH):
        ipa = ipa.replace(old, new)
    return _PRONOUN.sub("ˌI", ipa)


def spelled(letters: str, locale: str) -> str:
    """Letter names, the last one stressed as in `sˌiˌiˈO`; W carries its stress inside."""
    names = []
    for index, letter in enumerate(letters):
        name = _british_letter(letter) if locale == "en-GB" else _LETTERS[letter]
        mark = "ˈ" if index == len(letters) - 1 else "ˌ"
        names.append(name.replace("ˈ", mark) if "ˈ" in name else _VOWEL.sub(rf"{mark}\g<0>", name, count=1))
    return "".join(names)


def _british(symbols: str) -> str:
    """American symbols as a British voice says them: no r but before a vowel."""
    for old, new in (("O", "Q"), ("ɜɹ", "ɜː"), ("ɔɹ", "ɔː"), ("ɪɹ", "ɪə")):
        symbols = symbols.replace(old, new)
    return re.sub(r"ɹ(?=$|[^ˈˌaeiouAIOQWYɑɔəɛɜɪʊʌæ])", "", symbols)


def _british_letter(letter: str) -> str:
    special = {"O": "Q", "R": "ɑː", "Z": "zɛd", "Q": "kjuː", "U": "juː", "W": "dˈʌbᵊljuː"}
    name = special.get(letter, _LETTERS[letter])
    return f"{name}ː" if name.endswith("i") else name


def espeak(words: str, voice: str) -> str:
    """espeak's IPA of the words by its own `voice`, diphthongs and affricates tied by `^`, marks left out."""
    library = _library()
    with _lock:  # espeak keeps its voice and its position in the text in global state
        library.espeak_SetVoiceByName(voice.encode())
        buffer = ctypes.create_string_buffer(words.encode())
        position = ctypes.c_void_p(ctypes.addressof(buffer))
        clauses = []
        while position.value:
            found = library.espeak_TextToPhonemes(ctypes.byref(position), _UTF8, _IPA_WITH_TIES)
            clauses.append((found or b"").decode())
    return re.sub(r"\([a-z-]+\)", "", " ".join(clauses)).strip()  # drops language switches such as "(fr)"


@lru_cache(maxsize=1)
def _library() -> ctypes.CDLL:
    try:
        library = ctypes.CDLL(espeakng_loader.get_library_path())
    except OSError as error:
        raise MissingModel(
            "espeak-ng could not be loaded. Run: pip install --force-reinstall espeakng-loader"
        ) from error
    library.espeak_Initialize.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int]
    library.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_void_p), ctypes.c_int, ctypes.c_int]
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    if library.espeak_Initialize(_SYNCHRONOUS, 0, espeakng_loader.get_data_path().encode(), _NO_EXIT) < 0:
        raise MissingModel("espeak-ng found no language data. Run: pip install --force-reinstall espeakng-loader")
    return library
