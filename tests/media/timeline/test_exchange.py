"""Other editors read the same cuts back."""

import random
from pathlib import Path

import opentimelineio as otio
import pytest

from generation.media.plan import Cue, Rate
from generation.media.timeline.exchange import to_edl, to_otio, to_srt
from generation.media.timeline.model import Cut, Grade, Timeline
from wire.errors import GenerationFailed

RATES = [Rate(24000, 1001), Rate(25), Rate(30000, 1001), Rate(30), Rate(60), Rate(60000, 1001)]
ONE, TWO = Path("/media/one"), Path("/media/two")
NAMES = {ONE: "Interview: day 1.mp4", TWO: "b-roll.mov"}


def timeline_at(rate: Rate, *, seed: int = 0) -> Timeline:
    """Cuts at many places, also around the minutes at which drop-frame time code leaves numbers out."""
    pick = random.Random(seed)
    minute = round(60 * rate.fraction)
    cuts = [Cut(ONE, minute * n - 3, minute * n + n) for n in (1, 2, 9, 10, 11)]
    for _ in range(40):
        start = pick.randrange(3 * 60 * minute)
        cuts.append(Cut(pick.choice([ONE, TWO, TWO]), start, start + pick.randrange(1, minute)))
    cuts.insert(3, Cut(None, 0, 17))
    cuts.append(Cut(TWO, 5, 99, Grade(brightness=0.2)))
    return Timeline(rate, 1920, 1080, tuple(cuts))


def read_back(composed: otio.schema.Timeline, rate: Rate) -> list[tuple[str | None, int, int]]:
    """`(name, start, end)` of each item of the picture track, a gap from 0."""
    found: list[tuple[str | None, int, int]] = []
    for item in composed.tracks[0]:
        taken = item.source_range
        assert taken.duration.rate == pytest.approx(float(rate.fraction))
        start, frames = round(taken.start_time.value), round(taken.duration.value)
        is_gap = isinstance(item, otio.schema.Gap)
        name = None if is_gap else item.media_reference.target_url or item.media_reference.name
        found.append((name, 0 if is_gap else start, frames if is_gap else start + frames))
    return found


def said(timeline: Timeline) -> list[tuple[str | None, int, int]]:
    return [(cut.source and NAMES[cut.source], cut.start, cut.end) for cut in timeline.cuts]


@pytest.mark.parametrize("rate", RATES, ids=lambda rate: f"{float(rate.fraction):.3f}")
def test_otio_and_edl_have_the_same_cuts(rate: Rate) -> None:
    timeline = timeline_at(rate)
    as_otio = otio.adapters.read_from_string(to_otio(timeline, NAMES, "A film"), "otio_json")
    assert read_back(as_otio, rate) == said(timeline)
    assert [track.kind for track in as_otio.tracks] == ["Video", "Audio"]
    assert as_otio.tracks[0][-1].metadata["studio"]["grade"]["brightness"] == 0.2
    edl = to_edl(timeline, NAMES, "A film")
    as_edl = otio.adapters.read_from_string(edl, "cmx_3600", rate=float(rate.fraction))
    assert as_edl.name == "A film"
    assert read_back(as_edl, rate) == said(timeline)


def test_drop_frame_is_said_and_written_where_it_is_meant() -> None:
    drop = to_edl(Timeline(Rate(30000, 1001), 1920, 1080, (Cut(ONE, 1800, 1810),)), NAMES, "Film")
    assert drop.startswith("TITLE: Film\nFCM: DROP FRAME\n")
    assert "00:01:00;02" in drop  # the 1,800th frame, as 29.97 drops two numbers a minute
    plain = to_edl(timeline_at(Rate(30)), NAMES, "Film")
    assert "FCM: NON-DROP FRAME" in plain
    assert ";" not in plain


def test_names_cannot_break_out_of_their_line() -> None:
    cuts = (Cut(ONE, 0, 50),)
    edl = to_edl(Timeline(Rate(25), 1920, 1080, cuts), {ONE: "x\n002  EVIL V C"}, "T\n003  EVIL")
    assert sum(line[:3].isdigit() for line in edl.splitlines()) == 1


def test_what_no_time_code_counts_is_refused() -> None:
    with pytest.raises(GenerationFailed, match="frames a second only"):
        to_edl(Timeline(Rate(20), 1920, 1080, (Cut(ONE, 0, 50),)), NAMES, "Film")
    with pytest.raises(GenerationFailed, match="24 hours"):
        to_edl(Timeline(Rate(25), 1920, 1080, (Cut(ONE, 0, 25 * 90_000),)), NAMES, "Film")


def test_captions_follow_their_pictures() -> None:
    timeline = Timeline(Rate(25), 1920, 1080, (Cut(ONE, 50, 100), Cut(None, 0, 25), Cut(ONE, 0, 50)))
    cues = {ONE: [Cue(500, 2500, ("Hello.",)), Cue(3500, 6000, ("And more.",))]}
    assert to_srt(timeline, NAMES, cues).strip().split("\n\n") == [
        "1\n00:00:00,000 --> 00:00:00,500\nHello.",
        "2\n00:00:01,500 --> 00:00:02,000\nAnd more.",
        "3\n00:00:03,500 --> 00:00:05,000\nHello.",
    ]


def test_without_captions_each_cut_says_where_it_is_from() -> None:
    timeline = Timeline(Rate(25), 1920, 1080, (Cut(ONE, 50, 100), Cut(TWO, 0, 25)))
    assert to_srt(timeline, NAMES).split("\n\n")[0] == (
        "1\n00:00:00,000 --> 00:00:02,000\n1. Interview: day 1.mp4\n0:00:02.000 – 0:00:04.000"
    )
