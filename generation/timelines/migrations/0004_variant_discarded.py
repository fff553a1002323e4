from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("timelines", "0003_latest_revision")]

    operations = [
        migrations.AddField(
            model_name="variant", name="discarded_at", field=models.DateTimeField(blank=True, null=True)
        ),
    ]
