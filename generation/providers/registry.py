"""Which adapter does what. A provider is a module or package that names its adapters by capability.

`local`, `blender` (pictures alone) and `openai` (talks, documents, pictures) are built in; others are found by the
entry point group `studio.providers`, whose value is such a mapping. The environment picks one per capability:
`STUDIO_PROVIDER_SPEECH=local`, or a dotted `module:Class` while developing one.
"""

import os
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from generation.media.child import Maker
from generation.media.quiet import Quiet
from generation.providers.blender.adapters import BLENDER
from generation.providers.local.adapters import LOCAL
from generation.providers.openai.adapters import OPENAI
from wire.errors import ProviderRejected

CAPABILITIES = ("text", "speech", "music", "sound", "image", "video_edit")


@cache
def _providers() -> dict[str, Mapping[str, type]]:
    found: dict[str, Mapping[str, type]] = {"local": LOCAL, "blender": BLENDER, "openai": OPENAI}
    for entry in entry_points(group="studio.providers"):
        found[entry.name] = entry.load()
    return found


def configured(capability: str) -> str:
    """The name of the provider that the environment picks."""
    return os.environ.get(f"STUDIO_PROVIDER_{capability.upper()}", "local")


def adapter(capability: str, maker: Maker | Quiet) -> Any:
    """The adapter for a capability, ready to be called. Local work is done inside `maker`, a child process.

    Raises `ProviderRejected` when the configured provider is unknown or lacks the capability.
    """
    wanted = configured(capability)
    if ":" in wanted:
        module, _, name = wanted.partition(":")
        return getattr(import_module(module), name)(maker)
    adapters = _providers().get(wanted, {})
    if capability not in adapters:
        raise ProviderRejected(f"No provider '{wanted}' for {capability} is installed.", provider=wanted)
    return adapters[capability](maker)
