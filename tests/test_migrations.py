"""No migration from here on locks a big table for long on PostgreSQL, as docs/upgrading.md says."""

import pytest
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader

# Millions of rows in a studio that is used; as (app, model).
BIG = {
    ("jobs", "job"), ("jobs", "jobevent"), ("jobs", "checkpoint"), ("jobs", "providercall"), ("jobs", "attempt"),
    ("billing", "entry"), ("billing", "transaction"), ("billing", "hold"), ("billing", "receipt"),
    ("accounts", "requestlog"), ("accounts", "auditevent"),
    ("webhooks", "event"), ("webhooks", "delivery"), ("webhooks", "attempt"), ("assets", "blob"), ("assets", "asset"),
}  # fmt: skip
# The last migration of each app when the rule began; what came before ran on small tables.
BEFORE_THE_RULE = {"jobs": 13, "billing": 8, "accounts": 14, "webhooks": 4, "assets": 3}


def ruled() -> list[migrations.Migration]:
    """Migrations of the apps with big tables that the rule holds for."""
    found = MigrationLoader(None, ignore_no_migrations=True).disk_migrations.values()
    return [one for one in found if int(one.name[:4]) > BEFORE_THE_RULE.get(one.app_label, 10_000)]


def problems(app: str, operations: list[migrations.operations.base.Operation]) -> list[str]:
    """What of these would lock a big table while it reads or rewrites all of it."""
    found, made = [], set()
    for one in operations:
        if isinstance(one, migrations.CreateModel):
            made.add(one.name_lower)  # new, so empty
            continue
        model = getattr(one, "model_name_lower", "")
        if (app, model) not in BIG or model in made:
            continue
        if isinstance(one, migrations.AddIndex) and not isinstance(one, AddIndexConcurrently):
            found.append(f"{model}: an index that is not built concurrently")
        if isinstance(one, migrations.AddConstraint):
            found.append(f"{model}: a constraint that is checked at once")
        if isinstance(one, migrations.AlterField):
            found.append(f"{model}: a column that may be rewritten")
        if isinstance(one, migrations.AddField) and (one.field.db_index or one.field.unique):
            found.append(f"{model}: a column with an index")
    return found


def test_no_migration_locks_a_big_table() -> None:
    read = {f"{one.app_label}.{one.name}": problems(one.app_label, one.operations) for one in ruled()}
    broken = {name: found for name, found in read.items() if found}
    assert broken == {}


INDEX = models.Index(fields=["id"], name="an_index")


@pytest.mark.parametrize(
    ("operation", "is_refused"),
    [
        (migrations.AddIndex("job", INDEX), True),
        (AddIndexConcurrently("job", INDEX), False),
        (migrations.AddIndex("circuitbreaker", INDEX), False),
        (migrations.AddField("job", "x", models.TextField(default="", db_index=True)), True),
        (migrations.AddField("job", "x", models.TextField(default="")), False),
        (migrations.AddConstraint("job", models.CheckConstraint(condition=models.Q(id=""), name="c")), True),
        (migrations.AlterField("jobevent", "x", models.TextField()), True),
    ],
)
def test_the_rule_knows_what_locks(operation: migrations.operations.base.Operation, is_refused: bool) -> None:
    assert bool(problems("jobs", [operation])) is is_refused
