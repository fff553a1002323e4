"""What is copied and what is encoded, decided without opening a file."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from generation.media.plan import Rate
from generation.media.timeline.copying import Copy
from generation.media.timeline.index import CLEAN, KEY, Colour, Footage, SoundFacts
from generation.media.timeline.model import Cut, Grade, Timeline
from generation.media.timeline.plan import Blank, Encode, RenderPlan, SoundPiece, plan_render
from wire.errors import GenerationFailed

ONE, TWO = Path("/one.mp4"), Path("/two.mp4")
# Headers as x264 writes them for 160 × 96, with parameter sets numbered 0, and the same numbered 3.
HEADERS = bytes.fromhex("0164000bffe100176764000bacd9428da1000003000100000300320f14299601000568ef823cb0fdf8f800")
OTHERS = bytes.fromhex("0164000bffe100186764000b22cd9428da1000000300100000030320f142996001000668212f823cb0fdf8f800")


def footage(gop: int, *, frames: int = 100, is_open: bool = False, **changes: object) -> Footage:
    """GOPs of I P B B…: each P is decoded before the two B that are shown ahead of it.

    In an open GOP, the last two pictures shown before each later key picture are decoded after it.
    """
    shows: list[int] = []
    keys: list[int] = []
    for start in range(0, frames, gop):
        keys.append(len(shows))
        shows.append(start)
        at = start + 1
        while at < min(start + gop, frames):
            group = list(range(at, min(at + 3, start + gop, frames)))
            shows += [group[-1], *group[:-1]]
            at = group[-1] + 1
    flags = np.zeros(frames, np.uint8)
    flags[keys] = KEY if is_open else KEY | CLEAN
    flags[0] = KEY | CLEAN
    made = Footage(
        rate=Rate(25),
        frames=frames,
        width=160,
        height=96,
        coded_width=160,
        coded_height=96,
        rotation=0,
        aspect=Fraction(1),
        is_constant=True,
        is_interlaced=False,
        codec="h264",
        profile="High",
        pixel_format="yuv420p",
        colour=Colour(),
        extradata=HEADERS,
        stream=0,
        time_base=Fraction(1, 25),
        fingerprint="one",
        has_times=True,
        sound=SoundFacts(48_000, 2, frames * 1920, Fraction(0), "aac", 1, is_coarse=False),
        pts=np.arange(frames),
        packet_pts=np.array(shows),
        packet_flags=flags,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def planned(*cuts: Cut, one: Footage | None = None, two: Footage | None = None, smart: bool = True) -> RenderPlan:
    known = {ONE: one or footage(25), TWO: two or footage(25)}
    return plan_render(Timeline(Rate(25), 160, 96, cuts), known, smart)


def test_only_what_lies_before_the_first_key_picture_is_encoded() -> None:
    plan = planned(Cut(ONE, 10, 75))
    assert plan.pieces == (Encode(ONE, 10, 25), Copy(ONE, 25, 50, 25))
    assert (plan.copied, plan.encoded, plan.blank) == (50, 15, 0)


def test_a_copy_ends_in_the_middle_of_a_gop_where_no_picture_is_missing() -> None:
    assert planned(Cut(ONE, 0, 38)).pieces == (Copy(ONE, 0, 38, 0),)
    plan = planned(Cut(ONE, 0, 40))  # pictures 38, 39 and 40: 40 would come with the first packet of the three
    assert [piece.frames for piece in plan.pieces] == [38, 2]
    assert isinstance(plan.pieces[1], Encode)


def test_a_graded_cut_is_encoded_and_a_neutral_grade_is_none() -> None:
    assert planned(Cut(ONE, 0, 75, Grade(brightness=0.1))).copied == 0
    assert planned(Cut(ONE, 0, 75, Grade(gamma=1.0))).copied == 75


def test_cuts_that_go_on_from_one_another_are_one_piece() -> None:
    assert planned(Cut(ONE, 0, 30), Cut(ONE, 30, 100)).copied == 100
    assert planned(Cut(None, 0, 5), Cut(None, 0, 7)).pieces == (Blank(12),)


def test_an_open_gop_is_not_begun_with_its_leading_pictures() -> None:
    plan = planned(Cut(ONE, 30, 100), one=footage(25, is_open=True))
    assert plan.copied == 0
    assert planned(Cut(ONE, 0, 100), one=footage(25, is_open=True)).copied == 100


@pytest.mark.parametrize(
    "changes",
    [
        {"rate": Rate(30)},
        {"is_constant": False},
        {"is_interlaced": True},
        {"rotation": 90, "width": 96, "height": 160},
        {"coded_width": 320, "width": 320},
        {"pixel_format": "yuv420p10le"},
        {"codec": "hevc"},
        {"extradata": b""},
        {"extradata": b"\1\x64\0\x0b\xff\xe1\0\x20"},
        {"aspect": Fraction(4, 3)},
        {"colour": Colour(2, 1, 1, 1)},
        {"has_times": False},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_what_the_film_shows_otherwise_is_encoded(changes: dict[str, object]) -> None:
    assert planned(Cut(ONE, 0, 100), one=footage(25, **changes)).copied == 0


def test_sources_are_copied_together_where_their_headers_can_stand_in_one_file() -> None:
    cuts = (Cut(ONE, 0, 75), Cut(TWO, 0, 50))
    assert planned(*cuts).copied == 125  # the same headers
    other = footage(25, extradata=OTHERS)
    plan = planned(*cuts, two=other)  # other headers, under other numbers
    assert plan.copied == 125
    assert plan.lineage
    assert plan.lineage.free_id == 1
    colliding = footage(25, extradata=HEADERS.replace(b"\xcb", b"\xca").replace(b"\xb0\xfd", b"\xb1\xfd"))
    assert planned(*cuts, two=colliding).copied == 75  # the one with more to copy
    assert planned(*cuts, two=footage(25, colour=Colour(1, 6, 6, 6))).copied == 75


def test_chunks_are_ten_seconds_at_most_and_begin_with_a_gop() -> None:
    plan = planned(Cut(ONE, 0, 400), Cut(None, 0, 300), one=footage(25, frames=400), smart=False)
    lengths = [sum(piece.frames for piece in chunk) for chunk in plan.parts() if isinstance(chunk, tuple)]
    assert lengths == [250, 250, 200]


def test_sound_begins_and_ends_with_its_pictures_to_the_sample() -> None:
    rate = Rate(30000, 1001)
    cuts = tuple(Cut(ONE, start, start + 7) for start in (1, 40, 3))
    plan = plan_render(Timeline(rate, 160, 96, cuts), {ONE: footage(25, rate=rate)})
    assert plan.samples == rate.samples_at(21, 48_000)
    ends = [rate.samples_at(frames, 48_000) for frames in (7, 14, 21)]
    assert [piece.samples for piece in plan.sound] == [ends[0], ends[1] - ends[0], ends[2] - ends[1]]
    assert plan.sound[1].start == rate.samples_at(40, 48_000)


def test_a_film_is_silent_where_there_is_nothing_to_hear() -> None:
    silent = footage(25, sound=None)
    plan = planned(Cut(ONE, 0, 25), Cut(TWO, 0, 25), Cut(None, 0, 25), two=silent)
    assert plan.sound == (SoundPiece(ONE, 0, 48_000), SoundPiece(None, 0, 96_000))
    assert planned(Cut(TWO, 0, 25), one=silent, two=silent).sound == ()


def test_an_impossible_timeline_is_refused_with_all_its_problems() -> None:
    with pytest.raises(GenerationFailed, match=r"it is empty; 161 × 96 is no size"):
        plan_render(Timeline(Rate(25), 161, 96, ()), {})
    with pytest.raises(GenerationFailed, match=r"one\.mp4 is not indexed"):
        plan_render(Timeline(Rate(25), 160, 96, (Cut(ONE, 0, 5),)), {})
