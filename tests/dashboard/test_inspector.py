"""The request inspector through its pages: finding, reading, copying, sending again."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent, Membership, RequestExchange, RequestLog, Role, User
from accounts.request_log import request_log
from billing.services import balance
from generation.jobs.models import Job
from generation.projects.models import Project
from studio.dashboard import inspected
from studio.dashboard.inspected import Asked, find
from tests.dashboard.conftest import Browser
from tests.world import NOW, World
from wire.errors import NotFound
from wire.ratelimit import limiter

ONCE = {"Idempotency-Key": "once"}


@pytest.fixture(autouse=True)
def nothing_pending() -> Iterator[None]:
    request_log._pending.clear()
    limiter.clear()
    yield
    request_log._pending.clear()


def called(world: World, method: str, path: str, body: Any = None, **headers: str) -> RequestLog:
    """A request with Ada's key, as the log has it."""
    given = {"headers": world.ada.headers | headers, "content_type": "application/json"}
    Client().generic(method, f"/api/v1{path}", "" if body is None else json.dumps(body), **given)
    request_log.flush()
    return RequestLog.objects.latest("pk")


def rows(organization_id: str, count: int, **fields: Any) -> None:
    given = {"organization_id": organization_id, "method": "GET", "path": "/api/v1/credits", "status": 200,
             "duration_ms": 1, "request_id": "r"} | fields  # fmt: skip
    RequestLog.objects.bulk_create([RequestLog(at=NOW - timedelta(seconds=n), **given) for n in range(count)])


def listed(page: Any) -> list[str]:
    return [row.path for row in page.context["page"].items]


def test_the_list_shows_the_organizations_own_and_its_filters_find(ada: Browser, world: World) -> None:
    called(world, "GET", "/credits")
    made = called(world, "POST", "/story-projects", {"name": "Harbour"})
    refused = called(world, "POST", "/story-projects", {"name": ""})
    rows(world.bob.organization.pk, 3)
    both = ["/api/v1/story-projects", "/api/v1/story-projects"]
    assert listed(ada.get("/dashboard/requests")) == [*both, "/api/v1/credits"]
    for query, count in (
        ("method=POST", 2), ("status=refused", 1), ("status=client", 1), ("status=failed", 0), ("status=ok", 2),
        ("path=story-pro", 2), ("operation=createproject", 2), (f"request_id={made.request_id}", 1),
        (f"key={world.ada.key.pk}", 3), (f"key={world.ada.key.pk}&status=refused&method=POST", 1),
        (f"request_id={refused.request_id}&status=ok", 0), ("since=2026-01-01T00:00", 3), ("until=2026-01-01T00:00", 0),
    ):  # fmt: skip
        assert len(listed(ada.get(f"/dashboard/requests?{query}"))) == count, query
    assert ada.get(f"/dashboard/requests?key={world.bob.key.pk}").status_code == 422
    assert ada.get("/dashboard/requests?cursor=nonsense").status_code == 404


def test_pages_go_on_where_the_last_ended(world: World) -> None:
    rows(world.ada.organization.pk, 60)
    seen, cursor = [], None
    while True:
        found = find(world.ada.organization.pk, Asked(), cursor=cursor)
        seen += [row.pk for row in found.items]
        cursor = found.next_cursor
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 60


def test_a_rare_thing_is_looked_for_a_stretch_at_a_time(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspected, "STRETCH", 20)
    rows(world.ada.organization.pk, 30)
    rows(world.ada.organization.pk, 1, method="PUT")
    RequestLog.objects.filter(method="PUT").update(at=NOW - timedelta(days=1))
    first = find(world.ada.organization.pk, Asked(method="PUT"))
    assert (first.items, first.looked_back_to) == ([], NOW - timedelta(seconds=19))
    second = find(world.ada.organization.pk, Asked(method="PUT"), cursor=first.next_cursor)
    assert [row.method for row in second.items] == ["PUT"]
    assert second.next_cursor is None


def test_what_failed_is_found_behind_any_number_of_refusals(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspected, "STRETCH", 20)
    rows(world.ada.organization.pk, 30, status=404)
    rows(world.ada.organization.pk, 1, status=503)
    RequestLog.objects.filter(status=503).update(at=NOW - timedelta(days=1))
    found = find(world.ada.organization.pk, Asked(status="failed"))
    assert ([row.status for row in found.items], found.next_cursor) == ([503], None)


