"""The brand's logo: a picture in, or none from now on."""

import tempfile
from pathlib import Path
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from generation.assets.services import StoredBytes
from generation.brand.logo import remove_logo, set_logo, store_logo
from generation.media.logos import MOST_BYTES
from generation.workflows.api import present, schemas
from generation.workflows.api.views.base import FamilyView
from generation.workflows.api.views.uploads import PART_HEADS, form_of, receive
from wire.requests import transacted

LOGO_PATH = "/api/v1/user/brand/logo"
BODY_CAPS = {LOGO_PATH: MOST_BYTES + PART_HEADS}


class UserBrandLogo(FamilyView):
    parser_classes = (MultiPartParser,)
    scopes = {"POST": ("brand:write",), "DELETE": ("brand:write",)}

    def _store(self, request: Request) -> dict[str, Any]:
        """Open the picture apart, ahead of the transaction."""
        with tempfile.TemporaryDirectory(prefix="studio-logo-") as folder:
            path = Path(folder) / "raw"
            receive(request, path, field="file", most_bytes=MOST_BYTES)
            return {"stored": store_logo(self.organization_id, path)}

    @extend_schema(
        operation_id="setUserBrandLogo",
        summary="Set the brand's logo",
        description="At most 4 MB. It stands in pictures and over the titles of films that are made afterwards.",
        request=form_of("file", "PNG, JPEG, WebP or SVG"),
        responses=schemas.UserBrandAnswer,
    )
    @transacted(before=_store)
    def post(self, request: Request, stored: StoredBytes) -> Response:
        return self._told(set_logo(self.organization_id, stored, actor=self._actor))

    @extend_schema(
        operation_id="deleteUserBrandLogo", summary="Go without a logo", responses={200: schemas.UserBrandAnswer}
    )
    @transacted()
    def delete(self, request: Request) -> Response:
        return self._told(remove_logo(self.organization_id, actor=self._actor))

    @property
    def _actor(self) -> str | None:
        return self.principal.user_id or self.principal.key_id

    def _told(self, profile: Any) -> Response:
        return Response(present.answer(present.brand(profile)))
