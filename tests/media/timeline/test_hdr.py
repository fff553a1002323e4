"""Films in HDR look on an ordinary screen as their light was meant."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from generation.media.timeline.decode import Pictures
from generation.media.timeline.fit import BT709, Frame, fit
from generation.media.timeline.hdr import HLG, PQ, table
from generation.media.timeline.index import index
from generation.media.timeline.ingest import inspect, make_index, make_proxy

pytestmark = pytest.mark.media
# Ten bits of a grey by its light in nits, and the eight bits that it has on a screen whose white is 100.
GREYS = {PQ: ((0.0, 64), (18.0, 369), (203.0, 573), (1000.0, 723)), HLG: ((0.0, 64), (203.0, 721), (1000.0, 940))}
MEANT = {0.0: 16, 18.0: 96, 203.0: 217, 1000.0: 235}


def greys(path: Path, transfer: int) -> Path:
    """A film of one picture whose columns are the greys."""
    columns = [code for _, code in GREYS[transfer]]
    luma = np.repeat(np.array(columns, np.uint16), 64)[None].repeat(64, axis=0)
    with av.open(str(path), "w") as file:
        video = file.add_stream("libx264", rate=Fraction(25), options={"crf": "1"})
        video.width, video.height, video.pix_fmt = luma.shape[1], 64, "yuv420p10le"
        context = video.codec_context
        context.color_range, context.colorspace, context.color_primaries, context.color_trc = 1, 9, 9, transfer
        picture = av.VideoFrame(luma.shape[1], 64, "yuv420p10le")
        chroma = np.full((32, luma.shape[1] // 2), 512, np.uint16)
        for plane, values in zip(picture.planes, (luma, chroma, chroma), strict=True):
            rows = np.zeros((values.shape[0], plane.line_size // 2), np.uint16)
            rows[:, : values.shape[1]] = values
            plane.update(rows.tobytes())
        file.mux(video.encode(picture))
        file.mux(video.encode(None))
    return path


@pytest.mark.parametrize("transfer", [PQ, HLG])
def test_light_is_brought_into_the_range_of_a_screen(tmp_path: Path, transfer: int) -> None:
    path = greys(tmp_path / "hdr.mp4", transfer)
    footage = index(path)
    assert footage.colour.transfer == transfer
    with Pictures(path, footage) as pictures:
        (shown,) = fit(pictures.frames([0]), footage, Frame(footage.width, footage.height, BT709))
    yuv = shown.to_ndarray()
    for place, (nits, _) in enumerate(GREYS[transfer]):
        assert abs(int(yuv[32, place * 64 + 32]) - MEANT[nits]) <= 3, nits
    assert np.abs(yuv[64:].astype(int) - 128).max() <= 2, "a grey stays grey"


@pytest.mark.parametrize("transfer", [PQ, HLG])
def test_more_light_is_never_shown_darker(transfer: int) -> None:
    shown = table(transfer)
    diagonal = shown[np.arange(33), np.arange(33), np.arange(33)]
    assert (np.diff(diagonal, axis=0) >= -1e-9).all()
    assert (shown >= 0).all()
    assert (shown <= 1).all()


def test_an_import_says_so_and_its_proxy_has_the_screens_colours(tmp_path: Path) -> None:
    path = greys(tmp_path / "hdr.mp4", PQ)
    found = inspect(path)
    assert any("HDR (PQ)" in note for note in found.notes)
    made = make_proxy(path, make_index(path, tmp_path, found), tmp_path, rate=found.rate)
    with av.open(str(made.proxy)) as file:
        luma = next(file.decode(video=0)).to_ndarray()
    assert [abs(int(luma[32, place * 64 + 32]) - level) <= 4 for place, level in enumerate(MEANT.values())] == [
        True
    ] * 4
