"""Staff roles: groups with permissions, as data. Whoever needs other powers gets a group of their own beside them.

These groups are set to what stands here after every `migrate`. Nobody sees content by a role alone: `open_content` lets
them open one organization's, for a reason that it can read.
"""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import DEFAULT_DB_ALIAS

# Models (`app.model`) by what is in them. What staff may view, they may list and search.
_PEOPLE = ("accounts.organization", "accounts.user", "accounts.membership", "accounts.invitation", "accounts.apikey")
_LOGS = ("accounts.auditevent", "accounts.requestlog")
_ENGINE = (
    "jobs.job", "jobs.jobevent", "jobs.attempt", "jobs.checkpoint", "jobs.providercall", "jobs.circuitbreaker",
    "jobs.workerhost",
)  # fmt: skip
_CREDITS = (
    "billing.account", "billing.entry", "billing.transaction", "billing.hold", "billing.receipt", "billing.refund",
    "billing.subscriptionplan", "billing.subscriptionchange",
)  # fmt: skip
_WEBHOOKS = ("webhooks.endpoint", "webhooks.delivery", "webhooks.event", "webhooks.attempt")
_WORK = (
    "projects.project", "projects.source", "projects.artifact", "projects.revision", "projects.rendition",
    "timelines.projecttimeline", "timelines.footage", "timelines.segment", "timelines.variant",
    "timelines.timelinerevision", "timelines.export", "timelines.preview", "companions.session", "imagery.generation",
    "workflows.workflow", "brand.brandprofile", "brand.document", "assets.asset", "routing.provideraccount",
    "routing.route", "stories.storyplan", "stories.tableread", "stories.castvoice", "stories.scenemusic",
    "stories.sfxcue", "stories.voicesample", "stories.coveragereport", "stories.sharelink",
)  # fmt: skip


def _view(*models: str) -> frozenset[str]:
    return frozenset(f"{app}.view_{name}" for app, name in (model.split(".") for model in models))


# Group → permissions as `app.codename`.
GROUPS: dict[str, frozenset[str]] = {
    # Helps customers: sees that things are there and how they went, never what they say without opening them.
    "Support": _view(*_PEOPLE, *_LOGS, *_ENGINE, *_CREDITS, *_WEBHOOKS, *_WORK)
    | {
        "accounts.open_content", "accounts.end_sessions", "accounts.change_apikey", "accounts.change_invitation",
        "jobs.change_job", "webhooks.change_delivery", "billing.extend_trial",
    },
    # Moves credits and sets plans.
    "Finance": _view("accounts.organization", "accounts.user", "accounts.auditevent", "jobs.job", *_CREDITS)
    | {
        "billing.change_account", "billing.change_hold", "billing.change_receipt", "billing.add_subscriptionplan",
        "billing.change_subscriptionplan",
    },
    # Keeps the studio running.
    "Operator": _view(*_PEOPLE, *_LOGS, *_ENGINE, *_CREDITS, *_WEBHOOKS, *_WORK, "accounts.switch")
    | {
        "accounts.change_organization", "accounts.add_organization", "accounts.add_apikey", "accounts.change_apikey",
        "accounts.add_invitation", "accounts.change_invitation", "accounts.end_sessions", "accounts.change_switch",
        "jobs.change_job", "jobs.delete_circuitbreaker", "billing.change_hold", "webhooks.change_endpoint",
        "webhooks.change_delivery",
    },
    # Looks into complaints about what was made, and ends its sharing.
    "Content reviewer": _view("accounts.organization", "jobs.job", *_WORK)
    | {"accounts.open_content", "stories.change_sharelink"},
}  # fmt: skip


def make_groups(*, using: str = DEFAULT_DB_ALIAS, **_signal: Any) -> None:
    """Create the groups and give them exactly these permissions; doing it again changes nothing."""
    known = {
        f"{app}.{codename}": pk
        for pk, app, codename in Permission.objects.using(using).values_list(
            "pk", "content_type__app_label", "codename"
        )
    }
    for name, wanted in GROUPS.items():
        group, _ = Group.objects.using(using).get_or_create(name=name)
        group.permissions.set([known[permission] for permission in wanted if permission in known])
