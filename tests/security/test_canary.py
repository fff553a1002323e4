"""Secrets that can be recognised, carried through everything at DEBUG, then looked for wherever things are kept."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.request_log import request_log
from accounts.services import create_organization
from generation.projects.models import Artifact
from generation.routing.services import add_account
from generation.stories.services import sharing
from generation.webhooks import services as webhooks
from studio.discovery import views
from tests.accounts.test_two_factor import code_of
from tests.api import Api
from tests.matrix.conftest import Things, operations, some_things
from wire.addresses import networks
from wire.principal import Principal
from wire.ratelimit import limiter

PASSWORD = "a canary's long password 7391"
VENDOR_KEY = "sk-canary-of-a-vendor-5528193"
# Where a secret may stand: a session's key is its row's key, which Django looks it up by; a link is given out again by
# whoever repeats the request for it, for a day and byte by byte.
MAY_STAND = {
    "session": {"django_session", "dump"},
    "share link": {"wire_idempotencyrecord"},
    "signature": {"wire_idempotencyrecord"},
}


class Records(logging.Handler):
    """Every record as a log file would hold it, tracebacks too."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record) + repr(record.args))


@pytest.fixture
def told() -> Iterator[Records]:
    records, root = Records(), logging.getLogger()
    level = root.level
    root.addHandler(records)
    root.setLevel(logging.DEBUG)
    yield records
    root.removeHandler(records)
    root.setLevel(level)


def signed_in(secrets: dict[str, str]) -> Client:
    """A person with a second factor, through the pages."""
    user = User.objects.create_user("canary@example.com", PASSWORD)
    create_organization("Canary", user, now=timezone.now())
    client = Client(raise_request_exception=False)
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD + "?"})
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.get("/accounts/2fa/totp/activate/")
    secrets["second factor"] = client.session["mfa.totp.secret"]
    assert client.post("/accounts/2fa/totp/activate/", {"code": code_of(secrets["second factor"])}).status_code == 302
    secrets["session"] = client.cookies["sessionid"].value
    return client


def planted(ours: Things, settings: Any) -> dict[str, str]:
    settings.STUDIO_FETCH_ALLOW = networks(["127.0.0.0/8"])
    organization_id = ours.api.organization.pk
    principal = Principal(organization_id=organization_id, key_id=None, user_id=None, scopes=frozenset())
    owner = ours.api.organization.members.get()
    add_account(
        organization_id, by=owner, now=timezone.now(), name="Theirs", provider="openai", key=VENDOR_KEY,
        base_url="http://127.0.0.1:9/",
    )  # fmt: skip
    artifact = Artifact.objects.get(pk=ours.ids["artifact_id"])
    return {
        "key": ours.api.token.rpartition("_")[2],
        "password": PASSWORD,
        "vendor's key": VENDOR_KEY,
        "webhook": webhooks.create_endpoint("inbox:", principal=principal).secret,
        "share link": sharing.share_token(sharing.share(artifact, now=timezone.now())),
        "signature": ours.ids["source_url"].split("/")[-2].rpartition(":")[2],
    }


def call_everything(api: Api, ids: dict[str, str], secrets: dict[str, str]) -> list[str]:
    """Each operation of each family, with secrets where clumsy clients put them: what was refused, and how."""
    query = f"?api_key={api.token}&token={secrets['share link']}&signature={secrets['signature']}"
    refusals = []
    for operation in operations():
        limiter.clear()
        body = {
            "name": "x",
            "password": PASSWORD,
            "secret": secrets["webhook"],
            "url": f"https://x.example/{api.token}",
        }
        answer = api.call(operation.method, operation.at(ids) + query, body, **{"Idempotency-Key": str(operation)})
        if answer.status >= 400:
            refusals.append(answer.body.decode(errors="replace"))
    return refusals


def break_something(monkeypatch: pytest.MonkeyPatch, api: Api) -> str:
    def fail(view: Any, request: Any) -> None:
        token = request.headers["Authorization"]
        raise RuntimeError(f"broken on purpose, by a caller of {len(token)} letters")

    monkeypatch.setattr(views.Health, "get", fail)
    answer = api.get("/health")
    assert answer.status == 500
    return answer.body.decode()


def tables() -> dict[str, str]:
    texts = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')  # noqa: S608 - our own models
            texts[model._meta.db_table] = repr(cursor.fetchall())
    texts["sessions, opened"] = json.dumps([row.get_decoded() for row in Session.objects.all()])
    return texts


def test_no_secret_stands_anywhere_but_where_it_must(
    db: None, told: Records, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = some_things("Ours")
    secrets = planted(ours, settings)
    client = signed_in(secrets)
    client.get(f"/dashboard?token={secrets['share link']}", headers={"Authorization": f"Bearer {ours.api.token}"})
    Client().get(f"/share/table-read/{secrets['share link']}")
    refusals = call_everything(ours.api, ours.ids, secrets)
    refusals.append(break_something(monkeypatch, ours.api))
    request_log.flush()
    dumped = io.StringIO()
    call_command("dumpdata", stdout=dumped)
    places = {"logs": "\n".join(told.lines), "refusals": "\n".join(refusals), "dump": dumped.getvalue(), **tables()}
    assert all(len(secret) > 15 for secret in secrets.values()), secrets
    assert "broken on purpose" in places["logs"]
    found = {
        (name, place)
        for name, secret in secrets.items()
        for place, text in places.items()
        if secret in text and place not in MAY_STAND.get(name, set())
    }
    assert not found
