
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('routing', '0001_initial'),
    ]

    operations = [
        migrations.AlterField(
            model_name='provideraccount',
            name='base_url',
            field=models.CharField(blank=True, help_text='Empty: where the vendor usually is.', max_length=500, verbose_name='base URL'),
        ),
    ]
