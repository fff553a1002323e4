"""Who calls, what is left, what happened to the money; webhooks."""

from typing import Annotated, Any

import typer

from studio_sdk import StudioClient
from studio_sdk.cli.making import given
from studio_sdk.cli.session import keep, session
from studio_sdk.pages import iterate

webhooks = typer.Typer(help="Addresses that are told of events.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    for command in (login, me, credits_, receipts):
        app.command(command.__name__.strip("_"))(command)
    app.add_typer(webhooks, name="webhooks")


def login(
    url: Annotated[str, typer.Option(prompt="Address of the studio", help="As http://127.0.0.1:8000.")],
    key: Annotated[str, typer.Option(prompt="API key", hide_input=True, help="As sh_…, from the dashboard.")],
) -> None:
    """Keep the studio's address and a key, after a look whether they work."""
    with StudioClient(url, key) as client:
        who = client.editor.get_me()
    path = keep(url, key)
    session.show(who, lambda told: f"Signed in for {told['organization_id']}. Kept in {path}.")


def me() -> None:
    """Who is calling."""
    session.show(session.client.editor.get_me())


def credits_() -> None:
    """What can be spent."""
    session.show(session.client.story.get_credits()["credits"], lambda told: f"{told['balance']} credits")


def receipts(limit: Annotated[int, typer.Option(help="At most so many.")] = 20) -> None:
    """What was charged, and why."""
    rows = iterate(session.client.story.list_receipts, limit=min(limit, 100))
    session.list(
        [row for row, _ in zip(rows, range(limit), strict=False)],
        ("id", "jobId", "outcome", "captured", "reason", "createdAt"),
    )


@webhooks.command("list")
def list_webhooks() -> None:
    """Every endpoint."""
    session.list(
        iterate(session.client.webhooks.list_webhook_endpoints), ("id", "url", "enabled", "types", "lastSuccessAt")
    )


@webhooks.command("add")
def add_webhook(
    url: str,
    event: Annotated[list[str] | None, typer.Option(help="Only these types; all by default. May be repeated.")] = None,
) -> None:
    """Register an address. The signing secret is shown this once."""
    made: Any = session.client.webhooks.create_webhook_endpoint(url=url, types=given(event))
    session.show(made)


@webhooks.command("test")
def test_webhook(endpoint: str) -> None:
    """Send a sample to an endpoint."""
    session.show(session.client.webhooks.test_webhook_endpoint(endpoint))


@webhooks.command("deliveries")
def deliveries(endpoint: str) -> None:
    """What was sent to an endpoint, the latest first."""
    rows = iterate(session.client.webhooks.list_webhook_deliveries, endpoint)
    session.list(rows, ("id", "type", "status", "attempts", "lastStatus", "lastError"))


@webhooks.command("delete")
def delete_webhook(endpoint: str) -> None:
    """Forget an endpoint; nothing is sent to it any more."""
    session.show(session.client.webhooks.delete_webhook_endpoint(endpoint))
