"""The first plans, and the one that includes everything for every organization that there is."""

from typing import Any

from django.db import migrations
from django.db.models import F

from billing.plans import INITIAL, SELF_HOSTED

BATCH = 1000


def add_plans(apps: Any, schema_editor: Any) -> None:
    plans = apps.get_model("billing", "SubscriptionPlan").objects
    # A column that came later has its own migration to fill it.
    known = {field.name for field in plans.model._meta.fields}
    plans.bulk_create([plans.model(**{name: row[name] for name in known & row.keys()}) for row in INITIAL])
    accounts = apps.get_model("billing", "Account").objects
    open_plan = plans.get(slug=SELF_HOSTED)
    accounts.update(plan=open_plan, plan_since=F("created_at"))
    changes = apps.get_model("billing", "SubscriptionChange").objects
    begun = (
        changes.model(account_id=pk, kind="started", plan=open_plan, actor="system", created_at=created_at)
        for pk, created_at in accounts.order_by("pk").values_list("pk", "created_at").iterator()
    )
    changes.bulk_create(begun, batch_size=BATCH)


def take_plans(apps: Any, schema_editor: Any) -> None:
    apps.get_model("billing", "Account").objects.update(plan=None, requested_plan=None, requested_at=None)
    apps.get_model("billing", "SubscriptionChange").objects.all().delete()
    apps.get_model("billing", "SubscriptionPlan").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("billing", "0004_subscriptions")]

    operations = [migrations.RunPython(add_plans, take_plans)]
