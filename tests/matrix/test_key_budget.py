"""A key whose budget is used up is refused by everything that costs credits, in each family's own words."""

import pytest

from accounts.models import ApiKey
from billing.budgets import set_budget
from generation.jobs.services import cancel_job
from tests.matrix.conftest import Things, some_things
from tests.matrix.test_after_the_trial import ASKED, MADE, told
from wire.ratelimit import limiter

AD = {"type": "cinematic", "concept": "A lamp by a lake"}
SENTENCE = "This API key's budget is 0 credits a month. 0 are spent or held, 0 are left, and this needs"
OWN_CODE = {"code": "key_budget_exceeded"}


@pytest.fixture
def poor(db: None) -> Things:
    """A tenant with credits, whose key may spend none of them."""
    limiter.clear()
    things = some_things("Ours")
    set_budget(ApiKey.objects.get(organization=things.api.organization), 0, by=None)
    return things


@pytest.mark.both
def test_every_family_refuses_in_its_own_words_leaves_nothing_and_says_so_in_a_dry_run(poor: Things) -> None:
    before = [kind.objects.count() for kind in MADE]
    for family, (path, body, said) in ASKED.items():
        limiter.clear()
        answer = told(poor, path, body, family)
        assert answer.status == 402, (family, answer.body)
        error = answer.json["error"] if isinstance(answer.json.get("error"), dict) else answer.json
        expected = OWN_CODE if said == {"code": "insufficient_credits"} else said
        assert expected.items() <= error.items(), family
        assert error["message"].startswith(SENTENCE), family
        if not family.startswith(("external", "openai")):
            dry = told(poor, f"{path}?dry_run=true", body, family)
            assert dry.status == 200, (family, dry.body)
            would_fail = dry.json.get("wouldFail") or dry.json.get("would_fail")
            assert would_fail["message"].startswith(SENTENCE), family
    assert [kind.objects.count() for kind in MADE] == before


@pytest.mark.both
@pytest.mark.parametrize(("path", "body"), [("/workflow", AD), ("/batch", {"workflows": [AD, AD]})])
def test_workflows_and_batches_say_it_in_a_sentence(poor: Things, path: str, body: dict) -> None:
    before = [kind.objects.count() for kind in MADE]
    answer = poor.api.post(path, body, key="once")
    assert (answer.status, answer.json["success"]) == (402, False)
    assert answer.json["error"].startswith(SENTENCE)
    dry = poor.api.post(f"{path}?dry_run=true", body)
    assert dry.json["wouldFail"]["message"].startswith(SENTENCE), dry.body
    assert [kind.objects.count() for kind in MADE] == before


def test_a_batch_that_is_too_dear_for_the_key_starts_none_of_its_workflows(poor: Things) -> None:
    set_budget(ApiKey.objects.get(), 3, by=None)
    before = [kind.objects.count() for kind in MADE]
    refused = poor.api.post("/batch", {"workflows": [AD, AD, AD, AD]}, key="four")
    assert refused.status == 402
    assert "3 are spent or held, 0 are left, and this needs 1." in refused.json["error"]
    assert [kind.objects.count() for kind in MADE] == before
    assert poor.api.post("/batch", {"workflows": [AD, AD, AD]}, key="three").status == 200


def test_a_resume_is_paid_by_the_key_that_asks_for_it(poor: Things) -> None:
    cancel_job(poor.ids["job_id"], reason="Enough.")
    answer = poor.api.post(f"/story-jobs/{poor.ids['job_id']}/resume")
    assert answer.refusal() == (402, "key_budget_exceeded")
