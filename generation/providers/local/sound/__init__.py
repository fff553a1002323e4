"""Sound effects by prompt: synthesis in numpy, with CC0 recordings as layers. Imports `providers.base`, `local.pcm`.

`prompt` reads what is wanted; `strikes`, `nature`, `people`, `machines` and `air` make it; `room` puts it somewhere.
"""

from generation.providers.base import ProviderInfo
from generation.providers.local.sound.make import kinds, make_sound

INFO = ProviderInfo("local", "studio-foley-1", ("sound",))

__all__ = ["INFO", "kinds", "make_sound"]
