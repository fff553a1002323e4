"""The painter: layered scenes from a prompt, on the processor alone. May import `providers.base` and `wire.errors`."""

from generation.providers.local.pictures.draw import draw

__all__ = ["draw"]
