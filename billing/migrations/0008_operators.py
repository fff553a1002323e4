
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('billing', '0007_key_budgets'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='account',
            options={'permissions': [('extend_trial', 'Can extend a trial')]},
        ),
    ]
