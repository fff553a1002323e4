import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_organization_limits")]
    operations = [
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organization_id", models.CharField(blank=True, max_length=40)),
                ("actor", models.CharField(max_length=64)),
                ("action", models.CharField(help_text="What happened, e.g. key.revoked.", max_length=64)),
                ("target", models.CharField(blank=True, help_text="Id of what it happened to.", max_length=64)),
                ("details", models.JSONField(blank=True, default=dict)),
                ("ip", models.CharField(blank=True, max_length=45)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organization_id", "-at"], name="audit_by_organization"),
                    models.Index(fields=["actor", "-at"], name="audit_by_actor"),
                    models.Index(fields=["at"], name="audit_by_time"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequestLog",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "organization_id",
                    models.CharField(blank=True, help_text="Empty where the caller was not known.", max_length=40),
                ),
                ("key_id", models.CharField(blank=True, max_length=40)),
                ("user_id", models.CharField(blank=True, max_length=40)),
                ("method", models.CharField(max_length=8)),
                ("path", models.CharField(help_text="The canonical path.", max_length=500)),
                ("query", models.CharField(blank=True, help_text="Secrets are struck out.", max_length=1000)),
                ("status", models.PositiveSmallIntegerField()),
                ("duration_ms", models.PositiveIntegerField()),
                ("request_id", models.CharField(max_length=64)),
                ("ip", models.CharField(blank=True, max_length=45)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organization_id", "-at"], name="request_by_organization"),
                    models.Index(fields=["request_id"], name="request_by_id"),
                    models.Index(fields=["at"], name="request_by_time"),
                ],
            },
        ),
    ]
