"""A story job's events over a WebSocket, for pages and clients that keep one connection open.

`/ws/story-jobs/{jobId}?after=<seq>`: the key in the Authorization header, in the subprotocols `bearer, <key>` (a
browser can set no header), or the session's cookie. Each event is one JSON message with its `seq`; reconnecting with
the last `seq` seen misses nothing.
"""

import asyncio
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs

from channels.generic.websocket import AsyncJsonWebsocketConsumer

from generation.jobs.tail import job_tail
from generation.stories.api.dialect import STORY
from generation.stories.api.present import when
from generation.stories.services import access_job
from wire.admit import Admission, Caller, Door, admit, client_ip, is_welcome
from wire.asgi import in_thread
from wire.errors import StudioError, ValidationFailed
from wire.sessions import session_user_of_cookies
from wire.sse import HEARTBEAT_S
from wire.telemetry import metrics

_DOOR = Door(dialect=STORY, route_family="jobs", scopes=("story:read",))
# Close codes 4000-4999 are the application's own (RFC 6455, section 7.4.2): 4000 plus the HTTP status.
_CLOSE_BASE = 4000


class JobSocket(AsyncJsonWebsocketConsumer):
    """Sends what happens to one job until it has ended; what the client sends is ignored."""

    door = _DOOR
    following: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        protocols = self.scope.get("subprotocols", [])
        await self.accept("bearer" if "bearer" in protocols else None)
        try:
            self.caller = _caller(self.scope)
            admission: Admission = await in_thread(admit, self.caller, _DOOR)
            if admission.error or admission.principal is None:
                raise admission.error or ValidationFailed()
            job_id = self.scope["url_route"]["kwargs"]["job_id"]
            organization_id = admission.principal.organization_id
            job = await in_thread(access_job, job_id, organization_id=organization_id)
            after = _after(self.scope["query_string"].decode("latin-1"))
        except StudioError as error:
            reply = STORY.reply(error, STORY.new_request_id())
            await self.send_json(STORY.envelope(reply))
            await self.close(_CLOSE_BASE + reply.status)
            return
        self.following = asyncio.create_task(self._follow(job.pk, after))
        self.guard = asyncio.create_task(self._guard())

    async def disconnect(self, code: int) -> None:
        for task in (self.following, getattr(self, "guard", None)):
            if task and task is not asyncio.current_task():
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task

    async def receive_json(self, content: Any, **kwargs: Any) -> None:
        """A reader has nothing to say."""

    async def _follow(self, job_id: str, after: int) -> None:
        with metrics.streams_open.labels("websocket").track_inprogress():
            await self._send_log(job_id, after)
        await self.close(1000)

    async def _send_log(self, job_id: str, after: int) -> None:
        async with job_tail.subscribe(job_id, after) as events:
            async for event in events:
                created_at = when(event["created_at"])
                data = {"seq": event["seq"], "type": event["type"], "data": event["data"], "createdAt": created_at}
                await self.send_json(data)

    async def _guard(self) -> None:
        """Ask again and again whether the key or session still counts; a revoked one loses the stream."""
        while True:
            await asyncio.sleep(HEARTBEAT_S)
            if not await in_thread(is_welcome, self.caller, _DOOR):
                await self.close(_CLOSE_BASE + 401)
                return
            await self.send_json({"type": "ping"})


def _caller(scope: dict[str, Any]) -> Caller:
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    protocols = scope.get("subprotocols", [])
    authorization = headers.get("authorization", "")
    if not authorization and len(protocols) == 2 and protocols[0] == "bearer":
        authorization = f"Bearer {protocols[1]}"
    address = (scope.get("client") or ("", 0))[0]
    return Caller(
        authorization=authorization,
        remote_ip=client_ip(address, headers.get("x-forwarded-for", "")),
        session=lambda: session_user_of_cookies(headers.get("cookie", "")),
        # A page of another site may open a socket with the visitor's cookie; its Origin gives it away.
        passes_csrf=lambda: _is_same_origin(headers),
    )


def _is_same_origin(headers: dict[str, str]) -> bool:
    origin = headers.get("origin", "")
    return origin.split("://", 1)[-1] == headers.get("host", "")


def _after(query: str) -> int:
    text = parse_qs(query).get("after", ["0"])[0]
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise ValidationFailed("after must be the seq of an event of this job.", field="after")
    return int(text)
