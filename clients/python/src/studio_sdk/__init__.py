"""The client of Studio: `StudioClient(url, key)`, with one attribute a family.

from studio_sdk import StudioClient

with StudioClient("http://127.0.0.1:8000", "sh_…") as studio:
    project = studio.story.create_project(name="Harbour heat")["project"]
    studio.story.add_text(project["id"], text)
    artifact = studio.story.make(project["id"], {"type": "table_read", "durationSeconds": 60}, target=target)[0]
    studio.story.film(artifact["id"]).save("film.mp4")
"""

import os
from typing import Self

from studio_sdk.errors import ApiError, ConnectionLost, JobFailed, SignatureInvalid, StudioError
from studio_sdk.families import Editor, External, Story, Studio, Webhooks, Workflows
from studio_sdk.pages import iterate
from studio_sdk.transport import NOT_GIVEN, Download, Event, NotGiven, Transport
from studio_sdk.waiting import Progress, ProgressBar
from studio_sdk.webhooks import verify

__version__ = "0.1.0"
__all__ = [
    "NOT_GIVEN",
    "ApiError",
    "ConnectionLost",
    "Download",
    "Event",
    "JobFailed",
    "NotGiven",
    "Progress",
    "ProgressBar",
    "SignatureInvalid",
    "StudioClient",
    "StudioError",
    "iterate",
    "verify",
]


class StudioClient:
    """A studio. Without arguments `STUDIO_URL` and `STUDIO_API_KEY` of the environment are taken.

    `organization_id` is wanted by the external family alone; it is asked for once where it is not given.
    """

    def __init__(
        self,
        url: str | None = None,
        key: str | None = None,
        *,
        retries: int = 4,
        longest_wait_s: float = 60.0,
        timeout_s: float = 60.0,
        organization_id: str = "",
    ) -> None:
        self.transport = Transport(
            url or os.environ.get("STUDIO_URL", "http://127.0.0.1:8000"),
            key or os.environ.get("STUDIO_API_KEY", ""),
            retries=retries,
            longest_wait_s=longest_wait_s,
            timeout_s=timeout_s,
            organization_id=organization_id,
        )
        self.story = Story(self.transport)
        self.studio = Studio(self.transport)
        self.workflows = Workflows(self.transport)
        self.editor = Editor(self.transport)
        self.webhooks = Webhooks(self.transport)

    @property
    def external(self) -> External:
        """The external family, for this key's organization."""
        if not self.transport.organization_id:
            self.transport.organization_id = self.editor.get_me()["organization_id"]
        return External(self.transport)

    def close(self) -> None:
        self.transport.http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
