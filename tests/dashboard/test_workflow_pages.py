"""The workflow family's pages: choose, quote, launch, follow, review, batches; who may, and in how many queries."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Membership, Role
from billing.services import balance
from billing.subscriptions import change_plan
from generation.jobs.models import Job
from generation.jobs.states import Status
from generation.workflows.catalogue import NAMES
from generation.workflows.models import Batch, Workflow
from generation.workflows.services.launch import start_batch, start_workflow
from studio.dashboard.workflows.batches import bodies_of
from studio.dashboard.workflows.shown import shape, swatches
from tests.dashboard.conftest import Browser, principal
from tests.world import World

PAGE = "/dashboard/workflows"
IDEA = "A solar lamp for campers"
MOST = 10


def started(world: World, **body: Any) -> Workflow:
    asked = {"type": "cinematic", "concept": IDEA, **body}
    return start_workflow(asked, principal=principal(world.ada)).workflow


SECTION = {
    "role": "hook", "purpose": "Stop the eye.", "line": "It wakes at dusk.", "evidence": None, "picture": "a lamp",
    "place": "lake", "hour": "dusk", "mood": "calm",
}  # fmt: skip
DIRECTION = {
    "brand": "Lumo", "audience": "campers", "tone": "warm", "framework": {"key": "aida", "title": "Attention"},
    "seasonal": None, "title": "Lumo", "callToAction": "Order it", "source": None, "formats": ["16:9"], "seed": 1,
    "look": {"palette": ["#f2a33a", "#1f4d4a"], "music": "piano", "voice": "a warm woman", "forbidden": []},
    "sections": [SECTION, {**SECTION, "role": "action", "line": "Come and see it."}],
}  # fmt: skip


def ended(job_id: str, status: str, **fields: Any) -> None:
    """A job as a worker leaves it."""
    Job.objects.filter(pk=job_id).update(status=status, finished_at=timezone.now(), expires_at=None, **fields)


@pytest.fixture
def reviewed(world: World) -> Workflow:
    """A workflow whose art direction waits for a person."""
    row = started(world, hitl=True)
    Workflow.objects.filter(pk=row.pk).update(
        direction=DIRECTION, review="waiting", review_until=timezone.now() + timezone.timedelta(hours=70)
    )
    Job.objects.filter(pk=row.job_id).update(status="suspended", stage="review", expires_at=timezone.now())
    return row


# ---------------------------------------------------------------- choose, quote, launch


def test_every_type_has_a_card_with_a_picture_and_a_form(ada: Browser) -> None:
    page = ada.get(f"{PAGE}/new").content.decode()
    assert page.count('class="card type-card') == len(NAMES)
    for name in NAMES:
        assert f"img/workflows/{name}.webp" in page
        assert ada.get(f"{PAGE}/new/{name}").status_code == 200
    assert ada.get(f"{PAGE}/new/nothing").status_code == 404


def test_only_the_parameters_that_matter_are_asked_for(ada: Browser) -> None:
    audit = ada.get(f"{PAGE}/new/local-audit").content.decode()
    film = ada.get(f"{PAGE}/new/cinematic").content.decode()
    for name in ("concept", "formats", "framework", "hitl"):
        assert f'name="{name}"' in film
        assert f'name="{name}"' not in audit


def test_a_quote_follows_the_form_and_changes_nothing(ada: Browser, world: World) -> None:
    answer = ada.post(f"{PAGE}/new/cinematic/quote", concept='It\'s "so"', quality="premium", formats=["9:16", "1:1"])
    part = answer.content.decode()
    assert '<span class="value">2</span>' in part
    assert "<b>498</b>" in part
    assert "&quot;formats&quot;: &quot;9:16,1:1&quot;" in part
    assert part.count('class="snippet"') == 3
    assert not Workflow.objects.exists()
    assert balance(world.ada.organization.pk, timezone.now()).balance == 500


def test_launching_holds_the_credits_and_leads_to_its_page(ada: Browser) -> None:
    answer = ada.post(
        f"{PAGE}/new/cinematic", concept=IDEA, quality="premium", formats="9:16", seasonal="eid", hitl="on"
    )
    row = Workflow.objects.get()
    assert answer["Location"] == f"{PAGE}/{row.pk}"
    assert (row.quality, row.request["formats"], row.request["seasonal"], row.request["hitl"]) == (
        "premium", ["9:16"], "eid", True,
    )  # fmt: skip
    page = ada.get(answer["Location"]).content.decode()
    assert f'data-stream="{PAGE}/{row.pk}/events"' in page


def test_what_is_missing_or_too_dear_is_said_and_nothing_starts(ada: Browser, world: World) -> None:
    answer = ada.post(f"{PAGE}/new/cinematic", concept="", quality="standard")
    assert (answer.status_code, 'aria-invalid="true"' in answer.content.decode()) == (422, True)
    answer = ada.post(f"{PAGE}/new/influencer", quality="standard")
    assert (answer.status_code, "needs concept or url" in answer.content.decode()) == (422, True)
    for _ in range(33):
        start_workflow({"type": "brand", "concept": IDEA}, principal=principal(world.ada))
    answer = ada.post(f"{PAGE}/new/brand", concept=IDEA, quality="premium")
    assert (answer.status_code, "Not enough credits" in answer.content.decode()) == (422, True)
    assert Workflow.objects.count() == 33


def test_what_the_plan_does_not_open_is_refused_with_the_way_to_the_plans(ada: Browser, world: World) -> None:
    change_plan(world.ada.organization.pk, "trial", actor="test")
    for path in (f"{PAGE}/new/brand/quote", f"{PAGE}/new/brand"):
        page = ada.post(path, concept=IDEA, quality="standard").content.decode()
        assert "Not part of your plan" in page
        assert 'href="/dashboard/subscription">See the plans' in page
    assert not Workflow.objects.exists()


def test_run_again_fills_the_form_with_what_was_asked(ada: Browser, bob: Browser, world: World) -> None:
    row = started(world, concept="A red bicycle", framework="pas", formats="1:1")
    page = ada.get(f"{PAGE}/new/cinematic?from={row.pk}").content.decode()
    assert "A red bicycle</textarea>" in page
    assert '<option value="pas" selected>' in page
    assert bob.get(f"{PAGE}/new/cinematic?from={row.pk}").status_code == 404


# ---------------------------------------------------------------- who may


@pytest.mark.parametrize("tail", ["", "/direction"])
def test_the_stranger_finds_nothing(bob: Browser, reviewed: Workflow, tail: str) -> None:
    assert bob.get(f"{PAGE}/{reviewed.pk}{tail}").status_code == 404
    assert IDEA not in bob.get(PAGE).content.decode()


@pytest.mark.parametrize("tail", ["cancel", "retry", "direction"])
def test_the_stranger_presses_nothing(bob: Browser, reviewed: Workflow, tail: str) -> None:
    assert bob.post(f"{PAGE}/{reviewed.pk}/{tail}", action="approve").status_code == 404
    assert Workflow.objects.get().review == "waiting"


def test_who_only_reads_sees_everything_and_launches_nothing(ada: Browser, world: World, reviewed: Workflow) -> None:
    Membership.objects.filter(organization=world.ada.organization).update(role=Role.BILLING)
    for path in (PAGE, f"{PAGE}/new", f"{PAGE}/{reviewed.pk}", f"{PAGE}/{reviewed.pk}/direction"):
        page = ada.get(path)
        assert page.status_code == 200
        assert "Approve and make it" not in page.content.decode()
        assert f"{PAGE}/new/cinematic" not in page.content.decode()
    assert ada.get(f"{PAGE}/new/cinematic").status_code == 403
    assert ada.post(f"{PAGE}/new/cinematic/quote", concept=IDEA).status_code == 403
    assert ada.post(f"{PAGE}/{reviewed.pk}/direction", action="approve").status_code == 403
    assert ada.post(f"{PAGE}/{reviewed.pk}/cancel").status_code == 403
    assert ada.get("/dashboard/workflows/batches/new").status_code == 403


def test_a_form_of_somebody_elses_making_is_refused(ada: Browser, reviewed: Workflow) -> None:
    ada.client.handler.enforce_csrf_checks = True
    for path in (f"{PAGE}/new/cinematic", f"{PAGE}/{reviewed.pk}/direction", f"{PAGE}/{reviewed.pk}/cancel"):
        assert ada.post(path, concept=IDEA, action="approve").status_code == 403


@pytest.mark.parametrize(
    "path", [PAGE, f"{PAGE}/new", f"{PAGE}/new/cinematic", f"{PAGE}/x", "/dashboard/workflows/batches/new"]
)
def test_who_is_signed_out_is_sent_to_sign_in(nobody: Browser, path: str) -> None:
    assert nobody.get(path)["Location"].startswith("/accounts/login/?next=/dashboard")


# ---------------------------------------------------------------- the list and its queries


def test_the_list_costs_at_most_ten_queries_whatever_its_length(ada: Browser, world: World) -> None:
    def cost(path: str) -> int:
        ada.get(path)
        with CaptureQueriesContext(connection) as queries:
            assert ada.get(path).status_code == 200
        return len(queries)

    start_batch([{"type": "staticad", "concept": IDEA}] * 2, principal=principal(world.ada))
    for path in (PAGE, f"{PAGE}?show=live&type=staticad"):
        few = cost(path)
        start_batch([{"type": "staticad", "concept": IDEA}] * 12, principal=principal(world.ada))
        assert cost(path) == few <= MOST
    batch = Batch.objects.order_by("pk").first()
    assert batch
    few = cost(f"/dashboard/workflows/batches/{batch.pk}")
    assert few <= MOST
    big, _ = start_batch([{"type": "staticad", "concept": IDEA}] * 30, principal=principal(world.ada))
    assert cost(f"/dashboard/workflows/batches/{big.pk}") == few


def test_the_list_is_filtered_by_state_and_type_and_goes_on(ada: Browser, world: World) -> None:
    start_batch([{"type": "staticad", "concept": f"Still {n}"} for n in range(21)], principal=principal(world.ada))
    film = started(world)
    ended(film.job_id, "failed", error_code="source_fetch_failed", error_message="The page was not found.")
    assert "The page was not found." in ada.get(f"{PAGE}?show=failed").content.decode()
    assert "None of this kind" in ada.get(f"{PAGE}?show=done").content.decode()
    assert IDEA not in ada.get(f"{PAGE}?type=staticad").content.decode()
    first = ada.get(f"{PAGE}?type=staticad").content.decode()
    assert "Older" in first
    assert "Still 0<" not in first


# ---------------------------------------------------------------- one workflow


def test_a_review_is_approved_changed_or_rejected(ada: Browser, reviewed: Workflow, world: World) -> None:
    page = ada.get(f"{PAGE}/{reviewed.pk}/direction").content.decode()
    assert "It wakes at dusk." in page
    assert 'fill="#f2a33a"' in page
    assert "Approve and make it" in page
    answer = ada.post(
        f"{PAGE}/{reviewed.pk}/direction",
        **{"action": "edit", "title": "Noor", "line-0": "Close your eyes.", "mood-1": "calm", "palette": "#112233"},
    )
    row = Workflow.objects.get()
    assert (answer["Location"], row.review) == (f"{PAGE}/{reviewed.pk}", "edited")
    told = row.direction
    assert (told["title"], told["look"]["palette"]) == ("Noor", ["#112233"])
    assert [section["line"] for section in told["sections"]] == ["Close your eyes.", "Come and see it."]


def test_what_cannot_be_kept_is_said_and_what_was_typed_stays(ada: Browser, reviewed: Workflow) -> None:
    answer = ada.post(f"{PAGE}/{reviewed.pk}/direction", **{"action": "edit", "title": "", "line-0": "Typed in vain."})
    assert answer.status_code == 422
    assert "Typed in vain." in answer.content.decode()
    assert Workflow.objects.get().review == "waiting"


def test_a_rejection_gives_the_credits_back_and_keeps_its_reason(
    ada: Browser, reviewed: Workflow, world: World
) -> None:
    ada.post(f"{PAGE}/{reviewed.pk}/direction", action="reject", note="Not us.")
    page = ada.get(f"{PAGE}/{reviewed.pk}").content.decode()
    assert "Not us." in page
    assert "Resume" not in page
    assert balance(world.ada.organization.pk, timezone.now()).balance == 500
    again = ada.post(f"{PAGE}/{reviewed.pk}/direction", action="approve")
    assert again.status_code == 422


def test_an_unknown_answer_approves_nothing(ada: Browser, reviewed: Workflow) -> None:
    assert ada.post(f"{PAGE}/{reviewed.pk}/direction", action="maybe").status_code == 422
    assert Workflow.objects.get().review == "waiting"


def test_one_that_nobody_answered_says_so_and_can_only_be_run_anew(ada: Browser, reviewed: Workflow) -> None:
    ended(reviewed.job_id, "failed", error_code="review_expired", error_message="Nobody answered.")
    page = ada.get(f"{PAGE}/{reviewed.pk}").content.decode()
    assert "Nobody answered in time" in page
    assert "Run again with changes" in page
    assert ada.post(f"{PAGE}/{reviewed.pk}/retry").status_code == 302
    assert Job.objects.get().status == "failed"


def test_one_is_canceled_and_goes_on(ada: Browser, world: World) -> None:
    row = started(world)
    ada.post(f"{PAGE}/{row.pk}/cancel")
    assert balance(world.ada.organization.pk, timezone.now()).balance == 500
    assert "Nothing was charged" in ada.get(f"{PAGE}/{row.pk}").content.decode()
    ada.post(f"{PAGE}/{row.pk}/retry")
    assert Job.objects.get().status == Status.QUEUED
    assert balance(world.ada.organization.pk, timezone.now()).balance == 499


# ---------------------------------------------------------------- batches


def test_rows_are_ideas_addresses_or_a_table() -> None:
    shared = {"type": "staticad", "quality": "", "hitl": False}
    assert bodies_of("A cup\n\nhttps://a.example/x\n", shared=shared) == [
        {"type": "staticad", "concept": "A cup"}, {"type": "staticad", "url": "https://a.example/x"},
    ]  # fmt: skip
    table = 'type,concept,formats,hitl\ncinematic,"A cup, blue","9:16,1:1",yes\n,A lamp,,\n'
    assert bodies_of(table, shared=shared) == [
        {"type": "cinematic", "concept": "A cup, blue", "formats": "9:16,1:1", "hitl": True},
        {"type": "staticad", "concept": "A lamp"},
    ]
    assert bodies_of("type\tconcept\nbrand\tA, b\n", shared={}) == [{"type": "brand", "concept": "A, b"}]


def test_each_row_is_judged_before_anything_starts(ada: Browser) -> None:
    rows = "type,concept,url\nstaticad,A cup,\nfactory,no page,\navatars,x,\n"
    for path in ("/dashboard/workflows/batches/new/check", "/dashboard/workflows/batches/new"):
        page = ada.post(path, rows=rows, type="staticad", quality="standard", launch="yes").content.decode()
        assert "2 of 3 rows cannot start" in page
        assert "factory needs url" in page
    assert not Workflow.objects.exists()


def test_a_batch_is_quoted_launched_followed_and_what_failed_goes_on(ada: Browser, bob: Browser, world: World) -> None:
    form = {"rows": "A cup\nA lamp\nA tent", "type": "staticad", "quality": "standard"}
    assert '<span class="value">3</span>' in ada.post("/dashboard/workflows/batches/new/check", **form).content.decode()
    answer = ada.post("/dashboard/workflows/batches/new", launch="yes", **form)
    batch = Batch.objects.get()
    here = f"/dashboard/workflows/batches/{batch.pk}"
    assert answer["Location"] == here
    assert bob.get(here).status_code == 404
    assert bob.post(f"{here}/retry").status_code == 404
    for row in Workflow.objects.filter(position__lt=2):
        ada.post(f"{PAGE}/{row.pk}/cancel")
        Job.objects.filter(pk=row.job_id).update(
            status="failed", error_code="generation_failed", error_message="The painter is away."
        )
    page = ada.get(here).content.decode()
    assert "The painter is away." in page
    assert "Try failed ones again" in page
    ada.post(f"{here}/retry")
    assert set(Job.objects.values_list("status", flat=True)) == {"queued"}
    assert balance(world.ada.organization.pk, timezone.now()).balance == 497


def test_fifty_rows_and_no_more(ada: Browser) -> None:
    rows = "\n".join(f"Cup {n}" for n in range(51))
    page = ada.post("/dashboard/workflows/batches/new", rows=rows, type="staticad", quality="standard", launch="yes")
    assert (page.status_code, Workflow.objects.count()) == (422, 0)


# ---------------------------------------------------------------- shown


def test_words_on_a_colour_are_readable_and_frames_are_told_apart() -> None:
    direction = {"look": {"palette": ["#ffffff", "#f2a33a", "#1f4d4a", "#000000"]}}
    assert [swatch.is_light for swatch in swatches(direction)] == [True, True, False, False]
    sizes = ((16, 9), (9, 16), (1, 1), (4, 5))
    assert [shape(w, h) for w, h in sizes] == ["wide", "tall", "square", "feed"]
