"""Where an output comes from: the graph drawn as SVG, the same as a list, and as JSON for programs."""

from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from studio.dashboard.access import Member, page
from studio.provenance.find import graph_of
from studio.provenance.graph import Graph, Node

WIDTH = 928  # of the drawing, in SVG user units: pixels at its natural size
_GAP, _ROW_GAP, _HEAD = 26, 12, 30  # between columns, between nodes, and above the first node
_WIDEST = 200
_CHARACTER = 6.7  # the mean width of one, in the drawing's title type
_LINE, _SMALL_LINE, _PAD = 16, 14, 9
_NAMES = {"plan": "the plan", "script": "the script", "asked": "what was asked for"}  # they may share a title
_MOST = 12  # nodes drawn of a column; the list below has them all


@dataclass(frozen=True)
class Box:
    """A node where it is drawn: a rectangle with lines of text, each (y, words)."""

    node: Node
    x: float
    y: float
    width: float
    height: float
    title: list[tuple[float, str]]
    detail: list[tuple[float, str]]

    @property
    def text_x(self) -> float:
        return round(self.x + _PAD, 1)

    @property
    def label(self) -> str:
        return ". ".join(one for one in (self.node.title, self.node.detail, _earlier(self.node)) if one)


@dataclass(frozen=True)
class Drawing:
    """The graph with places. `paths` are the edges as SVG path data, `heads` (x, words) stand above the columns."""

    width: int
    height: float
    boxes: list[Box]
    paths: list[str]
    heads: list[tuple[float, str]]


@page
def provenance(request: HttpRequest, member: Member, output_id: str) -> HttpResponse:
    graph = graph_of(output_id, organization_id=member.organization_id, revision=_revision(request))
    names = {node.id: _NAMES.get(node.id, node.title) for node in graph.nodes}
    columns = [(title, [_listed(graph, node, names) for node in nodes]) for _, title, nodes in graph.columns()]
    context = {"graph": graph, "output_id": output_id, "columns": columns, "drawing": drawn(graph)}
    return render(request, "dashboard/provenance.html", context)


@page
def provenance_json(request: HttpRequest, member: Member, output_id: str) -> HttpResponse:
    graph = graph_of(output_id, organization_id=member.organization_id, revision=_revision(request))
    return JsonResponse({"id": output_id, **graph.as_dict()})


def _revision(request: HttpRequest) -> int | None:
    text = request.GET.get("revision", "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise Http404("revision is a number.")
    return int(text)


def _listed(graph: Graph, node: Node, names: dict[str, str]) -> dict[str, Any]:
    """A node for the list, with what it was made from by name; of many only how many."""
    before = [names[one] for one, after in graph.edges if after == node.id and one in names]
    told = ", ".join(before) if len(before) <= 4 else f"{', '.join(before[:3])} and {len(before) - 3} more"
    return {"node": node, "made_of": told, "earlier": _earlier(node)}


def _earlier(node: Node) -> str:
    return f"made earlier by job {node.earlier_job}" if node.earlier_job else ""


# ---------------------------------------------------------------- the drawing


def drawn(graph: Graph) -> Drawing:
    """Columns from left to right, each centred; of a long column the first nodes and one that stands for the rest."""
    columns = graph.columns()
    if not columns:
        return Drawing(WIDTH, 0, [], [], [])
    width = min(_WIDEST, (WIDTH - _GAP * (len(columns) - 1)) / len(columns))
    left = (WIDTH - width * len(columns) - _GAP * (len(columns) - 1)) / 2
    shown: list[list[Box]] = []
    stands_for: dict[str, str] = {}
    for name, _, nodes in columns:
        kept = nodes if len(nodes) <= _MOST + 1 else [*nodes[:_MOST], _rest(name, nodes[_MOST:])]
        stands_for |= {node.id: kept[min(at, _MOST)].id for at, node in enumerate(nodes)}
        shown.append([_sized(node, width) for node in kept])
    height = max(sum(box.height + _ROW_GAP for box in column) for column in shown) - _ROW_GAP
    boxes, heads = [], []
    for number, ((_, title, _), column) in enumerate(zip(columns, shown, strict=True)):
        x = left + number * (width + _GAP)
        heads.append((x, title))
        y = _HEAD + (height - sum(box.height + _ROW_GAP for box in column) + _ROW_GAP) / 2
        for box in column:
            boxes.append(_placed(box, x, y))
            y += box.height + _ROW_GAP
    places = {box.node.id: box for box in boxes}
    edges = dict.fromkeys((stands_for[one], stands_for[other]) for one, other in graph.edges if one in stands_for)
    paths = [_curve(places[one], places[other]) for one, other in edges if one != other]
    return Drawing(WIDTH, round(_HEAD + height + 2), boxes, paths, heads)


def _rest(column: str, nodes: list[Node]) -> Node:
    return Node(f"rest-{column}", column, f"{len(nodes)} more", "In the list below", url=f"#{nodes[0].id}")


def _sized(node: Node, width: float) -> Box:
    characters = int((width - 2 * _PAD) / _CHARACTER)
    title = _lines(node.title, characters, 2)
    detail = _lines("Made earlier" if node.earlier_job else node.detail, int(characters * 1.12), 2)
    height = 2 * _PAD + _LINE * len(title) + _SMALL_LINE * len(detail)
    return Box(node, 0, 0, width, height, [(0, one) for one in title], [(0, one) for one in detail])


def _lines(text: str, characters: int, most: int) -> list[str]:
    lines = wrap(text, characters, break_long_words=True)
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], f"{lines[most - 1][: characters - 1].rstrip()}…"]


def _placed(box: Box, x: float, y: float) -> Box:
    title = [(y + _PAD + _LINE * (at + 1) - 4, one) for at, (_, one) in enumerate(box.title)]
    under = y + _PAD + _LINE * len(title)
    detail = [(under + _SMALL_LINE * (at + 1) - 3, one) for at, (_, one) in enumerate(box.detail)]
    return Box(box.node, round(x, 1), round(y, 1), round(box.width, 1), round(box.height, 1), title, detail)


def _curve(one: Box, other: Box) -> str:
    """From the right side of one box to the left of the other; within a column, around its left side."""
    y, to = one.y + one.height / 2, other.y + other.height / 2
    if one.x == other.x:
        x, bend = one.x, one.x - _GAP * 0.45
        return f"M{x:.1f} {y:.1f}C{bend:.1f} {y:.1f} {bend:.1f} {to:.1f} {x:.1f} {to:.1f}"
    x, end = one.x + one.width, other.x
    middle = (x + end) / 2
    return f"M{x:.1f} {y:.1f}C{middle:.1f} {y:.1f} {middle:.1f} {to:.1f} {end:.1f} {to:.1f}"
