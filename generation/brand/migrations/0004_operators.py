
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('brand', '0003_knowledge_base'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='document',
            options={'verbose_name': 'knowledge document'},
        ),
        migrations.AlterField(
            model_name='document',
            name='url',
            field=models.TextField(blank=True, verbose_name='URL'),
        ),
    ]
