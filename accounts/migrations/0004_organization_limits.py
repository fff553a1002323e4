import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_key_rotation")]
    operations = [
        migrations.AddField(
            model_name="organization",
            name="limit_percent",
            field=models.PositiveSmallIntegerField(
                default=100,
                help_text="Percent of the tier's rate limits: 100 is as documented, 300 three times as much.",
                validators=[django.core.validators.MinValueValidator(1)],
            ),
        ),
        migrations.AddField(
            model_name="organization",
            name="suspended_reason",
            field=models.CharField(blank=True, max_length=500),
        ),
    ]
