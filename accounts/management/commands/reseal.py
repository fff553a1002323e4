"""`manage.py reseal`: encrypt every stored secret anew under the first of STUDIO_SEALING_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.sealing import SealBroken, reseal, sealed_columns


class Command(BaseCommand):
    help = "Move stored secrets to the first of STUDIO_SEALING_KEYS; afterwards the other keys can be taken away."

    def handle(self, *args: Any, **options: Any) -> None:
        moved = lost = 0
        for model, name in sealed_columns():
            for pk, sealed in model._default_manager.exclude(**{name: ""}).values_list("pk", name).iterator():
                try:
                    fresh = reseal(sealed)
                except SealBroken:
                    lost += 1
                    self.stderr.write(f"{model._meta.label} {pk}: no present key opens it.")
                    continue
                # Only if nobody has replaced it meanwhile.
                moved += model._default_manager.filter(pk=pk, **{name: sealed}).update(**{name: fresh})
        self.stdout.write(f"{moved} secrets sealed anew, {lost} could not be opened.")
