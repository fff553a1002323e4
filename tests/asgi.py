"""What a client of the ASGI application sees, without a server: streams of events."""

import json
from typing import Any

from asgiref.testing import ApplicationCommunicator

from studio.asgi import application


async def get_stream(
    path: str,
    token: str,
    *,
    to_its_end: bool = True,
    method: str = "GET",
    body: Any = None,
    query: str = "",
    raw: bool = False,
    within_s: float = 10,
    **headers: str,
) -> tuple[int, dict[str, str], Any]:
    """(status, headers, body); with `raw` the body is bytes.

    A stream that is not read to its end is left after its first event. Each of its pieces comes `within_s`.
    """
    content = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
    if content:
        headers = {"content_type": "application/json", "content_length": str(len(content)), **headers}
    sent = {**({"authorization": f"Bearer {token}"} if token else {}), **headers}
    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": query.encode(),
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in sent.items()],
        "client": ("127.0.0.1", 1234), "server": ("testserver", 80), "scheme": "http", "http_version": "1.1",
    }  # fmt: skip
    communicator = ApplicationCommunicator(application, scope)
    await communicator.send_input({"type": "http.request", "body": content, "more_body": False})
    start = await communicator.receive_output(within_s)
    read, is_open = b"", True
    while is_open:
        message = await communicator.receive_output(within_s)
        read += message["body"]
        is_open = message.get("more_body", False)
        if is_open and not to_its_end and b"data: " in read:
            await communicator.send_input({"type": "http.disconnect"})
            break
    await communicator.wait(within_s)
    return (
        start["status"],
        {name.decode(): value.decode() for name, value in start["headers"]},
        read if raw else read.decode(errors="replace"),
    )
