"""What an exported film says of its origin: the footage that it plays, and the models that made some of it."""

from pathlib import Path
from typing import Any

from generation.assets.models import Asset
from generation.assets.services import local_copy
from generation.jobs.context import Origin
from generation.jobs.origin import Used
from generation.timelines.models import Variant


def origin_of(told: dict[str, Any], *, organization_id: str, is_encoded: bool, within: Path) -> Origin:
    """The origin of a frozen timeline's film. An edit of one video is that video edited; of several, a composition.

    Its files are there for as long as the folder `within` is.
    """
    ids = list(dict.fromkeys(asset_id for asset_id, *_ in told["cuts"]))
    assets = Asset.objects.select_related("blob").filter(organization_id=organization_id).in_bulk(ids)
    made = Variant.objects.filter(footage_id__in=ids).values_list("provider", "model")
    models = [(provider, model) for provider, model in made if model]
    used = tuple(
        Used(
            local_copy(asset, within),
            asset.pk,
            asset.blob.sha256,
            asset.content_type,
            "parent" if len(assets) == 1 else "component",
        )
        for asset in (assets[one] for one in ids if one in assets)
    )
    return Origin(models=(*models, ("local", "studio-editor-1")), used=used, is_encoded=is_encoded)
