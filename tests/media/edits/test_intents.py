"""What a prompt asks for is read as operations; what cannot be done is said in a sentence."""

import pytest

from generation.media.edits.intents import Operation, read


def kinds(prompt: str, *, has_box: bool = False) -> list[str]:
    return [operation.kind for operation in read(prompt, has_box=has_box).operations]


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("make it night with heavy rain", ["night", "rain"]),
        ("Turn day into night", ["night"]),
        ("golden hour", ["golden_hour"]),
        ("Make it snow gently while the camera zooms in", ["snow", "zoom_in"]),
        ("black and white, film grain", ["black_and_white", "grain"]),
        ("make the shot warmer and slightly brighter", ["warm", "brighten"]),
        ("teal and orange cinematic look", ["teal_orange"]),
        ("blur the background", ["background_blur"]),
        ("blur the license plate", ["blur"]),
        ("turn it into a comic book", ["comic"]),
        ("watercolour painting", ["watercolour"]),
        ("slow motion", ["slow"]),
        ("speed it up 2x", ["fast"]),
        ("play it backwards", ["reverse"]),
        ("Replace the sky with a sunset sky", ["sky"]),
        ("no rain, make it sunny", ["sunny"]),
        ("snow, but not at night", ["snow"]),
        ("a touch of film grain and a vignette", ["grain", "vignette"]),
    ],
)
def test_prompts_name_operations(prompt: str, expected: list[str]) -> None:
    assert kinds(prompt) == expected
    assert read(prompt).unsupported == ()


@pytest.mark.parametrize(
    ("prompt", "kind"),
    [
        ("lower the brightness", "darken"), ("less bright", "darken"), ("reduce exposure", "darken"),
        ("increase the brightness", "brighten"), ("raise the exposure", "brighten"), ("less dark", "brighten"),
        ("reduce the contrast", "flat"), ("less contrast", "flat"), ("boost the contrast", "contrast"),
        ("lower saturation", "desaturate"), ("less colourful", "desaturate"), ("boost the colours", "saturate"),
        ("increase saturation", "saturate"), ("less warm", "cool"), ("less cold", "warm"),
        ("reduce the speed", "slow"), ("decrease speed", "slow"), ("increase the speed", "fast"),
        ("double the speed", "fast"), ("remove the noise", "denoise"),
    ],
)  # fmt: skip
def test_more_and_less_of_a_thing_are_opposites(prompt: str, kind: str) -> None:
    reading = read(prompt, has_box=True)
    assert ([operation.kind for operation in reading.operations], reading.unsupported) == ([kind], ())


def test_adverbs_are_strengths_and_factors_are_read() -> None:
    assert read("slightly darker").operations == (Operation("darken", 0.6),)
    assert read("very foggy").operations == (Operation("fog", 1.4),)
    assert read("slow it down to 50%").operations[0].amount == 0.5
    assert read("half speed").operations[0].amount == 0.5
    assert read("speed it up 3x").operations[0].amount == 3
    assert read("double the speed").operations[0].amount == 2
    assert read("reduce the speed to 40%").operations[0].amount == 0.4


def test_things_and_colours_and_words_are_taken_as_written() -> None:
    assert read("turn the car red", has_box=True).operations == (Operation("recolour", target="car", colour="red"),)
    assert read("make the grass greener").operations[0].colour == "green"
    assert read("remove the man on the left", has_box=True).operations == (Operation("remove", target="man"),)
    written = read('put "Night & Rain, 50% off" on the sign')
    assert written.operations == (Operation("text", text="Night & Rain, 50% off"),)  # not an order for rain


@pytest.mark.parametrize(
    ("prompt", "part"),
    [
        ("make him smile", "cannot change what people or things do"),
        ("add a dragon", "cannot draw new things"),
        ("replace the dog with a cat", "in another's place"),
        ("remove the rain", "cannot take rain out"),
        ("remove the man", "draw a box"),
        ("turn the car red", "draw a box"),
        ("réalise un film", "not among what can be done"),
        ("string", "not among what can be done"),
    ],
)
def test_what_cannot_be_done_is_said(prompt: str, part: str) -> None:
    reading = read(prompt)
    assert reading.operations == ()
    assert part in reading.unsupported[0]


def test_the_rest_of_a_prompt_is_done_all_the_same() -> None:
    reading = read("make it night and add a dragon")
    assert [operation.kind for operation in reading.operations] == ["night"]
    assert len(reading.unsupported) == 1


@pytest.mark.parametrize("prompt", ["", "   ", "\0\0", "'" * 500, "and " * 900, "the it of", "“”", '"" ""', "x" * 5000])
def test_odd_prompts_do_no_harm(prompt: str) -> None:
    assert read(prompt).operations == ()
