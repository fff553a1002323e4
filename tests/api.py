"""A client for tests: JSON in, JSON out, one organization's key."""

import json
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.models import Organization
from tests.world import make_tenant


class Answer:
    def __init__(self, response: Any) -> None:
        self.status: int = response.status_code
        self.headers: dict[str, str] = dict(response.headers)
        self.body: bytes = response.content

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    def refusal(self) -> tuple[int, str]:
        """(status, code) of an error, after checking that the envelope is the story family's."""
        error = self.json["error"]
        assert set(self.json) == {"error"}
        assert error["requestId"] == self.headers["X-Request-Id"]
        assert error["message"]
        return self.status, error["code"]


def _where(path: str) -> str:
    """Below /api/v1, but for what has a root of its own."""
    return path if path.startswith("/openai/") else f"/api/v1{path}"


class Api:
    """`api.get(path)`, `api.post(path, body)`; `path` is below /api/v1."""

    def __init__(self, organization: Organization, token: str) -> None:
        self.organization, self.token = organization, token
        self._client = Client(raise_request_exception=False)

    def get(self, path: str, **headers: str) -> Answer:
        return self.call("GET", path, **headers)

    def post(self, path: str, body: Any = None, *, key: str | None = None, **headers: str) -> Answer:
        if key:
            headers["Idempotency-Key"] = key
        return self.call("POST", path, {} if body is None else body, **headers)

    def patch(self, path: str, body: Any) -> Answer:
        return self.call("PATCH", path, body)

    def delete(self, path: str) -> Answer:
        return self.call("DELETE", path)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        headers.setdefault("Authorization", f"Bearer {self.token}")
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        content_type = headers.pop("content_type", "application/json")
        return Answer(self._client.generic(method, _where(path), data, content_type=content_type, headers=headers))


def open_api(name: str = "Acme", *, credits: int = 1000) -> Api:
    """A new organization with exactly that many credits, and a client with a key of its own."""
    tenant = make_tenant(name, monthly=0, perpetual=credits, now=timezone.now())
    return Api(tenant.organization, tenant.token)
