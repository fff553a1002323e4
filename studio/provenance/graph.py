"""The graph itself: nodes in columns, and edges between them. Plain data that a page draws and a program reads."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

# In the order in which they stand beside each other; one without nodes is left out.
COLUMNS = {
    "sources": "Sources",
    "plan": "Plan",
    "script": "Script and scenes",
    "calls": "Made by",
    "files": "Files",
    "exports": "Exports",
}


@dataclass(frozen=True)
class Line:
    """One provider call of a node."""

    key: str
    status: str
    model: str
    latency_ms: int | None
    cost_microusd: int
    content_key: str
    made_at: str


@dataclass
class Node:
    """A thing that the output is made of, or the output. `id` is a fragment identifier within the graph.

    `earlier_job` names the job that made it when that is not a job of this output: the result was used again.
    """

    id: str
    column: str
    title: str
    detail: str = ""
    url: str = ""
    facts: list[tuple[str, str]] = field(default_factory=list)
    calls: list[Line] = field(default_factory=list)
    earlier_job: str = ""
    is_result: bool = False


@dataclass
class Graph:
    """`title` names the output, `url` its page. Edges lead from what was used to what was made of it.

    `headings` are those of columns that are called otherwise here.
    """

    title: str
    url: str
    headings: dict[str, str] = field(default_factory=dict)
    nodes: list[Node] = field(default_factory=list)
    edges: list[tuple[str, str]] = field(default_factory=list)

    def add(self, node: Node, *, of: Iterable[str] = ()) -> str:
        """Put the node in, made of those; its id."""
        self.nodes.append(node)
        self.edges += [(one, node.id) for one in dict.fromkeys(of)]
        return node.id

    def columns(self) -> list[tuple[str, str, list[Node]]]:
        """(name, heading, nodes) of every column that has any."""
        named = {**COLUMNS, **self.headings}
        found = [(name, title, [n for n in self.nodes if n.column == name]) for name, title in named.items()]
        return [one for one in found if one[2]]

    def in_column(self, name: str) -> list[str]:
        return [node.id for node in self.nodes if node.column == name]

    def as_dict(self) -> dict[str, Any]:
        """The graph as programs read it."""
        return {
            "title": self.title,
            "columns": [{"name": name, "title": title} for name, title, _ in self.columns()],
            "nodes": [
                {**asdict(node), "facts": [{"label": label, "value": value} for label, value in node.facts]}
                for node in self.nodes
            ],
            "edges": [{"from": before, "to": after} for before, after in self.edges],
        }
