"""How the editor family speaks: its reference prints no errors, so it takes the house's form."""

from dataclasses import replace

from wire.house import HOUSE

EDITOR = replace(HOUSE, family="editor")
