"""How webhook endpoints speak. No reference prints them, so they use the house's form, which is the story family's."""

from dataclasses import replace

from wire.house import HOUSE

WEBHOOKS = replace(HOUSE, family="webhooks")
