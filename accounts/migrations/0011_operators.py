
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0010_request_exchanges'),
    ]

    operations = [
        migrations.CreateModel(
            name='Switch',
            fields=[
                ('name', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('is_on', models.BooleanField()),
                ('changed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name_plural': 'switches',
            },
        ),
        migrations.AlterModelOptions(
            name='auditevent',
            options={'verbose_name': 'audit entry', 'verbose_name_plural': 'audit entries'},
        ),
        migrations.AlterModelOptions(
            name='requestlog',
            options={'verbose_name': 'logged request', 'verbose_name_plural': 'logged requests'},
        ),
        migrations.AlterModelOptions(
            name='user',
            options={'permissions': [('end_sessions', 'Can sign a person out everywhere')]},
        ),
        migrations.AddField(
            model_name='user',
            name='session_epoch',
            field=models.PositiveIntegerField(default=0, editable=False, help_text='Raised to end every session of before.'),
        ),
        migrations.AlterField(
            model_name='auditevent',
            name='ip',
            field=models.CharField(blank=True, max_length=45, verbose_name='IP address'),
        ),
        migrations.AlterField(
            model_name='requestlog',
            name='ip',
            field=models.CharField(blank=True, max_length=45, verbose_name='IP address'),
        ),
        migrations.CreateModel(
            name='Press',
            fields=[
                ('token', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name_plural': 'presses',
                'indexes': [models.Index(fields=['at'], name='press_by_time')],
            },
        ),
        migrations.CreateModel(
            name='ContentAccess',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=500)),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='content_accesses', to='accounts.organization')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='content_accesses', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'content accesses',
                'permissions': [('open_content', "Can open an organization's content, for a reason")],
                'indexes': [models.Index(fields=['user', 'expires_at'], name='content_access_of')],
            },
        ),
    ]