@pytest.mark.both
@pytest.mark.parametrize(
    ("asked", "index"),
    [({}, "request_page"), ({"status": "refused"}, "request_page_refused"),
     ({"status": "failed"}, "request_page_failed"), ({"key_id": "KEY"}, "request_page_of_key"),
     ({"request_id": "r7"}, "request_by_id"), ({"path": "x"}, "request_page")],
)  # fmt: skip
def test_every_page_is_read_off_an_index(world: World, asked: dict[str, str], index: str) -> None:
    """With a table as it is after a while: a planner that knows nothing of it reads a small one whole."""
    organization_id = world.ada.organization.pk
    for number in range(20):
        rows(f"org_{number}", 100, key_id=f"key_{number}", request_id=f"r{number}")
    rows(organization_id, 400, key_id=world.ada.key.pk)
    rows(organization_id, 50, status=404)
    rows(organization_id, 5, status=503)
    asked = {name: world.ada.key.pk if value == "KEY" else value for name, value in asked.items()}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE accounts_requestlog")
    with CaptureQueriesContext(connection) as queries:
        find(organization_id, Asked(**asked))
    is_sqlite = connection.vendor == "sqlite"
    explain = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
    with connection.cursor() as cursor:
        if not is_sqlite:  # a few thousand rows are read whole sooner: the question is what serves a million
            for way in ("seqscan", "hashjoin", "sort"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
        plan = repr(cursor.execute(f"{explain} {queries[0]['sql']}").fetchall())
    assert index in plan, plan
    if is_sqlite and not asked.get("path"):
        assert "TEMP B-TREE" not in plan or "request_id" in asked or "key_id" in asked, plan


def test_the_pages_cost_a_fixed_handful_of_queries(ada: Browser, world: World) -> None:
    row = called(world, "POST", "/story-projects", {"name": "Harbour"})
    rows(world.ada.organization.pk, 80, key_id=world.ada.key.pk)
    for path, most in (("/dashboard/requests?status=ok&path=cred", 10), (f"/dashboard/requests/{row.pk}", 10)):
        with CaptureQueriesContext(connection) as queries:
            assert ada.get(path).status_code == 200
        assert len(queries) <= most, [query["sql"][:90] for query in queries]


def test_a_requests_page_says_all_of_it(ada: Browser, world: World) -> None:
    row = called(
        world, "POST", "/studio/video", {"prompt": "A <b>quay</b>", "duration_s": 5}, **{"Idempotency-Key": "once"}
    )
    html = ada.get(f"/dashboard/requests/{row.pk}").content.decode()
    assert "A &lt;b&gt;quay&lt;/b&gt;" in html
    for told in (
        "X-RateLimit-Remaining",
        "of 20 requests left",
        row.request_id,
        row.operation,
        "Ada&#x27;s key",
        "Started",
    ):
        assert told in html, told
    assert world.ada.token not in html
    RequestExchange.objects.all().delete()
    assert "Not kept any more." in ada.get(f"/dashboard/requests/{row.pk}").content.decode()


def test_a_strangers_request_answers_like_a_missing_one(ada: Browser, bob: Browser, world: World) -> None:
    row = called(world, "GET", "/credits")
    assert ada.get(f"/dashboard/requests/{row.pk}").status_code == 200
    for path in (f"/dashboard/requests/{row.pk}", f"/dashboard/requests/{row.pk}/again"):
        missing = bob.get(path.replace(str(row.pk), "99999999"))
        for answer in (bob.get(path), bob.post(path)):
            assert (answer.status_code, len(answer.content)) == (404, len(missing.content))
    assert RequestLog.objects.count() == 1


def test_who_may_not_read_the_log_may_not_send_from_it(world: World) -> None:
    row = called(world, "GET", "/credits")
    member = User.objects.create_user("member@example.com")
    Membership.objects.create(user=member, organization=world.ada.organization, role=Role.MEMBER)
    for path in ("/dashboard/requests", f"/dashboard/requests/{row.pk}"):
        assert Browser(member).get(path).status_code == 403
    assert Browser(member).post(f"/dashboard/requests/{row.pk}/again").status_code == 403


class TestAsCode:
    def code(self, ada: Browser, row: RequestLog) -> dict[str, str]:
        context = ada.get(f"/dashboard/requests/{row.pk}").context
        return {one["name"]: one["code"] for one in context["snippets"]}

    def test_curl_and_python_send_the_same_with_ones_own_key(self, ada: Browser, world: World, tmp_path: Any) -> None:
        row = called(world, "POST", "/story-projects?a=1", {"name": "It's $HOME `id` \\ \"q\" '''"})
        code = self.code(ada, row)
        assert "$STUDIO_API_KEY" in code["curl"]
        fake = tmp_path / "curl"
        fake.write_text(f"#!{sys.executable}\nimport json, sys\nprint(json.dumps(sys.argv[1:]))\n")
        fake.chmod(0o755)
        environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", "STUDIO_API_KEY": "sh_mine"}
        ran = subprocess.run(["sh", "-c", code["curl"]], env=environment, capture_output=True, check=True)
        sent = json.loads(ran.stdout)
        assert sent[2] == "http://testserver/api/v1/story-projects?a=1"
        assert "Authorization: Bearer sh_mine" in sent
        assert json.loads(sent[-1]) == {"name": "It's $HOME `id` \\ \"q\" '''"}
        names: dict[str, Any] = {}
        source = code["Python"].replace("print(urllib", "0 and print(urllib")
        exec(source.replace("os.environ['STUDIO_API_KEY']", "'sh_mine'"), names)  # noqa: S102
        assert json.loads(names["data"]) == json.loads(sent[-1])
        assert names["request"].get_header("Authorization") == "Bearer sh_mine"

    def test_no_path_breaks_out_of_its_quotes(self, ada: Browser, world: World) -> None:
        row = called(world, "GET", "/story-projects/x'; touch owned; '")
        assert "%27%3B%20touch" in self.code(ada, row)["curl"]


class TestAgain:
    def test_a_reading_request_is_run_at_once_by_the_person(self, ada: Browser, world: World) -> None:
        row = called(world, "GET", "/credits")
        answer = ada.post(f"/dashboard/requests/{row.pk}/again")
        new = RequestLog.objects.latest("pk")
        assert answer["Location"] == f"/dashboard/requests/{new.pk}"
        assert (new.path, new.status, new.key_id, new.user_id) == ("/api/v1/credits", 200, "", world.ada.owner.pk)

    def test_what_it_would_cost_is_said_before_it_is_done(self, ada: Browser, world: World) -> None:
        row = called(
            world, "POST", "/studio/video", {"prompt": "A quay", "duration_s": 5}, **{"Idempotency-Key": "once"}
        )
        before = balance(world.ada.organization.pk).balance
        page = ada.get(f"/dashboard/requests/{row.pk}/again").content.decode()
        assert "Run it for 4 credits" in page
        assert (Job.objects.count(), balance(world.ada.organization.pk).balance) == (1, before)
        ada.post(f"/dashboard/requests/{row.pk}/again")
        new = Job.objects.latest("pk")
        assert Job.objects.count() == 2, "a new Idempotency-Key: the work is done once more"
        assert (new.key_id, new.user_id, new.params["prompt"]) == (None, world.ada.owner.pk, "A quay")
        assert RequestLog.objects.latest("pk").job_id == new.pk

    def test_it_is_the_persons_rights_that_count_and_not_the_keys(self, world: World) -> None:
        row = called(world, "POST", "/story-projects", {"name": "Harbour"})
        admin = User.objects.create_user("admin@example.com")
        place = Membership.objects.create(user=admin, organization=world.ada.organization, role=Role.ADMIN)
        browser = Browser(admin)
        browser.post(f"/dashboard/requests/{row.pk}/again")
        assert Project.objects.count() == 2
        place.delete()
        browser.post(f"/dashboard/requests/{row.pk}/again")
        assert Project.objects.count() == 2

    def test_it_needs_the_pages_token(self, world: World) -> None:
        row = called(world, "POST", "/story-projects", {"name": "Harbour"})
        client = Client(enforce_csrf_checks=True)
        client.force_login(world.ada.owner, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert client.post(f"/dashboard/requests/{row.pk}/again").status_code == 403
        assert Project.objects.count() == 1

    def test_a_refusal_is_told_on_the_way(self, ada: Browser, world: World) -> None:
        row = called(world, "POST", "/studio/video", {"prompt": "A quay", "duration_s": 60})
        RequestExchange.objects.filter(log=row).update(
            request={"headers": [], "body": json.dumps({"prompt": "A quay", "duration_s": 600})}
        )
        assert "It would be refused" in ada.get(f"/dashboard/requests/{row.pk}/again").content.decode()

    @pytest.mark.parametrize(
        ("said", "why"),
        [({"body": "{}", "is_struck": True}, "A secret was struck out"), ({"body": "{}", "is_cut": True}, "not kept"),
         ({"why": "too_long"}, "not kept")],
    )  # fmt: skip
    def test_what_is_not_whole_is_not_sent(self, ada: Browser, world: World, said: dict[str, Any], why: str) -> None:
        row = called(world, "POST", "/story-projects", {"name": "Harbour"})
        RequestExchange.objects.filter(log=row).update(request={"headers": [], "bytes": 9, **said})
        assert why in ada.get(f"/dashboard/requests/{row.pk}").content.decode()
        ada.post(f"/dashboard/requests/{row.pk}/again")
        assert Project.objects.count() == 1

    @pytest.mark.parametrize("path", ["/webhook-endpoints", "/nowhere", "/../../dashboard/keys/new"])
    def test_secrets_and_other_paths_are_not_sent(self, ada: Browser, world: World, path: str) -> None:
        rows(world.ada.organization.pk, 1, method="POST", path=f"/api/v1{path}")
        row = RequestLog.objects.latest("pk")
        ada.post(f"/dashboard/requests/{row.pk}/again")
        assert RequestLog.objects.count() == 1


def test_an_organization_may_keep_no_bodies(ada: Browser, world: World) -> None:
    ada.post("/dashboard/organization", name="Ada", timezone="UTC")
    world.ada.organization.refresh_from_db()
    assert not world.ada.organization.keeps_bodies
    assert "keeps_bodies" in AuditEvent.objects.get(action="organization.changed").details["changed"]
    row = called(world, "POST", "/story-projects", {"name": "Harbour"})
    assert "this organization keeps no bodies" in ada.get(f"/dashboard/requests/{row.pk}").content.decode()


def test_a_cursor_of_another_kind_is_no_page(world: World) -> None:
    for cursor in ("x", "W10", "bnVsbA", "WyIyMDI2LTAxLTAxIl0"):
        with pytest.raises(NotFound):
            find(world.ada.organization.pk, Asked(), cursor=cursor)
