"""No migration from here on locks a big table for long on PostgreSQL, or is more than the version before can bear.

docs/upgrading.md says so. `python -m bench.migrations` measures what the rules let pass.
"""

import pytest
from django.apps import apps
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader

from wire.columns import AddFieldUnlocked

# Millions of rows in a studio that is used; as (app, model).
BIG = {
    ("jobs", "job"), ("jobs", "jobevent"), ("jobs", "checkpoint"), ("jobs", "providercall"), ("jobs", "attempt"),
    ("billing", "entry"), ("billing", "transaction"), ("billing", "hold"), ("billing", "receipt"),
    ("accounts", "requestlog"), ("accounts", "auditevent"),
    ("webhooks", "event"), ("webhooks", "delivery"), ("webhooks", "attempt"), ("assets", "blob"), ("assets", "asset"),
}  # fmt: skip
# The last migration of each app when the rule began; what came before ran on small tables.
BEFORE_THE_RULE = {"jobs": 13, "billing": 8, "accounts": 14, "webhooks": 4, "assets": 3}


GONE_FOR_OLDER_CODE = (
    migrations.RemoveField, migrations.RenameField, migrations.DeleteModel, migrations.RenameModel,
    migrations.AlterModelTable,
)  # fmt: skip
# Migrations that take away what the last release no longer used, as "app.name".
UNUSED_BY_THE_LAST_RELEASE: set[str] = set()


def big_tables() -> list[str]:
    return sorted(apps.get_model(*one)._meta.db_table for one in BIG)


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
        if isinstance(one, migrations.AddField):
            found += [f"{model}: {what}" for what in column_problems(one)]
    return found


def column_problems(one: migrations.AddField) -> list[str]:
    found = []
    if not isinstance(one, AddFieldUnlocked):
        found.append("a column whose lock is waited for at a stretch")
    if one.field.db_index or one.field.unique:
        found.append("a column with an index")
    if isinstance(one.field, models.fields.PositiveIntegerRelDbTypeMixin):
        found.append("a column with a condition, for which all rows are read")
    return found


def _fills_itself(field: models.Field) -> bool:
    return field.null or field.has_db_default() or field.many_to_many


def unbearable(operations: list[migrations.operations.base.Operation]) -> list[str]:
    """What of these the version before cannot work with, which runs on the newer database for a while."""
    found, made = [], set()
    for one in operations:
        if isinstance(one, migrations.CreateModel):
            made.add(one.name_lower)
        if isinstance(one, migrations.AddField) and one.model_name_lower not in made and not _fills_itself(one.field):
            found.append(f"{one.model_name}.{one.name}: older code fills nothing in, so NULL or a db_default must do")
        if isinstance(one, GONE_FOR_OLDER_CODE):
            found.append(f"{one.describe()}: older code still asks for it")
    return found


def test_no_migration_locks_a_big_table() -> None:
    read = {f"{one.app_label}.{one.name}": problems(one.app_label, one.operations) for one in ruled()}
    broken = {name: found for name, found in read.items() if found}
    assert broken == {}


def test_the_version_before_can_work_on_a_migrated_database() -> None:
    read = {f"{one.app_label}.{one.name}": unbearable(one.operations) for one in ruled()}
    broken = {name: found for name, found in read.items() if found and name not in UNUSED_BY_THE_LAST_RELEASE}
    assert broken == {}


INDEX = models.Index(fields=["id"], name="an_index")


@pytest.mark.parametrize(
    ("operation", "is_refused"),
    [
        (migrations.AddIndex("job", INDEX), True),
        (AddIndexConcurrently("job", INDEX), False),
        (migrations.AddIndex("circuitbreaker", INDEX), False),
        (AddFieldUnlocked("job", "x", models.TextField(null=True, db_index=True)), True),
        (AddFieldUnlocked("job", "x", models.PositiveSmallIntegerField(null=True)), True),
        (migrations.AddField("job", "x", models.TextField(null=True)), True),
        (AddFieldUnlocked("job", "x", models.TextField(null=True)), False),
        (migrations.AddConstraint("job", models.CheckConstraint(condition=models.Q(id=""), name="c")), True),
        (migrations.AlterField("jobevent", "x", models.TextField()), True),
    ],
)
def test_the_rule_knows_what_locks(operation: migrations.operations.base.Operation, is_refused: bool) -> None:
    assert bool(problems("jobs", [operation])) is is_refused


@pytest.mark.parametrize(
    ("operation", "is_refused"),
    [
        (migrations.AddField("turn", "x", models.TextField(default="")), True),
        (migrations.AddField("turn", "x", models.TextField(default="", db_default="")), False),
        (migrations.AddField("turn", "x", models.TextField(null=True)), False),
        (migrations.RemoveField("turn", "served_at"), True),
        (migrations.RenameField("turn", "served_at", "last_at"), True),
        (migrations.DeleteModel("turn"), True),
    ],
)
def test_the_rule_knows_what_older_code_cannot_bear(
    operation: migrations.operations.base.Operation, is_refused: bool
) -> None:
    assert bool(unbearable([operation])) is is_refused


def test_what_is_added_to_a_new_table_is_free() -> None:
    new = migrations.CreateModel("fresh", [("id", models.AutoField(primary_key=True))])
    assert unbearable([new, migrations.AddField("fresh", "x", models.TextField(default=""))]) == []
