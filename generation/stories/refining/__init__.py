"""Following a free-form instruction on a script: a grammar of edits, and the edits as pure functions over `Script`.

Imports `providers.base`, the local writer's measure of length and `wire.errors`; no Django: it runs in the child.
"""

from .apply import Refined, needs_sources, revise
from .parse import Edit, is_fresh_start, understand
from .route import Rewrite, route, speaks_of_any

__all__ = [
    "Edit",
    "Refined",
    "Rewrite",
    "is_fresh_start",
    "needs_sources",
    "revise",
    "route",
    "speaks_of_any",
    "understand",
]
