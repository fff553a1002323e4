"""Pictures from a vendor that speaks OpenAI's API."""

import base64
import binascii
from pathlib import Path

from generation.media.child import Maker
from generation.media.quiet import Quiet
from generation.providers.base import OPERATORS, Connection, PictureLayer, PictureRequest, PictureResult
from generation.providers.openai.client import client, info_of, received, translated
from wire.errors import ProviderUnavailable

_OVERSCAN = 0.08
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
        from generation.media.received import receive_pictures

        raw = folder / "answer.png"
        raw.write_bytes(_decoded(data))
        flat, layer = folder / "picture.png", folder / "layer.png"
        wide = [2 * round(side * (1 + 2 * _OVERSCAN) / 2) for side in (request.width, request.height)]
        with received():
            receive_pictures(raw, {flat: (request.width, request.height), layer: (wide[0], wide[1])})
        return PictureResult(
            path=flat,
            width=request.width,
            height=request.height,
            layers=(PictureLayer(path=layer, depth=0.0),),
            overscan=_OVERSCAN,
            description=request.prompt[:200],
        )


def picture_prompt(request: PictureRequest) -> str:
    """The request in the words that such models take."""
    parts = [request.prompt, request.place, request.time_of_day, f"{request.shot_size.replace('_', ' ')} shot"]
    parts += [f"{request.angle} angle", f"{request.mood} mood"]
    if request.style != "painted":
        parts.append(f"{request.style} style")
    if request.brand_colors:
        parts.append(f"accent colours {', '.join(request.brand_colors)}")
    if request.negative:
        parts.append(f"without {request.negative}")
    return ", ".join(part for part in parts if part)


def _decoded(data: str | None) -> bytes:
    try:
        picture = base64.b64decode(data or "", validate=True)
    except (binascii.Error, ValueError):
        picture = b""
    if not picture:
        raise ProviderUnavailable("The provider sent no picture. Try again shortly.")
    return picture
