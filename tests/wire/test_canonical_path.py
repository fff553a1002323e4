import pytest

from wire.middleware import canonical_path


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("/api/chat/stream", "/api/v1/chat/stream"),
        ("/api/v1/chat/stream", "/api/v1/chat/stream"),
        ("/api/v1/api/chat/stream", "/api/v1/chat/stream"),
        ("/api/project", "/api/v1/project"),
        ("/api/external/v1/generate-image", "/api/external/v1/generate-image"),
        ("/api/external/v2/cinematic-image", "/api/external/v2/cinematic-image"),
        ("/api/v1extra", "/api/v1/v1extra"),
        ("/share/table-read/abc", "/share/table-read/abc"),
        ("/apiary", "/apiary"),
    ],
)
def test_printed_aliases_fold_into_one_canonical_path(path: str, canonical: str) -> None:
    assert canonical_path(path) == canonical


@pytest.mark.parametrize("path", ["/api/x", "/api/v1/api/x", "/api/v1/x", "/api/external/v1/x"])
def test_folding_twice_changes_nothing(path: str) -> None:
    assert canonical_path(canonical_path(path)) == canonical_path(path)
