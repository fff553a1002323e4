
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('jobs', '0006_fallbacks_and_accounts'),
    ]

    operations = [
        migrations.CreateModel(
            name='WorkerHost',
            fields=[
                ('name', models.CharField(help_text='Of the supervising process.', max_length=160, primary_key=True, serialize=False)),
                ('lanes', models.PositiveSmallIntegerField(help_text='Long jobs at once.')),
                ('express', models.PositiveSmallIntegerField(help_text='Workers beside them for what somebody waits for.')),
                ('started_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
            ],
        ),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(condition=models.Q(('status', 'failed')), fields=['finished_at', 'error_code'], name='job_failures'),
        ),
        migrations.AddIndex(
            model_name='providercall',
            index=models.Index(fields=['provider', 'status', '-id'], name='call_of_provider'),
        ),
    ]
