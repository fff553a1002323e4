"""From an agent's pipe to a studio's `/mcp`: each line is a message, each message a request, each answer a line."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import Any, TextIO

from studio_sdk.errors import ApiError, StudioError
from studio_sdk.transport import Transport

_INTERNAL_ERROR, _INVALID_REQUEST = -32603, -32600
_AT_ONCE = 8


def bridge(transport: Transport, lines: TextIO, out: TextIO) -> None:
    """Serve until the pipe closes. Messages are answered side by side: one that waits for work holds up no other."""
    state: dict[str, str] = {}
    lock = Lock()

    def serve(line: str) -> None:
        answer = _answer(transport, line, state)
        if answer is not None:
            with lock:
                print(json.dumps(answer, ensure_ascii=False), file=out, flush=True)

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for line in lines:
            if not line.strip():
                continue
            # What comes before the version is agreed on is answered in its order.
            if "version" in state:
                pool.submit(serve, line)
            else:
                serve(line)


def _answer(transport: Transport, line: str, state: dict[str, str]) -> dict[str, Any] | None:
    """The answer to a message; None for one that wants none."""
    try:
        message = json.loads(line)
    except ValueError:
        return _error(None, _INVALID_REQUEST, "The line is not JSON.")
    message_id = message.get("id") if isinstance(message, dict) else None
    headers = {"Accept": "application/json, text/event-stream"}
    if "version" in state:
        headers["MCP-Protocol-Version"] = state["version"]
    try:
        told = transport.send("POST", "/mcp", body=message, headers=headers).content
    except ApiError as error:
        return _error(message_id, _INTERNAL_ERROR, error.message)
    except StudioError as error:
        return _error(message_id, _INTERNAL_ERROR, f"The studio does not answer: {error}")
    if not told or message_id is None:
        return None
    answer: dict[str, Any] = json.loads(told)
    if message.get("method") == "initialize" and "result" in answer:
        state["version"] = answer["result"]["protocolVersion"]
    return answer


def _error(message_id: Any, code: int, message: str) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": message_id, "error": {"code": code, "message": message}}
