"""Pictures from a vendor that speaks OpenAI's API."""

import base64
import binascii
from pathlib import Path

from generation.media.child import Maker
from generation.media.quiet import Quiet
from generation.providers.base import OPERATORS, Connection, PictureRequest, PictureResult
from generation.providers.openai.client import client, info_of, translated
from generation.providers.vendors import picture_prompt, received_picture
from wire.errors import ProviderUnavailable

_SIZES = {"1024x1024": 1.0, "1792x1024": 1.75, "1024x1792": 1 / 1.75}


class OpenAiImage:
    """Pictures by the vendor, brought to the asked size without stretching. Figures stay the local painter's."""

    def __init__(self, maker: Maker | Quiet, connection: Connection = OPERATORS) -> None:
        self._connection = connection
        self.info = info_of("image", connection)

    def draw(self, request: PictureRequest, folder: Path) -> PictureResult:
        ratio = request.width / request.height
        size = min(_SIZES, key=lambda name: abs(_SIZES[name] - ratio))
        with translated():
            answer = client(self._connection).images.generate(
                model=self.info.model, prompt=picture_prompt(request), size=size, n=1, response_format="b64_json"
            )
            data = answer.data[0].b64_json if answer.data else None
        return received_picture(_decoded(data), request, folder)


def _decoded(data: str | None) -> bytes:
    try:
        picture = base64.b64decode(data or "", validate=True)
    except (binascii.Error, ValueError):
        picture = b""
    if not picture:
        raise ProviderUnavailable("The provider sent no picture. Try again shortly.")
    return picture
