"""The brand's logo in its films."""

from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from generation.assets.models import Asset
from generation.assets.services import get_asset
from generation.brand.logo import keep_logo
from generation.brand.services import change_profile, profile_of
from generation.workflows.models import Workflow
from tests.api import Api
from tests.files import path_of
from tests.media.test_logos import logo_at
from tests.workflows.conftest import CONCEPT, Work

pytestmark = pytest.mark.media


def test_the_logo_stands_over_the_title_at_the_end(api: Api, quick: None, work: Work, tmp_path: Path) -> None:
    keep_logo(api.organization.pk, logo_at(tmp_path / "raw", color=(250, 0, 0, 255)), actor="test")
    api.post("/workflow", {"type": "cinematic", "concept": CONCEPT})
    (job,) = work()
    assert job.status == "succeeded", job.error_message
    (video,) = job.result["videos"]
    film = path_of(get_asset(video["filmAssetId"], organization_id=api.organization.pk))
    begin, end = _red(film, 0), _red(film, -20)
    assert not begin.any()
    rows, columns = np.nonzero(end)
    assert rows.size
    assert rows.max() < 0.4 * end.shape[0]
    assert columns.max() < 0.5 * end.shape[1]


def test_the_logo_stands_in_the_corner_of_a_still_and_its_heading_in_the_brands_typeface(
    api: Api, quick: None, work: Work, tmp_path: Path
) -> None:
    keep_logo(api.organization.pk, logo_at(tmp_path / "raw", color=(250, 0, 0, 255)), actor="test")
    change_profile(api.organization.pk, {"fonts": ["Bebas Neue"]}, actor="test")
    api.post("/workflow", {"type": "staticad", "concept": CONCEPT, "formats": "1:1"})
    (job,) = work()
    assert job.status == "succeeded", job.error_message
    (image,) = job.result["images"]
    path = path_of(get_asset(image["assetId"], organization_id=api.organization.pk))
    pixels = np.asarray(Image.open(path).convert("RGB")).astype(int)
    rows, columns = np.nonzero((pixels[..., 0] > 200) & (pixels[..., 1:].max(axis=2) < 60))
    assert rows.min() > 0.7 * pixels.shape[0]
    assert columns.min() > 0.6 * pixels.shape[1]
    direction = Workflow.objects.get(job_id=job.pk).direction
    assert direction["look"]["fonts"] == ["Bebas Neue"]


def _red(film: Path, number: int) -> np.ndarray:
    """Where a frame, counted from the end if negative, is of the logo's colour."""
    with av.open(str(film)) as container:
        frame = list(container.decode(video=0))[number].to_ndarray(format="rgb24").astype(int)
    return (frame[..., 0] > 150) & (frame[..., 1:].max(axis=2) < 90)


def test_a_logo_is_sent_changed_and_taken_away_over_the_api(api: Api, tmp_path: Path) -> None:
    def send(path: Path) -> Any:
        head = b'--part\r\nContent-Disposition: form-data; name="file"; filename="logo.png"\r\n\r\n'
        body = head + path.read_bytes() + b"\r\n--part--\r\n"
        return api.call("POST", "/user/brand/logo", body, content_type="multipart/form-data; boundary=part")

    first = send(logo_at(tmp_path / "a"))
    assert first.status == 200, first.json
    second = send(logo_at(tmp_path / "b", color=(200, 0, 0, 255)))
    assert first.json["data"]["logoAssetId"] != second.json["data"]["logoAssetId"]
    (tmp_path / "c").write_bytes(b"<svg/>")
    refused = send(tmp_path / "c")
    assert (refused.status, refused.json["success"]) == (400, False)
    assert profile_of(api.organization.pk).logo_asset_id == second.json["data"]["logoAssetId"]
    assert api.call("DELETE", "/user/brand/logo").json["data"]["logoAssetId"] is None
    assert not Asset.objects.filter(organization_id=api.organization.pk).exists()
