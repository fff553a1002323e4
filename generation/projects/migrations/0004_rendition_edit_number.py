from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0003_live_reads"),
    ]

    operations = [
        migrations.AddField(
            model_name="rendition",
            name="edit_number",
            field=models.PositiveIntegerField(default=0),
        ),
    ]
