from django.db import migrations, models

from wire.columns import AddFieldUnlocked


class Migration(migrations.Migration):

    dependencies = [
        ('jobs', '0014_large_tables'),
    ]

    operations = [
        AddFieldUnlocked(
            model_name='job',
            name='version',
            field=models.SmallIntegerField(
                blank=True, editable=False, help_text="The newest pipeline's that made or claimed it.", null=True
            ),
        ),
    ]
