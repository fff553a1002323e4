"""What pictures and short films tell by webhook, those of the external interface too."""

from generation.imagery.services.external import V1_KIND, V2_KIND
from generation.imagery.services.orders import IMAGE_KIND, VIDEO_KIND
from generation.webhooks.catalogue import EventType, Rule
from generation.webhooks.telling import failed, file, video

_GROUP = "Pictures and film"
_PICTURES = (IMAGE_KIND, V1_KIND, V2_KIND)
_ERROR = {"code": "provider_rejected", "message": "The provider refused this request."}

TYPES = (
    EventType(
        name="image.ready",
        summary="A picture is ready; its kind says through which interface it was ordered.",
        group=_GROUP,
        sample={
            "jobId": "job_example",
            "kind": "studio.image",
            "assetId": "ast_example",
            "url": "https://studio.example.org/media/…/image.png",
        },
    ),
    EventType(
        name="image.failed",
        summary="A picture could not be made; nothing was charged.",
        group=_GROUP,
        sample={"jobId": "job_example", "kind": "studio.image", "error": _ERROR},
    ),
    EventType(
        name="video.failed",
        summary="A short film could not be made; nothing was charged.",
        group=_GROUP,
        sample={"jobId": "job_example", "kind": "studio.video", "error": _ERROR},
    ),
)

# The studio's interface knows no canceled state: what was canceled failed, with the reason.
_BADLY = ("failed", "canceled")

RULES = (
    Rule(type="image.ready", on="succeeded", kinds=_PICTURES, told=file),
    Rule(type="video.ready", on="succeeded", kinds=(VIDEO_KIND,), told=video),
    *(Rule(type="image.failed", on=on, kinds=_PICTURES, told=failed) for on in _BADLY),
    *(Rule(type="video.failed", on=on, kinds=(VIDEO_KIND,), told=failed) for on in _BADLY),
)
