"""Which class does what for a vendor that speaks OpenAI's API."""

from generation.providers.base import Provider
from generation.providers.openai.client import MODELS
from generation.providers.openai.pictures import OpenAiImage
from generation.providers.openai.speech import OpenAiSpeech
from generation.providers.openai.text import OpenAiText
from generation.providers.openai.video import OpenAiVideo

OPENAI = Provider(
    title="OpenAI, or any server that speaks its protocol",
    adapters={"text": OpenAiText, "image": OpenAiImage, "speech": OpenAiSpeech, "video": OpenAiVideo},
    takes_account=True,
    models=MODELS,
)
