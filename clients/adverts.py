#!/usr/bin/env python3
"""Every type of workflow for two brands, side by side: `python clients/adverts.py` makes docs/images/adverts.jpg.

A row is a type, a half of it a brand: three moments of its film, or what else it makes. The results stay in
var/adverts. Names of types make only those. docs/images/tiers.jpg shows the first brand's standard beside its premium.
"""

import json
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
from demo import ROOT, Studio
from PIL import Image, ImageDraw, ImageFont

OUT = ROOT / "var" / "adverts"
SHEETS = ROOT / "docs" / "images"
# What comes later is made of what came before.
TYPES = [
    "cinematic", "avatar", "influencer", "brand", "painpoint", "staticad", "factory", "local-audit", "clone",
    "ad-optimizer",
]  # fmt: skip
MOMENTS = (0.12, 0.5, 0.93)  # of a film
CELL, GAP, LABEL = (256, 144), 6, 26


@dataclass(frozen=True)
class Brand:
    name: str
    concept: str
    profile: dict[str, Any]
    page: str


BRANDS = (
    Brand(
        "Maison Orel",
        "Luxury perfume by Maison Orel, golden tones",
        {"name": "Maison Orel", "industry": "perfume", "tone": "calm, luxurious", "targetAudience": "night owls",
         "colors": {"primary": "#2a1d3a", "secondary": "#d2a13c", "accent": "#f3e7cf"},
         "fonts": ["Bodoni", "Garamond"]},
        "<h1>A perfume that opens at night</h1><p>Maison Orel makes one perfume a year, in Grasse.</p>"
        "<p>“It was still there when the music stopped,” says Ines Duarte.</p><p>50 ml for €140, free returns.</p>"
        "<a href='/order'>Order a sample</a>",
    ),
    Brand(
        "Trailhead",
        "Playful film for Trailhead, a solar lamp for campers",
        {"name": "Trailhead", "industry": "camping gear", "tone": "playful, warm", "targetAudience": "campers",
         "colors": {"primary": "#1f6b4a", "secondary": "#f2a93b", "accent": "#ffffff"},
         "fonts": ["Gotham Rounded"]},
        "<h1>Light for the second night</h1><p>The Trailhead lamp charges on your backpack and lasts 40 hours.</p>"
        "<p>“We forgot the torches. We did not notice,” says Marek Holub.</p><p>$39, with a three-year warranty.</p>"
        "<a href='/buy'>Buy the lamp</a>",
    ),
)  # fmt: skip


class Workflows:
    """The workflows family, as an account of a brand speaks it."""

    def __init__(self, url: str, key: str) -> None:
        self._url, self._key = url, key

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        data = json.dumps(body).encode() if body is not None else None
        return self._sent(method, path, data, "application/json")

    def send_logo(self, logo: Path) -> None:
        edge = uuid.uuid4().hex
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="logo.png"\r\n\r\n'
        body = head.encode() + logo.read_bytes() + f"\r\n--{edge}--\r\n".encode()
        self._sent("POST", "/user/brand/logo", body, f"multipart/form-data; boundary={edge}")

    def made(self, **wanted: Any) -> dict[str, Any]:
        """The workflow's data when it has ended."""
        job_id = self.ask("POST", "/workflow", wanted)["jobId"]
        while True:
            told: dict[str, Any] = self.ask("GET", f"/workflow/{job_id}")["data"]
            if told["status"] in ("completed", "failed", "canceled"):
                return told
            time.sleep(1)

    def _sent(self, method: str, path: str, data: bytes | None, content_type: str) -> Any:
        request = urllib.request.Request(f"{self._url}/api{path}", data=data, method=method)  # noqa: S310
        request.add_header("Authorization", f"Bearer {self._key}")
        request.add_header("Content-Type", content_type)
        try:
            with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310  # nosec B310 # its own studio
                return json.load(response)
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{method} {path}: {error.read().decode()}") from None


def main(arguments: list[str]) -> int:
    chosen = arguments or TYPES
    sides = [(BRANDS[0], "standard"), (BRANDS[1], "standard"), (BRANDS[0], "premium")]
    shown: list[dict[str, list[Image.Image]]] = []
    with Studio(OUT / "data") as studio:
        for brand, quality in sides:
            api = Workflows(studio.url, studio.new_account()["api_key"])
            api.ask("POST", "/user/brand", brand.profile)
            api.send_logo(_logo(brand))
            page = _page(studio, brand)
            film, made = "", {}
            for kind in chosen:
                url = {"factory": page, "local-audit": page, "clone": film, "ad-optimizer": film}.get(kind)
                told = api.made(type=kind, concept=brand.concept, quality=quality, **({"url": url} if url else {}))
                print(brand.name, quality, kind, told["status"], flush=True)
                made[kind] = _shown(told, OUT / brand.name.replace(" ", "-") / quality / kind)
                film = film or (told["result"] or {}).get("videoUrl", "")
            shown.append(made)
    _sheet(shown[:2], [brand.name for brand in BRANDS], chosen).save(SHEETS / "adverts.jpg", quality=86)
    _sheet(shown[::2], ["standard", "premium"], chosen).save(SHEETS / "tiers.jpg", quality=86)
    return 0


