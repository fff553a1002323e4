"""Which adapter does what. A provider is a file or package that names its adapters by capability in a `Provider`.

A built-in one has a line below; others are found by the entry point group `studio.providers`, whose value is such a
`Provider`. The environment picks one per capability: `STUDIO_PROVIDER_SPEECH=local`, or a dotted `module:Class` while
developing one. docs/add-a-provider.md adds one, step by step.
"""

import os
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from generation.media.child import Maker
from generation.media.quiet import Quiet
from generation.providers.base import OPERATORS, Connection, Provider
from wire.errors import ProviderRejected

CAPABILITIES = ("text", "story", "speech", "music", "sound", "image", "video", "video_edit")
BUILT_IN = {
    "local": "generation.providers.local.adapters:LOCAL",
    "blender": "generation.providers.blender.adapters:BLENDER",
    "openai": "generation.providers.openai.adapters:OPENAI",
    "gguf": "generation.providers.gguf.adapters:GGUF",
}


@cache
def providers() -> dict[str, Provider]:
    """Every provider by name."""
    found: dict[str, Provider] = {name: _named(path) for name, path in BUILT_IN.items()}
    return found | {entry.name: entry.load() for entry in entry_points(group="studio.providers")}


def configured(capability: str) -> str:
    """The name of the provider that the environment picks: for words, a local model where one is set."""
    usual = "gguf" if capability == "text" and os.environ.get("STUDIO_LLM_GGUF") else "local"
    return os.environ.get(f"STUDIO_PROVIDER_{capability.upper()}") or usual


def adapter(
    capability: str, maker: Maker | Quiet, *, provider: str = "", connection: Connection = OPERATORS
) -> Any:  # fmt: skip
    """The adapter for a capability, ready to be called. Local work is done inside `maker`, a child process.

    Without `provider` it is the one that the environment picks. Raises `ProviderRejected` when there is no such
    provider or it lacks the capability.
    """
    wanted = provider or configured(capability)
    if ":" in wanted:
        return _named(wanted)(maker, connection)
    known = providers().get(wanted)
    if known is None or capability not in known.adapters:
        raise ProviderRejected(f"No provider '{wanted}' for {capability} is installed.", provider=wanted)
    return known.adapters[capability](maker, connection)


def is_offered(capability: str) -> bool:
    """Whether somebody is installed who does it, as the environment picks them."""
    wanted = configured(capability)
    known = providers().get(wanted)
    return ":" in wanted or (known is not None and capability in known.adapters)


def _named(path: str) -> Any:
    """What `package.module:name` names."""
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)
