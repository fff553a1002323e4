"""English speech by Kokoro-82M on onnxruntime, without network or key. Imports `providers.base`, `wire.errors`.

`reading` turns written into spoken English, `phrases` groups it, `phonemes` and `model` say it, `polish` finishes it.
"""

from generation.providers.base import ProviderInfo
from generation.providers.local.speech.catalog import voices
from generation.providers.local.speech.speak import speak, speak_stream, warm_up

INFO = ProviderInfo("local", "kokoro-82m-int8", ("speech",))

__all__ = ["INFO", "speak", "speak_stream", "voices", "warm_up"]
