"""The program that the provenance page prints verifies a file that the studio signed."""

import re
import subprocess
import sys
from pathlib import Path

from PIL import Image

from generation.jobs.origin import LABEL, Origin, manifest
from generation.media.credentials import new_identity, sign

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "provenance.md").read_text()


def test_the_printed_program_reads_a_signed_file(tmp_path: Path) -> None:
    (program,) = re.findall(r"^```python reader\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    (tmp_path / "verify.py").write_text(program)
    picture = tmp_path / "picture.jpg"
    Image.new("RGB", (64, 48), "teal").save(picture)
    told = manifest(Origin(models=(("local", "studio-painter-1"),)), job_id="job_1", content_type="image/jpeg")
    sign(picture, told, new_identity("A test"))
    command = [sys.executable, str(tmp_path / "verify.py"), str(picture)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert said == "Valid Studio\n['studio-painter-1']\n"
    assert f"`{LABEL}`" in PAGE
