"""Whatever is thrown at the writer, it answers with a script or with a cause."""

import pytest

from generation.providers.base import Script, ScriptRequest, SourceText, Target
from generation.providers.local import embedding
from generation.providers.local.text import digest, rank, segment, write_script
from generation.providers.local.text.reading import MAX_SENTENCES, read
from wire.errors import GenerationFailed

MODES = ("documentary", "podcast", "drama")


def write(text: str, *, mode: str = "documentary", seconds: int = 60) -> Script:
    request = ScriptRequest(
        sources=(SourceText(id="s", text=text),), target=Target(), duration_ms=seconds * 1000, mode=mode
    )  # type: ignore[arg-type]
    return write_script(request)


@pytest.mark.parametrize(
    "text", ["", "   \n\t\n", "###\n---\n***", "https://example.org\n\npress@example.org", "!!! ??? ..."]
)
def test_nothing_to_tell_is_a_failure_with_a_cause(text):
    for make in (write, lambda t: digest((SourceText(id="s", text=t),))):
        with pytest.raises(GenerationFailed) as failure:
            make(text)
        assert len(failure.value.message.split()) > 5


def test_no_sources_at_all():
    with pytest.raises(GenerationFailed):
        digest(())


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "text",
    [
        "The bridge opened on Monday.",
        "We repair clocks.",
        "Fresh bread daily",
        "- Milk\n- Eggs, a dozen\n- Two loaves of rye bread\n- Candles for the cake",
        "THE COUNCIL WILL CLOSE THE BRIDGE ON MONDAY. BUSES WILL STOP AT THE SQUARE. THE WORKS COST 2 MILLION EUROS.",
        "Year | Visitors | Income\n2021 | 400 | 1200\n2022 | 900 | 3100\n\nThe museum grew in both years.",
        "Die Brücke wird am Montag geschlossen. Die Arbeiten kosten zwei Millionen Euro. Der Rat hat zugestimmt.",
        "La boulangerie ouvre à six heures. Elle vend deux cents pains par jour.",
        "橋は月曜日に閉まります。工事費は二億円です。",
        '"Is anybody there?" said the Traveller. "No," said the door.',
        "Q: What is it?\nA: It is a boat.\nQ: How long?\nA: It is 12 metres long and it can carry 40 people.",
    ],
)
def test_odd_texts_give_something_sane(text, mode):
    script = write(text, mode=mode, seconds=30)
    assert script.title.strip()
    assert script.scenes
    for scene in script.scenes:
        assert scene.picture.strip()
        for line in scene.lines:
            assert line.text.strip()
            assert line.text[-1] in '.!?…"”。'


def test_a_megabyte_is_read_within_fixed_bounds(text_of):
    paragraph = text_of("press-release").text.split("\n\n")[4]
    text = "\n\n".join(f"{paragraph} The count was {n}." for n in range(3_000))
    assert len(text) > 1_000_000
    source = SourceText(id="s", text=text[:1_000_000])
    blocks = segment.read_blocks(source)
    assert sum(block.end - block.start for block in blocks) <= 1.2 * segment.MAX_CHARS
    reading = read((source,))
    assert len(reading.sentences) <= MAX_SENTENCES
    found = digest((source,))
    assert len(found.facts) <= 400
    for fact in found.facts:
        assert segment.flowing(source.text[fact.span.start : fact.span.end], source.text) == fact.text
    assert write(source.text, seconds=60).scenes


@pytest.mark.parametrize("text", ["word " * 400, "The mill turned and the river ran and " * 30_000])
def test_text_without_a_full_stop_is_refused_with_a_cause(text):
    with pytest.raises(GenerationFailed, match="sentences"):
        write(text)


def test_ranking_embeds_a_bounded_number_of_sentences(monkeypatch):
    asked: list[int] = []

    class Counting:
        def passage(self, texts):
            import numpy as np

            asked.append(len(texts))
            return np.eye(len(texts), 4, dtype="float32")

        def query(self, text):
            import numpy as np

            return np.ones(4, dtype="float32")

    monkeypatch.setattr(embedding, "model", lambda: Counting())
    rank.similarity("cost", [f"Sentence number {n} about cost." for n in range(500)])
    assert asked == [rank.MAX_EMBEDDED]


def test_without_the_embedding_model_words_still_rank(monkeypatch):
    monkeypatch.setattr(embedding, "model", lambda: None)
    near = rank.similarity("the collaboration angle", ["Crews and engineers worked together.", "It cost 4 million."])
    assert near[0] > near[1]
