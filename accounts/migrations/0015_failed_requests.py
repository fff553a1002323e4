from django.db import migrations, models

from wire.indexes import AddIndexUnlocked


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('accounts', '0014_closing'),
    ]

    operations = [
        AddIndexUnlocked(
            model_name='requestlog',
            index=models.Index(condition=models.Q(('status__gte', 500)), fields=['organization_id', '-at', '-id'], name='request_page_failed'),
        ),
    ]
