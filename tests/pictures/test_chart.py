# ruff: noqa: E501 - outlines and tables are read by the row
"""Figures as pictures: every kind in every frame, inside the title-safe area, off the captions' ground."""

from pathlib import Path

import numpy as np
import pytest

from generation.providers.base import Chart
from generation.providers.local.pictures import draw
from generation.providers.local.pictures.chart import figure_text, split_figure
from tests.pictures.world import detail, pixels, request

CHARTS = [
    Chart(kind="number", title="raised in Series B funding", values=(42.0,), labels=(), unit="million", display="$42 million"),
    Chart(kind="number", title="", values=(), labels=(), display="three"),
    Chart(kind="bars", title="Households connected", values=(120, 340, 610, 980), labels=("2022", "2023", "2024", "2025")),
    Chart(kind="compare", title="Energy lost", values=(18, 6.5), labels=("Before", "After"), unit="%"),
    Chart(kind="compare", title="Nothing to compare", values=(0.0, 0.0), labels=("A very long label that cannot fit on one line at all", "B")),
    Chart(kind="share", title="of patients slept through the night", values=(63,), labels=(), unit="%", display="63 %"),
    Chart(kind="share", title="one part of two", values=(1, 3), labels=("a", "b")),
]  # fmt: skip


@pytest.mark.media
@pytest.mark.parametrize("chart", CHARTS, ids=lambda c: f"{c.kind}-{c.title[:12]}")
@pytest.mark.parametrize(("width", "height"), [(480, 270), (270, 480), (320, 320)])
def test_a_figure_is_drawn_inside_the_safe_area_and_above_the_captions(
    tmp_path: Path, chart: Chart, width: int, height: int
) -> None:
    result = draw(request(chart=chart, width=width, height=height), tmp_path)
    image = pixels(result.path)
    bright = image.astype(np.float32).max(axis=2) > 150
    rows, columns = np.nonzero(bright)
    assert len(rows), "the figure must be seen"
    assert columns.min() >= width * 0.05
    assert columns.max() <= width * 0.95
    assert rows.min() >= height * 0.05
    assert rows.max() <= height * 0.72
    assert detail(image[int(height * 0.75) :]) < 0.02


class TestFigureText:
    @pytest.mark.parametrize(
        ("written", "parts"),
        [
            ("$42 million", ("$42", "million")),
            ("63 %", ("63 %", "")),
            ("9.4 hectares", ("9.4", "hectares")),
            ("1,200", ("1,200", "")),
            ("three", ("three", "")),
        ],
    )
    def test_the_figure_stands_large_and_its_unit_beside_it(self, written: str, parts: tuple[str, str]) -> None:
        assert split_figure(written) == parts

    def test_values_are_written_without_false_precision(self) -> None:
        chart = Chart(kind="bars", title="", values=(1200, 6.5), labels=("a", "b"), unit="%")
        assert [figure_text(chart, i) for i in range(2)] == ["1,200%", "6.5%"]
