from django.db import migrations, models


def name_lineages(apps, schema_editor):
    """A successor belongs to the line of the key that it replaced."""
    keys = apps.get_model("accounts", "ApiKey").objects
    predecessors = dict(keys.exclude(replaced_by=None).values_list("replaced_by_id", "pk"))
    for key_id in list(keys.values_list("pk", flat=True)):
        first = key_id
        while first in predecessors:
            first = predecessors[first]
        keys.filter(pk=key_id).update(lineage_id=first)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_names")]

    operations = [
        migrations.AddField(
            model_name="apikey",
            name="lineage_id",
            field=models.CharField(
                default="",
                editable=False,
                help_text="The first key of its rotations: they share one budget.",
                max_length=40,
            ),
            preserve_default=False,
        ),
        migrations.RunPython(name_lineages, migrations.RunPython.noop),
    ]
