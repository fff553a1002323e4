from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0006_log_addresses'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='apikey',
            options={'verbose_name': 'API key'},
        ),
        migrations.AlterModelOptions(
            name='auditevent',
            options={'verbose_name_plural': 'audit log'},
        ),
        migrations.AlterModelOptions(
            name='requestlog',
            options={'verbose_name_plural': 'request log'},
        ),
    ]
