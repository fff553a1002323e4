"""What adverts of a trade say where the brief itself says nothing: questions, images and invitations, never claims.

Variants are separated by " | ". `{brand}` is the brand's name, or "this" and the thing; `{Brand}` the same at the start
of a sentence; `{noun}` the thing. A picture is "prompt @ place @ hour".
"""

from generation.workflows.writing.trades.pleasures import PLEASURES
from generation.workflows.writing.trades.services import SERVICES
from generation.workflows.writing.trades.things import THINGS
from generation.workflows.writing.trades.trade import COMMON, Trade

__all__ = ["COMMON", "OTHER", "TRADES", "Trade"]

TRADES: tuple[Trade, ...] = (*PLEASURES, *THINGS, *SERVICES)

OTHER = Trade(
    "other",
    (),
    "idea",
    {},
    {
        "world": "city street in the morning @ street @ dawn",
        "before": "office desk, paper @ office @ day",
        "strain": "street in the rain @ street @ dusk",
        "hero": "{thing} on a table @ studio @ day",
        "detail": "{thing}, box @ studio @ day",
        "people": "woman at home by the window @ home @ day",
        "after": "city skyline, evening light @ skyline @ dusk",
    },
    "piano, light strings, hopeful",
    ("#3f7f8a",),
)
