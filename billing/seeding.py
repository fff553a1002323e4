"""The plans of a database that has none: the migration writes them, and this does where they were emptied since."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from billing.models import SubscriptionPlan
from billing.plans import INITIAL


def plans_after_migrate(*, using: str = DEFAULT_DB_ALIAS, **_signal: Any) -> None:
    """Nothing where there is any plan (what an operator took away stays away) or, migrated back, no table for them."""
    if SubscriptionPlan._meta.db_table not in connections[using].introspection.table_names():
        return
    rows = SubscriptionPlan.objects.using(using)
    if not rows.exists():
        rows.bulk_create([SubscriptionPlan(**row) for row in INITIAL])
