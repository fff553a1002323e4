import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("billing", "0005_initial_plans")]

    operations = [
        migrations.AlterField(
            model_name="account",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="accounts",
                to="billing.subscriptionplan",
            ),
        ),
    ]
