from django.db import migrations, models

from wire.indexes import AddIndexUnlocked, RemoveIndexUnlocked


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('jobs', '0013_forgotten'),
    ]

    operations = [
        AddIndexUnlocked(
            model_name='job',
            index=models.Index(condition=models.Q(('status', 'running')), fields=['status', 'organization_id', 'lease_until'], name='job_running'),
        ),
        AddIndexUnlocked(
            model_name='job',
            index=models.Index(condition=models.Q(('status', 'failed')), fields=['status', 'finished_at', 'error_code'], name='job_failed'),
        ),
        AddIndexUnlocked(
            model_name='job',
            index=models.Index(condition=models.Q(('status', 'failed')), fields=['organization_id', 'finished_at'], name='job_failed_lately'),
        ),
        AddIndexUnlocked(
            model_name='job',
            index=models.Index(fields=['organization_id', 'kind', '-id'], name='job_page_of_kind'),
        ),
        AddIndexUnlocked(
            model_name='job',
            index=models.Index(fields=['organization_id', 'status', '-id'], name='job_page_of_status'),
        ),
        RemoveIndexUnlocked(model_name='job', name='job_leases'),
        RemoveIndexUnlocked(model_name='job', name='job_failures'),
    ]
