"""Nothing is invented: every line leads back to its source, and what is quoted is what was said."""

import re

from generation.providers.base import Line, Script, SourceText

# Words that the writer may add to facts: who speaks, what a pronoun stood for, what joins two halves.
OWN_WORDS = {
    *("is", "are", "was", "that", "this", "it", "the", "a", "an", "of", "in", "to", "but", "so", "yet", "here", "like"),
    *(
        "they",
        "their",
        "them",
        "again",
        "back",
        "listen",
        "words",
        "puts",
        "release",
        "researchers",
        "team",
        "according",
    ),
}


def plain(text: str) -> str:
    return re.sub(r"[^a-z0-9.%$£€ ]+", " ", text.lower().replace("’", "'").replace("'", "")).strip()


def words(text: str) -> list[str]:
    return re.findall(r"[a-z]+|\d[\d,.]*\d|\d", plain(text).replace(",", ""))


def numbers(text: str) -> set[str]:
    return {n.rstrip(".,") for n in re.findall(r"\d[\d,.]*", text)}


def told(script: Script) -> list[Line]:
    return [line for scene in script.scenes for line in scene.lines]


def evidence_of(line: Line, source: SourceText) -> str:
    return " ".join(source.text[span.start : span.end] for span in line.evidence)


def test_every_figure_of_a_line_stands_in_its_own_evidence(text_of, script_of, any_text, any_mode):
    source = text_of(any_text)
    for line in told(script_of(any_text, mode=any_mode, seconds=90)):
        assert numbers(line.text) <= numbers(evidence_of(line, source)), line


def test_every_word_of_a_fact_comes_from_the_source(text_of, script_of, any_text, any_mode):
    source = text_of(any_text)
    known = set(words(source.text)) | OWN_WORDS
    for line in told(script_of(any_text, mode=any_mode, seconds=90)):
        if line.evidence:
            assert {w.removesuffix("s") if w not in known else w for w in words(line.text)} <= known, line


def test_lines_of_our_own_state_no_fact(text_of, script_of, any_text, any_mode):
    source = text_of(any_text)
    for line in told(script_of(any_text, mode=any_mode, seconds=90)):
        if line.evidence:
            continue
        assert not re.search(r"\d", line.text), line
        for name in re.findall(r"(?<=[a-z,] )[A-Z][a-z]+", line.text):
            assert name in source.text, line


def test_quoted_people_say_only_what_they_are_quoted_with(text_of, script_of, any_text, any_mode):
    source = text_of(any_text)
    script = script_of(any_text, mode=any_mode, seconds=90)
    quoted = {character.name for character in script.characters if character.role == "quoted"}
    for line in told(script):
        if line.character in quoted:
            said = plain(evidence_of(line, source))
            for sentence in re.split(r"(?<=[.!?]) ", line.text):
                assert plain(sentence).rstrip(".") in said.replace(",", ""), line


def test_evidence_lies_inside_the_source(text_of, script_of, any_text, any_mode):
    source = text_of(any_text)
    for line in told(script_of(any_text, mode=any_mode)):
        for span in line.evidence:
            assert span.source_id == source.id
            assert 0 <= span.start < span.end <= len(source.text)


def test_names_on_the_cast_list_are_in_the_source_or_are_parts(text_of, script_of, any_text, any_mode):
    parts = {"Narrator", "Reader", "Host", "Expert", "Sceptic", "Believer", "Doubter", "First voice", "Second voice"}
    source = text_of(any_text)
    script = script_of(any_text, mode=any_mode, seconds=90)
    for character in script.characters:
        assert character.name in parts or character.name.lower() in source.text.lower()
    assert {line.character for line in told(script)} == {character.name for character in script.characters}


def test_charts_show_figures_of_their_scene(script_of, any_text, any_mode):
    for scene in script_of(any_text, mode=any_mode, seconds=90).scenes:
        if scene.chart:
            spoken = " ".join(line.text for line in scene.lines)
            for shown in re.findall(r"\d[\d,.]*\d|\d", scene.chart.display):
                assert shown in spoken, scene.chart
            assert scene.chart.title.strip()
