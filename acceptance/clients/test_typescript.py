"""The TypeScript client, built and packed as it is given out, installed into a program, type-checked and run."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.films.studio_host import a_studio
from tests.jobs.hosts import ROOT

CLIENT = ROOT / "clients" / "typescript"


@pytest.mark.skipif(shutil.which("npm") is None, reason="npm is not installed here")
def test_a_program_in_typescript(tmp_path: Path) -> None:
    subprocess.run(["make", "-C", str(ROOT), "clients"], check=True)
    packed = subprocess.run(["npm", "pack", "--json"], cwd=CLIENT, check=True, capture_output=True, text=True).stdout
    package = CLIENT / json.loads(packed)[0]["filename"]
    program = tmp_path / "program"
    program.mkdir()
    (program / "package.json").write_text('{"type": "module", "private": true}')
    subprocess.run(["npm", "install", "--ignore-scripts", "--no-audit", str(package)], cwd=program, check=True)
    package.unlink()
    shutil.copy(Path(__file__).with_name("use.ts"), program / "use.ts")
    shown = re.findall(r"```ts\n(.*?)```", (ROOT / "docs" / "clients.md").read_text(), re.DOTALL)
    (program / "guide.ts").write_text("\n".join(shown))
    options = ["--strict", "--target", "es2022", "--module", "nodenext", "--types", "node"]
    options += ["--typeRoots", str(CLIENT / "node_modules" / "@types")]
    subprocess.run(
        [str(CLIENT / "node_modules" / ".bin" / "tsc"), *options, "use.ts", "guide.ts"], cwd=program, check=True
    )
    with a_studio(tmp_path / "studio", STUDIO_PROVIDER_SPEECH="tests.stories.speaking:Hum") as studio:
        env = {**os.environ, "STUDIO_URL": studio.url, "STUDIO_API_KEY": studio.key}
        done = subprocess.run(["node", "use.js"], cwd=program, env=env, capture_output=True, text=True, timeout=180)
    assert done.stdout.strip() == "ok", done.stderr
