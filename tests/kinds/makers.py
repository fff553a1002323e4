"""Makers of small parts that fail three times in ten while the file `storm` lies in the data folder.

Picked by STUDIO_PROVIDER_SPEECH and the like (see ENVIRONMENT). They pass for a vendor's that knows our keys, so that
retries, breaker and repeated calls are those of a vendor.
"""

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings

from generation.providers.base.speech import Voice
from tests.films import quick
from wire.errors import ProviderUnavailable

SHARE = 0.3
ENVIRONMENT = {
    "STUDIO_PROVIDER_SPEECH": "tests.kinds.makers:Speech",
    "STUDIO_PROVIDER_IMAGE": "tests.kinds.makers:Pictures",
    "STUDIO_PROVIDER_MUSIC": "tests.kinds.makers:Music",
}
_dice = random.Random()


def _brave_the_storm() -> None:
    if (Path(settings.STUDIO_DATA) / "storm").exists() and _dice.random() < SHARE:
        raise ProviderUnavailable("The storm has taken the line.")


def _vendors(info: Any) -> Any:
    return replace(info, provider="shaky", capabilities=(*info.capabilities, "idempotent"))


class Speech(quick.Speech):
    info = _vendors(quick.Speech.info)

    def voices(self) -> tuple[Voice, ...]:
        """With one more: a sample is made once of each, and some ask for three."""
        return (*super().voices(), Voice(id="c", name="Cat", gender="female", locale="en-GB", pitch_hz=210.0))

    def speak(self, *asked: Any) -> Any:
        _brave_the_storm()
        return super().speak(*asked)


class Pictures(quick.Pictures):
    info = _vendors(quick.Pictures.info)

    def draw(self, *asked: Any) -> Any:
        _brave_the_storm()
        return super().draw(*asked)


class Music(quick.Music):
    info = _vendors(quick.Music.info)

    def compose(self, *asked: Any) -> Any:
        _brave_the_storm()
        return super().compose(*asked)