def _logo(brand: Brand) -> Path:
    """A wordmark in the brand's second colour."""
    path = OUT / f"{brand.name}.png"
    face = ImageFont.load_default(96)
    left, top, right, bottom = face.getbbox(brand.name)
    picture = Image.new("RGBA", (int(right - left) + 40, int(bottom - top) + 40), (0, 0, 0, 0))
    ImageDraw.Draw(picture).text(
        (20 - left, 20 - top), brand.name, font=face, fill=brand.profile["colors"]["secondary"]
    )
    picture.save(path)
    return path


_KEEP = """
import sys
from pathlib import Path
from accounts.models import Organization
from generation.assets.services import signed_url, store_file
organization = Organization.objects.order_by("-created_at").first()
asset = store_file(organization.pk, Path({path!r}), content_type="text/html", filename="page.html")
print("https://studio" + signed_url(asset, expires_s=86400))
"""


def _page(studio: Studio, brand: Brand) -> str:
    """The newest account's page, where the studio reads it without a network: among its own files."""
    path = OUT / f"{brand.name}.html"
    path.write_text(f"<html><head><title>{brand.name}</title></head><body>{brand.page}</body></html>")
    return studio.manage("shell", "--no-imports", "-c", _KEEP.format(path=str(path))).strip()


def _shown(told: dict[str, Any], folder: Path) -> list[Image.Image]:
    """Pictures of what came of it; its files are kept in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "told.json").write_text(json.dumps(told, indent=1, ensure_ascii=False))
    made, shown = told["result"] or {"videos": [], "images": [], "report": None}, []
    for number, video in enumerate(made["videos"]):
        path = folder / f"{number}-{video['format'].replace(':', 'x')}.mp4"
        urllib.request.urlretrieve(video["url"], path)  # noqa: S310  # nosec B310 # its own studio
        shown += _moments(path) if number == 0 else _moments(path)[1:2]
    for number, image in enumerate(made["images"]):
        path = folder / f"{number}.png"
        urllib.request.urlretrieve(image["url"], path)  # noqa: S310  # nosec B310 # its own studio
        shown.append(Image.open(path).convert("RGB"))
    if not shown and made["report"]:
        shown.append(_lettered(made["report"]))
    return shown


def _lettered(report: dict[str, Any]) -> Image.Image:
    """What a report says first, for what makes no picture."""
    card = Image.new("RGB", (2 * CELL[0], 2 * CELL[1]), "#f4f1ea")
    pen, face = ImageDraw.Draw(card), ImageFont.load_default(22)
    lines = [f"{report['score']} of 100", *(f"{part['section']}: {part['score']}" for part in report["sections"])]
    lines += ["", *(check["advice"] for part in report["sections"] for check in part["checks"] if check["advice"])]
    for number, line in enumerate(lines[:9]):
        pen.text((20, 16 + 28 * number), line[:46], font=face, fill="#1c1e22")
    return card


def _moments(film: Path) -> list[Image.Image]:
    with av.open(str(film)) as container:
        frames = [frame.to_image() for frame in container.decode(video=0) if frame.pts is not None]
    return [frames[int(len(frames) * moment)] for moment in MOMENTS]


def _sheet(shown: Sequence[dict[str, list[Image.Image]]], names: Sequence[str], types: Sequence[str]) -> Image.Image:
    across, down = CELL[0] + GAP, CELL[1] + GAP
    most = 4
    half = most * across + 4 * GAP
    sheet = Image.new("RGB", (2 * half, len(types) * (down + LABEL) + GAP), "#111317")
    pen, face = ImageDraw.Draw(sheet), ImageFont.load_default(15)
    for row, kind in enumerate(types):
        top = row * (down + LABEL) + GAP
        for side, (made, name) in enumerate(zip(shown, names, strict=True)):
            left = side * half + 2 * GAP
            pen.text((left, top + 3), f"{name}: {kind}", font=face, fill="#c9ccd3")
            for number, picture in enumerate(made[kind][:most]):
                small = picture.copy()
                small.thumbnail(CELL)
                sheet.paste(small, (left + number * across + (CELL[0] - small.width) // 2, top + LABEL))
    return sheet


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
