"""`manage.py signing_key`: the certificates under which exported files are signed, and a new key for them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from generation.assets.signing import identity, rotate

_END = "-----END CERTIFICATE-----\n"


class Command(BaseCommand):
    help = "Print the root certificate that verifiers of this installation's files may trust; --rotate makes a new key."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rotate", action="store_true", help="sign with a new key from here on")
        parser.add_argument("--chain", action="store_true", help="print all certificates, the signer's own first")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["rotate"]:
            rotate()
        found = identity()
        if found is None:
            raise CommandError("Signing is switched off (STUDIO_C2PA).")
        certificates = [f"{one}{_END}" for one in found.chain.split(_END) if one.strip()]
        self.stdout.write("".join(certificates if options["chain"] else certificates[-1:]), ending="")
