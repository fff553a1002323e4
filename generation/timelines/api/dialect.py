"""How the editor family speaks: its reference prints no errors, so it takes the house's form."""

from dataclasses import replace

from wire.dialect import Limit, in_snake_case
from wire.house import HOUSE

_LIMIT = Limit(120, elevated=600)

EDITOR = replace(
    HOUSE,
    family="editor",
    spells=in_snake_case,
    # Scrubbing through a film asks for a picture at every halt.
    limits={**dict.fromkeys(("default", "edits", "jobs", "ai"), _LIMIT), "previews": Limit(600, elevated=3000)},
)
