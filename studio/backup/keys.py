"""The secrets without which a restored database cannot be read: which they are, and whether they are here."""

import hashlib
import hmac
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

ENTRY = "keys.json"
# What each is good for, its variable, and the file in STUDIO_DATA that holds it where the variable is not set.
_KINDS = {
    "secret": ("sessions, signed URLs and second factors", "STUDIO_SECRET_KEY", "secret_key"),
    "pepper": ("API keys", "STUDIO_KEY_PEPPERS", "key_pepper"),
    "sealing": ("stored vendors' keys and webhook secrets", "STUDIO_SEALING_KEYS", "sealing_key"),
}
_ENV_FILE = "keys.env"


def present() -> dict[str, str]:
    """The secrets that this studio works with, by name: `secret`, `pepper:<version>`, `sealing:<number>`."""
    peppers = {f"pepper:{version}": pepper for version, pepper in settings.STUDIO_KEY_PEPPERS.items()}
    sealing = {f"sealing:{number}": key for number, key in enumerate(settings.STUDIO_SEALING_KEYS, 1)}
    return {"secret": settings.SECRET_KEY, **peppers, **sealing}


def fingerprints() -> dict[str, str]:
    """A mark of each secret that tells whether two are the same, and nothing else: the secrets are random."""
    return {name: _mark(key) for name, key in present().items()}


def _mark(key: str) -> str:
    return hmac.new(key.encode(), b"studio backup", hashlib.sha256).hexdigest()[:16]


def missing(wanted: dict[str, str]) -> Iterator[str]:
    """A sentence for each secret of the backup that the present studio does not have."""
    have = {_mark(key) for key in [*present().values(), *settings.SECRET_KEY_FALLBACKS]}
    for name, mark in wanted.items():
        if mark not in have:
            what, variable, file = _KINDS[name.partition(":")[0]]
            yield f"The key {name} of the backup is not here: {what} will not work until {variable} (or {file}) has it."


def put_in_place(kept: dict[str, str]) -> Iterator[str]:
    """Write the backup's secrets to where the studio reads them at its next start; a sentence for each step.

    A variable that is set wins over a file, so there only a word can help. Files that are replaced are kept beside.
    """
    by_kind: dict[str, dict[str, str]] = {}
    for name, key in kept.items():
        kind, _, label = name.partition(":")
        by_kind.setdefault(kind, {})[label] = key
    for kind, keys in by_kind.items():
        _, variable, file = _KINDS[kind]
        if all(present().get(f"{kind}:{label}" if label else kind) == key for label, key in keys.items()):
            continue
        if os.environ.get(variable) or (kind == "pepper" and set(keys) != {"1"}) or len(keys) > 1:
            _append_to_env_file(variable, _as_variable(kind, keys))
            yield f"Set {variable} as {settings.STUDIO_DATA / _ENV_FILE} says, then remove that file."
        else:
            _replace(Path(settings.STUDIO_DATA) / file, next(iter(keys.values())))
            yield f"{file} is the backup's now; the one before it is {file}.before-restore."


def dump() -> bytes:
    return json.dumps(present()).encode()


def load(body: bytes) -> dict[str, str]:
    kept: Any = json.loads(body)
    return {str(name): str(key) for name, key in kept.items() if name.partition(":")[0] in _KINDS}


def _as_variable(kind: str, keys: dict[str, str]) -> str:
    return ",".join(f"{label}:{key}" if kind == "pepper" else key for label, key in keys.items())


def _append_to_env_file(variable: str, value: str) -> None:
    path = Path(settings.STUDIO_DATA) / _ENV_FILE
    path.touch(mode=0o600)
    with path.open("a") as file:
        file.write(f"{variable}={value}\n")


def _replace(path: Path, key: str) -> None:
    fresh = path.with_name(f".{path.name}.restored")
    fresh.touch(mode=0o600)
    fresh.write_text(key)
    if path.exists():
        path.replace(path.with_name(f"{path.name}.before-restore"))
    fresh.replace(path)
