
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0004_rendition_edit_number'),
    ]

    operations = [
        migrations.AlterField(
            model_name='source',
            name='uri',
            field=models.TextField(blank=True, null=True, verbose_name='URI'),
        ),
    ]
