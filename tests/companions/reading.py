"""An answer's stream, read as a browser's EventSource reads it."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Heard:
    chunks: list[str] = field(default_factory=list)
    events: dict[str, list[Any]] = field(default_factory=lambda: defaultdict(list))

    @property
    def text(self) -> str:
        return "".join(self.chunks)


def answer_of(body: str) -> Heard:
    heard = Heard()
    for block in body.split("\n\n"):
        lines = block.split("\n")
        data = "\n".join(line.removeprefix("data: ") for line in lines if line.startswith("data:"))
        name = next((line.removeprefix("event: ") for line in lines if line.startswith("event: ")), "message")
        if not any(line.startswith("data:") for line in lines):
            continue
        if name == "message":
            heard.chunks.append(data)
        else:
            heard.events[name].append(json.loads(data))
    return heard
