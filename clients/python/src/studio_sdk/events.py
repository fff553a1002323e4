"""Server-Sent Events, as the HTML standard has them."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Event:
    """`data` as it came; `json` is it read, or the text itself where it is none."""

    name: str
    data: str
    id: str = ""

    @property
    def json(self) -> Any:
        try:
            return json.loads(self.data)
        except ValueError:
            return self.data


def read_events(lines: Iterable[str]) -> Iterator[Event]:
    """The events of a stream's lines. One that was cut off before its blank line is dropped."""
    data: list[str] = []
    name, last_id = "message", ""
    for line in lines:
        if not line:
            if data:
                yield Event(name, "\n".join(data), last_id)
            name, data = "message", []
            continue
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if field == "data":
            data.append(value)
        elif field == "event":
            name = value
        elif field == "id":
            last_id = value
