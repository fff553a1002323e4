"""The types as people choose them: what each makes, and what it costs. Read from the catalogue; only words are here."""

from dataclasses import dataclass

from billing.prices import price
from generation.workflows.catalogue import NAMES, PLANNED, TYPES
from generation.workflows.kinds import QUALITIES, WorkflowType, operation_of

# What somebody has in their hands afterwards, and what they are asked for: for choosing, so in a few words each.
_MAKES = {
    "avatar": "Somebody presents it to the camera",
    "cinematic": "A film from an idea",
    "clone": "A film in the rhythm of one you admire",
    "factory": "A page as films in every format",
    "influencer": "A creator talks, vertical and quick",
    "brand": "A campaign film and its short cuts",
    "staticad": "Designed pictures for every placement",
    "painpoint": "The sharpest pain, as a vertical film",
    "ad-optimizer": "Your advert measured and cut better",
    "local-audit": "A page audited, with what to do first",
}


@dataclass(frozen=True)
class Card:
    """`prices` are credits by tier. A type without a `kind` is named by the API and not made by this version."""

    name: str
    title: str
    makes: str
    summary: str
    prices: dict[str, int]
    kind: WorkflowType | None

    @property
    def picture(self) -> str:
        return f"img/workflows/{self.name}.webp"


def card(name: str) -> Card:
    """Raises KeyError for a name that is no type."""
    kind = TYPES.get(name)
    prices = {quality: price(operation_of(name, quality)) for quality in QUALITIES}
    title = kind.title if kind else PLANNED[name]
    return Card(name, title, _MAKES.get(name, title), kind.summary if kind else "", prices, kind)


def cards() -> list[Card]:
    """Those that can be launched first."""
    return [card(name) for name in NAMES]


def title_of(name: str) -> str:
    return TYPES[name].title if name in TYPES else PLANNED.get(name, name)
