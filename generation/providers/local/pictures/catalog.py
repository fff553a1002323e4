"""Loads every place and subject once, so that they sign up in the registry."""

import importlib
import pkgutil

_loaded = False


def load() -> None:
    """Imports all modules below `places` and `subjects`. Cheap after the first time."""
    global _loaded
    if _loaded:
        return
    for package in ("places", "subjects"):
        name = f"{__package__}.{package}"
        folder = importlib.import_module(name)
        for module in sorted(m.name for m in pkgutil.iter_modules(folder.__path__)):
            importlib.import_module(f"{name}.{module}")
    _loaded = True
