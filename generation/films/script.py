"""Scripts as JSON: what revisions store and checkpoints carry."""

from typing import Any

import cattrs

from generation.providers.base import Digest, Script

_converter = cattrs.Converter(omit_if_default=True, forbid_extra_keys=False)


def script_to_json(script: Script) -> dict[str, Any]:
    return _converter.unstructure(script)


def script_from_json(data: dict[str, Any]) -> Script:
    return _converter.structure(data, Script)


def digest_to_json(digest: Digest) -> dict[str, Any]:
    return _converter.unstructure(digest)
