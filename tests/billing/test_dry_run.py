"""A dry run says what work would cost and whether it would be refused, and leaves nothing behind."""

import pytest
from django.db import IntegrityError, transaction
from django_q.models import OrmQ

from billing.dry_run import is_active, preview
from billing.models import Hold, Transaction
from billing.prices import single_quote, story_quote
from billing.services import balance, hold
from generation.jobs.bell import ring
from tests.world import NOW, World
from wire.errors import InsufficientCredits, ValidationFailed

pytestmark = [pytest.mark.both, pytest.mark.django_db]

FILM = story_quote(["production_video"], 1, now=NOW)
IMAGE = single_quote("image", "image", now=NOW)


def order(world: World, quote: object = FILM, amount: int | None = None) -> Hold:
    """What a billable service does: hold what its quote says."""
    quote_ = quote.as_dict()  # type: ignore[attr-defined]
    amount = quote_["total"] if amount is None else amount
    return hold(world.ada.organization.pk, amount, operation="film", quote=quote_, now=NOW)


def test_it_answers_with_the_quote_and_the_balance_before_and_after(world: World) -> None:
    with preview(world.ada.organization.pk, now=NOW) as result:
        order(world)
    assert result.as_dict() == {
        "dryRun": True,
        "quote": FILM.as_dict(),
        "balance": {"before": 500, "after": 480},
        "wouldFail": None,
    }


def test_nothing_of_it_remains(world: World) -> None:
    before, history = balance(world.ada.organization.pk, NOW), Transaction.objects.count()
    with preview(world.ada.organization.pk, now=NOW):
        order(world)
        ring()
    assert balance(world.ada.organization.pk, NOW) == before
    assert (Hold.objects.count(), Transaction.objects.count() - history, OrmQ.objects.count()) == (0, 0, 0)


def test_what_waits_for_the_commit_never_happens(world: World, django_capture_on_commit_callbacks: object) -> None:
    capture = django_capture_on_commit_callbacks(execute=True)  # type: ignore[operator]
    with capture as callbacks, preview(world.ada.organization.pk, now=NOW):
        transaction.on_commit(lambda: pytest.fail("it was committed"))
    assert callbacks == []


def test_a_lack_of_credits_is_an_answer_with_its_quote(world: World) -> None:
    with preview(world.ada.organization.pk, now=NOW) as result:
        order(world, FILM, amount=501)
    assert isinstance(result.error, InsufficientCredits)
    assert result.as_dict()["quote"] == FILM.as_dict()
    assert result.as_dict()["balance"] == {"before": 500, "after": 500}
    assert result.as_dict()["wouldFail"] == {
        "code": "insufficient_credits",
        "message": InsufficientCredits.default_message,
        "details": {"required": 501, "available": 500},
    }


def test_any_refusal_is_an_answer_even_after_the_database_refused(world: World) -> None:
    with preview(world.ada.organization.pk, now=NOW) as result:
        order(world)
        try:
            Hold.objects.create(account_id="nobody", amount=-1, monthly_amount=0, perpetual_amount=0, quote={},
                                cycle=NOW.date(), operation="film", expires_at=NOW)  # fmt: skip
        except IntegrityError:
            raise ValidationFailed("Not like this.", field="amount") from None
    assert result.as_dict()["wouldFail"] == {
        "code": "validation_failed",
        "message": "Not like this.",
        "details": {"field": "amount"},
    }
    assert result.available_after == result.available_before == 500


def test_a_mistake_of_ours_is_not_an_answer(world: World) -> None:
    with pytest.raises(ZeroDivisionError), preview(world.ada.organization.pk, now=NOW):
        order(world, amount=1 // 0)
    assert not Hold.objects.exists()
    assert not is_active()


def test_the_quotes_of_several_holds_are_added_up(world: World) -> None:
    with preview(world.ada.organization.pk, now=NOW) as result:
        order(world, FILM)
        order(world, IMAGE)
    assert result.quote["total"] == FILM.total + IMAGE.total
    assert result.quote["lineItems"] == FILM.as_dict()["lineItems"] + IMAGE.as_dict()["lineItems"]
    assert (result.available_before, result.available_after) == (500, 500 - result.quote["total"])


def test_of_several_holds_that_together_cost_too_much_none_would_be_made(world: World) -> None:
    with preview(world.ada.organization.pk, now=NOW) as result:
        order(world, FILM, amount=300)
        order(world, FILM, amount=300)
    assert result.error is not None
    assert result.error.details == {"required": 300, "available": 200}
    assert (result.available_before, result.available_after) == (500, 500)


def test_free_work_has_a_quote_of_nothing(world: World) -> None:
    with preview(world.ada.organization.pk, now=NOW) as result:
        pass
    assert result.as_dict()["quote"]["total"] == 0
    assert result.as_dict()["balance"] == {"before": 500, "after": 500}


def test_code_inside_can_know_that_it_is_only_tried(world: World) -> None:
    assert not is_active()
    with preview(world.ada.organization.pk, now=NOW):
        assert is_active()
    assert not is_active()


@pytest.mark.django_db(transaction=True)
def test_it_is_undone_outside_of_any_transaction_too(world: World) -> None:
    with preview(world.ada.organization.pk, now=NOW) as result:
        order(world)
    assert result.available_after == 480
    assert balance(world.ada.organization.pk, NOW).balance == 500
