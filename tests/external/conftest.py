from collections.abc import Callable
from typing import Any

import pytest

from generation.jobs.models import Job
from tests.api import Answer, Api
from tests.companions.conftest import maker, own_store, serving, work  # noqa: F401 - fixtures
from tests.stories.conftest import api  # noqa: F401 - a fixture

Work = Callable[[], list[Job]]


class External:
    """`call("POST", "/v1/generate-image", body)`, below /api/external, with the organization's header."""

    def __init__(self, api: Api) -> None:  # noqa: F811
        self.api = api

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        headers.setdefault("X-External-Org-Id", self.api.organization.pk)
        headers.setdefault("Authorization", f"Bearer {self.api.token}")
        import json

        data = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        response = self.api._client.generic(
            method, f"/api/external{path}", data, content_type="application/json", headers=headers
        )
        return Answer(response)

    def post(self, path: str, body: Any, *, key: str = "", **headers: str) -> Answer:
        return self.call("POST", path, body, **({"Idempotency-Key": key} if key else {}), **headers)


@pytest.fixture
def external(api: Api) -> External:  # noqa: F811
    return External(api)
