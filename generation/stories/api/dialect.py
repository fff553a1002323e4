"""How the story family speaks: its printed codes and envelope are the house's."""

from dataclasses import replace

from wire.dialect import Limit
from wire.house import HOUSE

_LIMIT = Limit(120, elevated=600)
_ROUTE_FAMILIES = ("default", "projects", "sources", "plans", "jobs", "artifacts", "discovery", "live")

STORY = replace(HOUSE, family="story", limits=dict.fromkeys(_ROUTE_FAMILIES, _LIMIT))
