import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from billing.audit import audit
from billing.models import Account, Entry


class Command(BaseCommand):
    help = "Recompute every balance, hold, receipt and refund from the ledger's entries; exits 1 on any difference."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object: accounts, entries, differences")

    def handle(self, *args: Any, **options: Any) -> None:
        differences = audit()
        accounts, entries = Account.objects.count(), Entry.objects.count()
        if options["json"]:
            found = {"accounts": accounts, "entries": entries, "differences": [each.as_dict() for each in differences]}
            self.stdout.write(json.dumps(found))
            if differences:
                sys.exit(1)
            return
        for difference in differences:
            self.stderr.write(str(difference))
        if differences:
            raise CommandError(f"The ledger does not add up: {len(differences)} differences.")
        self.stdout.write(f"{accounts} accounts, {entries} entries: the ledger adds up.")
