"""Contact sheets: a film at a glance, frames spread evenly over it, each with its time."""

from collections.abc import Sequence
from pathlib import Path

import av
from PIL import Image, ImageDraw

from generation.media.fonts import Face
from generation.media.formats import opened
from generation.media.plan import Rate
from generation.media.probe import probe
from wire.errors import GenerationFailed

GROUND, LABEL = (18, 19, 22), (176, 174, 168)
SHEET_WIDTH, GAP, MARGIN = 1600, 16, 32
MOST_ROWS = 12
QUALITY = 82  # of 100, as JPEG
SECONDS_A_FRAME = 3  # without `rows`, about one frame for each shot of this length


def contact_sheet(
    film: Path, out: Path, columns: int = 4, rows: int | None = None, *, times_ms: Sequence[int] = ()
) -> Path:
    """Writes a picture (JPEG or PNG by its suffix) with the frames of `film` at `times_ms`.

    Without times it has `columns` × `rows` frames, each the middle one of its share of the film. Raises
    GenerationFailed when the file has no picture.
    """
    found = probe(film)
    if found.rate is None or found.frames == 0:
        raise GenerationFailed(f"{film.name} has no picture.")
    rate, total = found.rate, found.frames
    if times_ms:
        shown = _thinned([min(rate.frames_at(ms), total - 1) for ms in times_ms], columns * MOST_ROWS)
    else:
        if rows is None:
            rows = max(1, min(MOST_ROWS, round(float(total / rate.fraction) / SECONDS_A_FRAME / columns)))
        count = min(columns * rows, total)
        shown = [total * (2 * number + 1) // (2 * count) for number in range(count)]
    with opened(film) as container:
        container.streams.video[0].thread_type = "AUTO"
        width = (SHEET_WIDTH - 2 * MARGIN - (columns - 1) * GAP) // columns
        height = round(width * found.height / found.width)
        stills = _stills(container, [rate.ms_at(number) for number in shown], (width, height))
    return _laid_out(out, stills, shown, rate, columns)


def _thinned(numbers: list[int], most: int) -> list[int]:
    """At most so many of them, evenly spread."""
    if len(numbers) <= most:
        return numbers
    return [numbers[index * len(numbers) // most] for index in range(most)]


def _stills(container: av.container.InputContainer, times_ms: list[int], size: tuple[int, int]) -> list[Image.Image]:
    """The frames that are shown at those times, each decoded from the nearest place where that can begin."""
    stills = []
    for ms in times_ms:
        container.seek(ms * 1000)
        for frame in container.decode(video=0):
            if frame.time is not None and frame.time * 1000 > ms - 1:
                stills.append(frame.to_image(width=size[0], height=size[1], interpolation="AREA"))
                break
    return stills


def _laid_out(out: Path, stills: list[Image.Image], numbers: list[int], rate: Rate, columns: int) -> Path:
    label = Face("inter", 500, 15, tracking=0.02)
    width, height = stills[0].size
    step = height + round(label.size * 2.2) + GAP
    rows = -(-len(stills) // columns)
    sheet = Image.new("RGB", (SHEET_WIDTH, 2 * MARGIN + rows * step - GAP), GROUND)
    letters = Image.new("L", sheet.size)
    pen = ImageDraw.Draw(letters)
    for index, (still, number) in enumerate(zip(stills, numbers, strict=False)):
        x = MARGIN + index % columns * (width + GAP)
        y = MARGIN + index // columns * step
        sheet.paste(still, (x, y))
        label.draw(pen, x, y + height + label.size * 1.5, _timecode(rate.ms_at(number)))
    sheet.paste(LABEL, mask=letters)
    out.parent.mkdir(parents=True, exist_ok=True)
    unfinished = out.with_name(f".{out.name}.part")
    if out.suffix == ".jpg":
        sheet.save(unfinished, format="JPEG", quality=QUALITY, optimize=True)
    else:
        sheet.save(unfinished, format="PNG")
    unfinished.replace(out)
    return out


def _timecode(ms: int) -> str:
    return f"{ms // 60_000:02}:{ms // 1000 % 60:02}.{ms % 1000 // 100}"
