
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('timelines', '0005_floor'),
    ]

    operations = [
        migrations.AlterField(
            model_name='footage',
            name='url',
            field=models.TextField(blank=True, default='', verbose_name='URL'),
        ),
    ]
