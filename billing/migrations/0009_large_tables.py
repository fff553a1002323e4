from django.db import migrations, models

from wire.indexes import AddIndexUnlocked


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('billing', '0008_operators'),
    ]

    operations = [
        AddIndexUnlocked(
            model_name='transaction',
            index=models.Index(
                condition=models.Q(('kind', 'refund')),
                fields=['kind', 'account', '-created_at'],
                name='transaction_refunds',
            ),
        ),
        AddIndexUnlocked(
            model_name='receipt',
            index=models.Index(fields=['account', '-created_at'], name='receipt_by_time'),
        ),
    ]
