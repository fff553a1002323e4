"""Whose dialect answers at a path, also where no view is reached: unknown routes, oversized bodies, crashes."""

import re

from generation.companions.api.dialect import STUDIO
from generation.companions.door.dialect import DOOR_DIALECT
from generation.imagery.api.dialect import EXTERNAL
from generation.stories.api.dialect import STORY
from generation.timelines.api.dialect import EDITOR
from generation.webhooks.api.dialect import WEBHOOKS
from generation.workflows.api.dialect import WORKFLOWS
from wire.dialect import Dialect

# The first pattern that matches the canonical path decides; what none matches is the story family's.
_FAMILIES: tuple[tuple[re.Pattern[str], Dialect], ...] = (
    (re.compile(r"/api/external(/|$)"), EXTERNAL),
    (re.compile(r"/openai/v1(/|$)"), DOOR_DIALECT),
    (re.compile(r"/api/v1/(chat|companions|prompt-pack|studio|jobs|import)(/|$)|/api/v1/artifacts/generate$"), STUDIO),
    (re.compile(r"/api/v1/export$"), STUDIO),
    (re.compile(r"/api/v1/(workflow|batch|user|models)(/|$)"), WORKFLOWS),
    (re.compile(r"/api/v1/webhook-(endpoints|event-types)(/|$)"), WEBHOOKS),
    (re.compile(r"(/api/v1/(me|ai|project|segment|job|variant|export)|/upload)(/|$)"), EDITOR),
)


def dialect_of(path: str) -> Dialect:
    """The dialect for a canonical path."""
    return next((dialect for pattern, dialect in _FAMILIES if pattern.match(path)), STORY)
