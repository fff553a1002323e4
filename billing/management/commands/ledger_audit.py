from typing import Any

from django.core.management.base import BaseCommand, CommandError

from billing.audit import audit
from billing.models import Account, Entry


class Command(BaseCommand):
    help = "Recompute every balance, hold and receipt from the ledger's entries; exits 1 on any difference."

    def handle(self, *args: Any, **options: Any) -> None:
        differences = audit()
        for difference in differences:
            self.stderr.write(str(difference))
        if differences:
            raise CommandError(f"The ledger does not add up: {len(differences)} differences.")
        self.stdout.write(f"{Account.objects.count()} accounts, {Entry.objects.count()} entries: the ledger adds up.")
