"""A request that brings one file, as multipart/form-data."""

from pathlib import Path
from typing import Any

from rest_framework.request import Request

from wire.errors import ValidationFailed

# Room for the parts' heads around the largest file; what is larger still is refused before it is read.
PART_HEADS = 64 * 1024


def form_of(field: str, kinds: str) -> dict[str, Any]:
    """The request's body, for OpenAPI."""
    file = {"type": "string", "format": "binary", "description": kinds}
    return {"multipart/form-data": {"type": "object", "properties": {field: file}, "required": [field]}}


def receive(request: Request, path: Path, *, field: str, most_bytes: int) -> str:
    """Write the file to `path`, one byte past the cap at most: that is enough to know. Returns its name."""
    files = request.FILES.getlist(field) if isinstance(request.data, dict) else []
    if len(files) != 1 or len(request.FILES) != 1:
        raise ValidationFailed(f"Send one file, in the field “{field}” of multipart/form-data.", field=field)
    left = most_bytes + 1
    with path.open("wb") as out:
        for chunk in files[0].chunks():
            out.write(chunk[:left])
            left -= len(chunk)
            if left <= 0:
                break
    return files[0].name or field
