
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('stories', '0005_restored_plans'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='castvoice',
            options={'verbose_name': 'voice of the cast', 'verbose_name_plural': 'voices of the cast'},
        ),
        migrations.AlterModelOptions(
            name='scenemusic',
            options={'verbose_name': 'music of a scene', 'verbose_name_plural': 'music by scene'},
        ),
        migrations.AlterModelOptions(
            name='sfxcue',
            options={'verbose_name': 'sound effect', 'verbose_name_plural': 'sound effects'},
        ),
    ]
