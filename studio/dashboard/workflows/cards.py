"""The types as people choose them: what each makes, and what it costs. Read from the catalogue; only words are here."""

from dataclasses import dataclass

from billing.prices import price
from generation.workflows.catalogue import TYPES
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
    """`prices` are credits by tier."""

    name: str
    title: str
    makes: str
    summary: str
    prices: dict[str, int]
    kind: WorkflowType

    @property
    def picture(self) -> str:
        return f"img/workflows/{self.name}.webp"


def card(name: str) -> Card:
    """Raises KeyError for a name that is no type."""
    kind = TYPES[name]
    prices: dict[str, int] = {quality: price(operation_of(name, quality)) for quality in QUALITIES}
    return Card(name, kind.title, _MAKES.get(name, kind.title), kind.summary, prices, kind)


def cards() -> list[Card]:
    return [card(name) for name in TYPES]


def title_of(name: str) -> str:
    return TYPES[name].title if name in TYPES else name
