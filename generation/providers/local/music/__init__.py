"""Film music composed by rule and played from a soundfont. Imports `providers.base`, `local.pcm`, `wire.errors`.

`prompt` and `moods` say what is wanted, `form`, `theme` and `harmony` what is played, `arrange` by whom.
"""

from generation.providers.base import ProviderInfo
from generation.providers.local.music.compose import compose

INFO = ProviderInfo("local", "studio-composer-1", ("music",))

__all__ = ["INFO", "compose"]
