
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('webhooks', '0003_sealed_field'),
    ]

    operations = [
        migrations.AlterField(
            model_name='attempt',
            name='url',
            field=models.CharField(max_length=2048, verbose_name='URL'),
        ),
        migrations.AlterField(
            model_name='endpoint',
            name='url',
            field=models.CharField(max_length=2048, verbose_name='URL'),
        ),
    ]
