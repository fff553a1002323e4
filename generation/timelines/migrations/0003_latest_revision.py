from django.db import migrations, models

FILL = """
    UPDATE timelines_projecttimeline SET latest = (
        SELECT COALESCE(MAX(number), 0) FROM timelines_timelinerevision
        WHERE timelines_timelinerevision.project_id = timelines_projecttimeline.project_id
    )
"""


class Migration(migrations.Migration):
    dependencies = [("timelines", "0002_preview_age")]

    operations = [
        migrations.AddField(
            model_name="projecttimeline", name="latest", field=models.PositiveIntegerField(default=0)
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
