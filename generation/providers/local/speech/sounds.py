"""When each sound of a line is heard: as the network has counted it, or, for speech from elsewhere, as long as such
sounds last."""

from collections.abc import Sequence

from generation.providers.base import TimedPhrase, TimedSound
from generation.providers.local.speech import phonemes, tongues

_SYMBOLS = {number: symbol for symbol, number in phonemes.VOCABULARY.items()}
# The sound comes that much before the network's count: over four voices the closures of stops lie deepest there.
_EARLY_MS = 55
_STRESS = {"ˈ": 2, "ˌ": 1}
_LONG = "ː"
_UNHEARD = frozenset(" ,;:.!?—…“”\"'ʲʰ\u0303")
# How long sounds last beside each other; what is in no row lasts 1.
_LASTS = (
    ("AIOWYQ", 1.9), ("iuɑɔaeo", 1.5), ("æɛɜʌɪʊ", 1.2), ("əᵊᵻ", 0.7), ("szʃʒfvθð", 1.1), ("ʧʤ", 1.2), ("ptkbdɡT", 0.8),
)  # fmt: skip


def timed_sounds(tokens: Sequence[int], marks: Sequence[int], rate: int) -> tuple[TimedSound, ...]:
    """The sounds of the network's symbols; `marks` has the start and the end of each in samples.

    A stress mark belongs to the sound after it, and so does its time; a length mark to the one before.
    """
    found: list[TimedSound] = []
    stress, began = 0, -1
    for number, token in enumerate(tokens):
        symbol = _SYMBOLS.get(token, " ")
        start, end = (max(0, round(marks[2 * number + side] * 1000 / rate) - _EARLY_MS) for side in (0, 1))
        if symbol in _STRESS:
            stress, began = _STRESS[symbol], start
        elif symbol == _LONG and found:
            last = found[-1]
            found[-1] = TimedSound(symbol=last.symbol, start_ms=last.start_ms, end_ms=end, stress=last.stress)
        elif symbol not in _UNHEARD and end > start:
            found.append(TimedSound(symbol=symbol, start_ms=began if began >= 0 else start, end_ms=end, stress=stress))
            stress, began = 0, -1
    return tuple(found)


def spread_sounds(phrases: Sequence[TimedPhrase], locale: str = "en-US") -> tuple[TimedSound, ...]:
    """The sounds of phrases whose own times alone are known, each as long as such a sound usually lasts."""
    found: list[TimedSound] = []
    for phrase in phrases:
        spoken = " ".join(piece.spoken for piece in tongues.read(phrase.text, locale))
        symbols: list[tuple[str, int]] = []
        stress = 0
        for symbol in tongues.phonemes(spoken, locale):
            if symbol in _STRESS:
                stress = _STRESS[symbol]
            elif symbol not in _UNHEARD and symbol != _LONG:
                symbols.append((symbol, stress))
                stress = 0
        lengths = [_length(symbol) * (1.25 if stressed else 1.0) for symbol, stressed in symbols]
        scale, clock = (phrase.end_ms - phrase.start_ms) / (sum(lengths) or 1.0), float(phrase.start_ms)
        for (symbol, stressed), length in zip(symbols, lengths, strict=True):
            end = clock + length * scale
            found.append(TimedSound(symbol=symbol, start_ms=round(clock), end_ms=round(end), stress=stressed))
            clock = end
    return tuple(found)


def _length(symbol: str) -> float:
    return next((lasts for row, lasts in _LASTS if symbol in row), 1.0)
