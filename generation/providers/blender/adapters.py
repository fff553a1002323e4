"""The blender provider's adapter. The render is a process of its own, started by the maker's child."""

from pathlib import Path

from generation.media.child import Maker
from generation.media.quiet import Quiet
from generation.providers.base import OPERATORS, Connection, PictureRequest, PictureResult, Provider, ProviderInfo


class BlenderPictures:
    info = ProviderInfo("blender", "cycles-4.5")
    timeout_s = 900.0

    def __init__(self, maker: Maker | Quiet, connection: Connection = OPERATORS) -> None:
        self._maker = maker

    def draw(self, request: PictureRequest, folder: Path) -> PictureResult:
        """Raises MissingModel where `bpy` is not installed, GenerationFailed where a render ends without a picture."""
        return self._maker.call("generation.providers.blender.pictures:draw", request, folder, timeout_s=self.timeout_s)


BLENDER = Provider(title="Blender", adapters={"image": BlenderPictures})
