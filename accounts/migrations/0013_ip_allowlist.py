
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0012_storage_bytes'),
    ]

    operations = [
        migrations.AlterField(
            model_name='apikey',
            name='ip_allowlist',
            field=models.JSONField(blank=True, default=list, help_text='CIDR networks; empty means any address.', verbose_name='IP allowlist'),
        ),
    ]
