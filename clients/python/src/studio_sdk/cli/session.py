"""What commands share: the client, where its address and key are kept, and how results are printed."""

import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

import typer
from rich.console import Console
from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.table import Table

from studio_sdk import StudioClient
from studio_sdk.errors import ApiError, StudioError
from studio_sdk.waiting import OnProgress, Progress

# Where no terminal says how wide it is, rows are not to be folded: other programs read them.
_WIDE = 400


def _console(file: TextIO) -> Console:
    return Console(file=file, width=None if file.isatty() else _WIDE)


def config_path() -> Path:
    home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(home) / "studio" / "config.json"


@dataclass
class Session:
    """One run of the command line. `as_json` prints answers as they are, for other programs."""

    as_json: bool = False
    _client: StudioClient | None = field(default=None, repr=False)
    out: Console = field(default_factory=lambda: _console(sys.stdout))
    err: Console = field(default_factory=lambda: _console(sys.stderr))

    @property
    def client(self) -> StudioClient:
        if self._client is None:
            kept = _kept()
            url = os.environ.get("STUDIO_URL") or kept.get("url")
            key = os.environ.get("STUDIO_API_KEY") or kept.get("key")
            if not key:
                raise typer.BadParameter("No API key. Set STUDIO_API_KEY, or keep one with: studio login")
            self._client = StudioClient(url, key)
        return self._client

    def close(self) -> None:
        if self._client:
            self._client.close()
        self._client = None

    def show(self, answer: Any, text: Callable[[Any], Any] | None = None) -> None:
        """Print an answer: as JSON where that is wanted or no other form is known, else as `text` makes it."""
        if self.as_json or text is None:
            print(json.dumps(answer, indent=2, ensure_ascii=False))
        else:
            made = text(answer)
            self.out.print(made, markup=False, highlight=False) if isinstance(made, str) else self.out.print(made)

    def list(self, items: Iterable[Any], columns: Sequence[str]) -> None:
        """Print rows as a table. A column is a dotted path into an item."""
        found = list(items)
        if self.as_json:
            return self.show(found)
        if not found:
            return self.note("Nothing yet.")
        table = Table(box=None, pad_edge=False, header_style="bold")
        for column in columns:
            table.add_column(column.rpartition(".")[2], overflow="fold")
        for item in found:
            table.add_row(*(_cell(item, column) for column in columns))
        return self.out.print(table)

    def note(self, text: str) -> None:
        """A remark for the person; programs read standard output only."""
        self.err.print(text, markup=False, highlight=False, style="dim")

    def fail(self, error: Exception) -> None:
        if self.as_json:
            told: dict[str, Any] = {"message": str(getattr(error, "message", error))}
            if isinstance(error, ApiError):
                told |= {"code": error.code, "status": error.status, "details": error.details}
                told["requestId"] = error.request_id
            told["safeToRetry"] = isinstance(error, StudioError) and error.is_safe_to_retry
            print(json.dumps({"error": told}, ensure_ascii=False), file=sys.stderr)
        else:
            text = error.format_message() if isinstance(error, typer.BadParameter) else str(error)
            self.err.print(text, markup=False, highlight=False, style="red")

    @contextmanager
    def watched(self, label: str) -> Any:
        """A callback for progress: a bar on a terminal, a line for each stage elsewhere."""
        if not self.err.is_terminal:
            yield _lines(label)
            return
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        with Bar(*columns, console=self.err, transient=True) as bar:
            task = bar.add_task(label, total=1.0)

            def tell(progress: Progress) -> None:
                bar.update(task, description=f"{label}: {progress.stage or progress.status.lower()}")
                if progress.fraction is not None:
                    bar.update(task, completed=progress.fraction)

            yield tell


session = Session()


def _lines(label: str) -> OnProgress:
    told = ""

    def tell(progress: Progress) -> None:
        nonlocal told
        stage = progress.stage or progress.status.lower()
        if stage != told:
            print(f"{label}: {stage}", file=sys.stderr, flush=True)
        told = stage

    return tell


def keep(url: str, key: str) -> Path:
    """Keep address and key for later runs, for this user's eyes only."""
    path = config_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(json.dumps({"url": url, "key": key}))
    return path


def _kept() -> dict[str, str]:
    try:
        told: dict[str, str] = json.loads(config_path().read_text())
    except (OSError, ValueError):
        return {}
    return told


def _cell(item: Any, column: str) -> str:
    for name in column.split("."):
        item = item.get(name) if isinstance(item, dict) else None
    return "" if item is None else str(item)
