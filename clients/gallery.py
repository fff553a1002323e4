#!/usr/bin/env python3
"""A film of each text in docs/examples, and its contact sheet in docs/images: `make gallery`.

docs/gallery.md shows the sheets. The films themselves stay in var/gallery. Names of texts make only those.
"""

import shutil
import sys
from pathlib import Path

from demo import ROOT, Api, ApiError, Studio, Terminal, make_film

EXAMPLES = ROOT / "docs" / "examples"
IMAGES = ROOT / "docs" / "images"
OUT = ROOT / "var" / "gallery"
SECONDS = 60


def main(names: list[str]) -> int:
    texts = [path for path in sorted(EXAMPLES.glob("*.txt")) if not names or path.stem in names]
    with Studio(OUT / "data") as studio:
        api = Api(studio.url, studio.new_account()["api_key"])
        for path in texts:
            out = OUT / path.stem
            out.mkdir(parents=True, exist_ok=True)
            print(path.stem, flush=True)
            label = path.stem.replace("-", " ").capitalize()
            try:
                make_film(api, path.read_text(), label, seconds=SECONDS, screen=Terminal(), out=out)
            except ApiError as error:
                print(error, file=sys.stderr)
                return 1
            shutil.copyfile(out / "contact-sheet.jpg", sheet_of(path))
    return 0


def sheet_of(example: Path) -> Path:
    return IMAGES / f"gallery-{example.stem}.jpg"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
