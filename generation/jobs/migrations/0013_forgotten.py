from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('jobs', '0012_old_progress'),
    ]

    operations = [
        migrations.AddField(
            model_name='job',
            name='forgotten_at',
            field=models.DateTimeField(
                blank=True, editable=False, help_text='Its organization was closed: what it said is gone.', null=True
            ),
        ),
    ]
