from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_logs"),
    ]

    operations = [
        migrations.AddField(
            model_name="auditevent",
            name="is_ip_cut",
            field=models.BooleanField(default=False, editable=False, help_text="The address has lost its last part."),
        ),
        migrations.AddField(
            model_name="requestlog",
            name="is_ip_cut",
            field=models.BooleanField(default=False, editable=False, help_text="The address has lost its last part."),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(
                condition=models.Q(("is_ip_cut", False)), fields=["at"], name="audit_with_whole_address"
            ),
        ),
        migrations.AddIndex(
            model_name="requestlog",
            index=models.Index(
                condition=models.Q(("is_ip_cut", False)), fields=["at"], name="request_with_whole_address"
            ),
        ),
    ]
