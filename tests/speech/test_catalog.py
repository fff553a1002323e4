"""Who can speak: the catalogue, blends of two voices, other languages, and what is refused."""

import numpy as np
import pytest

from generation.providers.local.speech import voices
from generation.providers.local.speech.catalog import find_voice, style
from generation.providers.local.speech.delivery import deliver
from generation.providers.local.speech.phonemes import VOCABULARY
from generation.providers.local.speech.tongues import TONGUES, phonemes, read, speakable
from wire.errors import ProviderRejected


def test_every_voice_says_what_it_is() -> None:
    offered = voices()
    assert {voice.language for voice in offered} == set(TONGUES)
    for voice in offered:
        assert voice.accent, voice.id
        assert voice.preview, voice.id
        assert speakable(voice.preview, voice, "") == voice.preview, "it can speak its own preview"
        assert voice.language == "en" or voice.limits, "what it cannot do is said"


def test_a_blend_is_called_one_and_lies_between_its_voices() -> None:
    voice = find_voice("blend-af_heart-bm_george-40")
    heart, george = find_voice("af_heart"), find_voice("bm_george")
    assert voice.name == "Heart & George blend 60:40"
    assert voice.blend_of == ("af_heart", "bm_george")
    assert voice.gender == "neutral"
    assert voice.locale == "en-US", "the larger part decides how dates are read"
    assert george.pitch_hz < voice.pitch_hz < heart.pitch_hz
    mixed = 0.6 * style("af_heart", 40) + 0.4 * style("bm_george", 40)
    assert np.allclose(style(voice.id, 40), mixed, atol=1e-6)
    assert find_voice("blend-af_heart-bm_george-80").gender == "male"


@pytest.mark.parametrize(
    ("voice_id", "words"),
    [
        ("blend-af_heart-bm_george", "written"),
        ("blend-af_heart-bm_george-0", "5 to 95"),
        ("blend-af_heart-af_heart-50", "written"),
        ("blend-af_heart-ha_nine-50", "ha_nine"),
        ("blend-af_heart-ff_siwis-50", "one language"),
        ("../../etc/passwd", "Choose one of"),
        ("blend-../x-af_heart-50", "written"),
    ],
)
def test_an_impossible_voice_is_refused_in_words(voice_id: str, words: str) -> None:
    with pytest.raises(ProviderRejected, match=words):
        find_voice(voice_id)


@pytest.mark.parametrize(
    ("voice_id", "text", "language", "words"),
    [
        ("af_heart", "Bonjour à tous", "fr", "speaks English, not 'fr'"),
        ("af_heart", "La ville a planté des arbres, et les rues sont plus fraîches pour les gens.", "", "looks French"),
        ("af_heart", "Die Stadt hat Bäume gepflanzt und das ist nicht alles, was wir wissen.", "", "looks German"),
        ("ff_siwis", "The city planted trees, and that is what the people have wanted.", "", "looks English"),
        ("jf_alpha", "東京へ いきました", "", "kana"),
        ("af_heart", "你好世界", "", "Cjk"),
        ("af_heart", "Guten Tag", "de", "No local voice speaks it"),
    ],
)
def test_a_language_that_the_voice_does_not_speak_is_refused(
    voice_id: str, text: str, language: str, words: str
) -> None:
    with pytest.raises(ProviderRejected, match=words):
        speakable(text, find_voice(voice_id), language)


def test_a_foreign_name_or_title_is_no_other_language() -> None:
    text = "The film Le Fabuleux Destin and the café La Rotonde are in the report of the city."
    assert speakable(text, find_voice("af_heart"), "") == text
    assert speakable("Hola a todos", find_voice("ef_dora"), "es-MX") == "Hola a todos"


def test_every_language_becomes_symbols_that_the_network_knows() -> None:
    for voice in voices():
        if voice.language == "en":
            continue
        for piece in read(voice.preview, voice.locale):
            symbols = phonemes(piece.spoken, voice.locale)
            assert symbols, piece
            assert len(set(symbols) - set(VOCABULARY)) == 0, (voice.id, piece.spoken, set(symbols) - set(VOCABULARY))


def test_a_tone_bends_pace_and_pauses_within_reason() -> None:
    assert deliver("") == deliver("unheard-of") == deliver("neutral")
    urgent, solemn = deliver("urgent"), deliver("solemn and slow", pace=1.0)
    assert urgent.pace > 1 > solemn.pace >= 0.9
    assert urgent.pauses < 1 < solemn.pauses
    assert deliver("urgent", pace=1.2).pace == pytest.approx(1.2 * urgent.pace)
