"""Log lines: one JSON object each for machines, or plain ones for a terminal. Both name whose work it was."""

import json
import logging
import os
from datetime import UTC, datetime
from typing import Any

from wire.telemetry import traces
from wire.telemetry.context import bound


class JsonLines(logging.Formatter):
    """`at`, `level`, `logger`, `message`, the bound ids, `trace` where one is recorded, and `exception`."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "process": record.process,
            **bound(),
        }
        if trace := traces.trace_id():
            line["trace"] = trace
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class PlainLines(logging.Formatter):
    """As one reads it, with the ids in brackets at the end of the first line."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (logging's own name)
        ids = " ".join(f"{name}={value}" for name, value in bound().items())
        line = super().formatMessage(record)
        return f"{line} [{ids}]" if ids else line


FORMATS: dict[str, type[logging.Formatter]] = {"plain": PlainLines, "json": JsonLines}


def log_to_stderr() -> None:
    """For processes without Django's settings: the same lines in the same form, to whoever reads our standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(FORMATS[os.environ.get("STUDIO_LOG_FORMAT", "plain")]())
    logging.basicConfig(handlers=[handler], level=os.environ.get("STUDIO_LOG_LEVEL", "WARNING"))
