"""The bucket that AWS_STORAGE_BUCKET_NAME names, made unless it is there."""

from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.core.management.base import BaseCommand, CommandError

from wire.errors import Unavailable


class Command(BaseCommand):
    help = "Create the bucket for files, unless it is there. Exits 1 while the store does not answer."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.AWS_STORAGE_BUCKET_NAME:
            raise CommandError("AWS_STORAGE_BUCKET_NAME is not set: files are kept in STUDIO_DATA.")
        try:
            is_new = storages["blobs"].make_bucket()  # type: ignore[attr-defined]
        except Unavailable as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"{settings.AWS_STORAGE_BUCKET_NAME} {'was made' if is_new else 'is there'}.")
