"""Imports and renders that stop where a test can kill them, as an app of real workers: STUDIO_EXTRA_APPS names `Held`.

A first attempt that has come far enough stops its confined process, leaves a file in `STUDIO_DATA/held`, `import` or
`export`, and goes no further. What each attempt at a render reports is written down beside it in `export.<attempt>`.
"""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings


class Held(AppConfig):
    name = "tests.timelines"
    label = "held_timelines"
    path = str(Path(__file__).parent)

    def ready(self) -> None:
        from generation.timelines.pipeline import imports, render

        imports.make_proxy = _held_proxy(imports.make_proxy)  # type: ignore[assignment]
        render.render_apart = _held_render(render.render_apart)  # type: ignore[assignment]


def _held(name: str) -> Path:
    folder = Path(settings.STUDIO_DATA) / "held"
    folder.mkdir(exist_ok=True)
    return folder / name


def _hold(name: str) -> None:
    if _held(name).exists():
        return
    for child in Path(f"/proc/{os.getpid()}/task").glob("*/children"):
        for pid in child.read_text().split():
            os.kill(int(pid), signal.SIGSTOP)
    _held(name).touch()
    while True:
        time.sleep(1)


def _held_proxy(make: Callable[..., Any]) -> Callable[..., Any]:
    """With its first picture."""

    def held(*given: Any, report: Callable[[float, str], None], **more: Any) -> Any:
        def told(fraction: float, message: str) -> None:
            report(fraction, message)
            _hold("import")

        return make(*given, report=told, **more)

    return held


def _held_render(make: Callable[..., Any]) -> Callable[..., Any]:
    """With the first part that is finished."""

    def held(timeline: Any, out: Path, *, report: Callable[[float, str], None], **more: Any) -> Any:
        def told(fraction: float, message: str) -> None:
            with _held(f"export.{out.parent.name}").open("a") as log:
                log.write(f"{fraction}\n")
            report(fraction, message)
            if any((out.parent / "parts").glob("[0-9a-f]*.chunk")):
                _hold("export")

        return make(timeline, out, report=told, **more)

    return held
