"""A stranger's upload on its way into a project: looked at, refused with a reason that a person understands, prepared.

All decoding is done by confined processes; what is in here opens no file of a stranger but for its first bytes.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generation.media.plan import Rate
from generation.media.sandbox import confined_work, refusal
from generation.media.timeline import limits
from generation.media.timeline.boxes import check_boxes, kind_of
from generation.media.timeline.index import Footage
from generation.media.timeline.proxy import frames_of, size_of

Report = Callable[[float, str], None]

_CONFINED = "generation.media.timeline.untrusted"


@dataclass(frozen=True)
class Inspected:
    """What a film is. `width` and `height` are upright square pixels; `rate` and `frames` what its headers claim.

    `notes` are sentences for the owner: what is unusual about it and what the studio does about that.
    """

    container: str
    codec: str
    width: int
    height: int
    rotation: int
    rate: Rate
    frames: int
    duration_ms: int
    pixel_format: str
    bits: int
    is_interlaced: bool
    has_sound: bool
    sound_codec: str
    sound_rate: int
    channels: int
    notes: tuple[str, ...]

    @property
    def seconds(self) -> float:
        return self.duration_ms / 1000

    @property
    def pixels(self) -> int:
        return self.width * self.height


def inspect(path: Path, *, within: Path | None = None) -> Inspected:
    """Looks at an upload without decoding more than its first picture; takes ten seconds at most.

    Raises GenerationFailed with `reason`: `empty`, `too_large`, `format`, `playlist` (it leads to other files),
    `codec`, `no_picture`, `too_small` and `too_big` (pixels), `too_long`, `too_complex`, `truncated`,
    `unreadable`, `timeout`.
    """
    size = path.stat().st_size
    if size > limits.MOST_BYTES:
        raise refusal("too_large", f"The file is larger than {limits.MOST_BYTES >> 30} GB.")
    kind = kind_of(path)
    if kind == "mov":
        check_boxes(path)
    with tempfile.TemporaryDirectory(prefix="studio-look-", dir=within) as folder:
        told = confined_work(f"{_CONFINED}:look", [path], Path(folder), limits=limits.INSPECTION, kind=kind)
    return inspected(told)


def inspected(told: Any) -> Inspected:
    """Facts that a confined process told, taken for what they are: a stranger's."""
    try:
        rate = Rate(int(told["rate"][0]), int(told["rate"][1]))
        notes = tuple(str(note)[:300] for note in told["notes"])[:12]
        kinds = {name: kind for name, kind in Inspected.__annotations__.items() if name not in ("rate", "notes")}
        plain = {name: kind(told[name]) for name, kind in kinds.items()}
        found = Inspected(rate=rate, notes=notes, **plain)
    except (LookupError, TypeError, ValueError, OverflowError):
        raise refusal("unreadable", "The file is damaged in a way that misled its reader.") from None
    is_sound = (
        0 < found.width <= limits.LONGEST_SIDE
        and 0 < found.height <= limits.LONGEST_SIDE
        and 0 < found.frames <= limits.MOST_FRAMES
        and 0 < found.duration_ms <= limits.LONGEST_S * 1000
        and rate.fraction <= limits.FASTEST_RATE
    )
    if not is_sound:
        raise refusal("unreadable", "The file is damaged in a way that misled its reader.")
    return found


@dataclass(frozen=True)
class Prepared:
    """Files for looking at a film. `frames` are the proxy's, at the project's rate.

    `strip` is a JPEG of thumbnails; `layout` says `count`, `columns`, `width`, `height` and `every`: thumbnail i shows
    frame i * `every`. `waveform` is audiowaveform's JSON, fifty peaks a second; None for a silent film.
    """

    proxy: Path
    strip: Path
    waveform: Path | None
    layout: dict[str, int]
    frames: int
    width: int
    height: int


def make_index(
    path: Path,
    folder: Path,
    found: Inspected,
    *,
    report: Report | None = None,
    is_wanted: Callable[[], bool] = lambda: True,
) -> Path:
    """Reads all packets of an inspected film and writes its index (`Footage.to_bytes()`) into `folder`.

    Raises GenerationFailed with `reason` when the film breaks off or is longer than its headers said.
    """
    given = limits.reading(path.stat().st_size)
    confined_work(f"{_CONFINED}:read", [path], folder, limits=given, report=report, is_wanted=is_wanted)
    out = folder / "index"
    footage = Footage.from_bytes(out.read_bytes())  # what it wrote may be anything
    if footage.frames > limits.MOST_FRAMES or footage.frames / footage.rate.fraction > limits.LONGEST_S:
        raise refusal("too_long", f"It lasts longer than the {limits.LONGEST_S // 3600} hours that are taken.")
    if found.container != "mpegts" and footage.frames / footage.rate.fraction < 0.9 * found.seconds - 1:
        missing = found.seconds - float(footage.frames / footage.rate.fraction)
        raise refusal("truncated", f"The last {missing:.0f} seconds are missing from the file. Upload it again.")
    return out


def make_proxy(
    path: Path,
    index: Path,
    folder: Path,
    *,
    rate: Rate,
    report: Report | None = None,
    is_wanted: Callable[[], bool] = lambda: True,
) -> Prepared:
    """Decodes the film once, from its index, and writes proxy, strip and waveform into `folder`.

    Frame n of the proxy is frame n of the film at `rate`, whatever the film's own rate is or does.
    """
    footage = Footage.from_bytes(index.read_bytes())
    frames = frames_of(footage, rate)
    given = limits.work(float(frames / rate.fraction), footage.coded_width * footage.coded_height)
    layout = confined_work(
        f"{_CONFINED}:prepare",
        [path, index],
        folder,
        limits=given,
        report=report,
        is_wanted=is_wanted,
        rate=[rate.numerator, rate.denominator],
    )
    waveform = folder / "waveform.json"
    width, height = size_of(footage)
    return Prepared(
        proxy=folder / "proxy.mp4",
        strip=folder / "strip.jpg",
        waveform=waveform if footage.sound else None,
        layout={str(name): int(value) for name, value in layout.items()},
        frames=frames,
        width=width,
        height=height,
    )
