from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.retention import purge_all


class Command(BaseCommand):
    help = "Remove log entries, sessions and invitations that are past their time; cut old addresses."

    def handle(self, *args: Any, **options: Any) -> None:
        done = purge_all(timezone.now())
        self.stdout.write(
            f"Removed {done.requests} requests, {done.audit} audit entries, {done.sessions} sessions and "
            f"{done.invitations} invitations; cut {done.addresses} addresses."
        )
