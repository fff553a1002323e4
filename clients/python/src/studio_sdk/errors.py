"""What can go wrong, whichever family says it."""

from typing import Any

import httpx2


class StudioError(Exception):
    """Base of all errors. `is_safe_to_retry` says whether the same call may be made again as it is."""

    is_safe_to_retry = False


class ConnectionLost(StudioError):
    """No answer came. A write without an Idempotency-Key may have been done."""

    def __init__(self, message: str, is_safe_to_retry: bool) -> None:
        super().__init__(message)
        self.is_safe_to_retry = is_safe_to_retry


class ApiError(StudioError):
    """The studio refused. `code` is the family's, `retry_after` in seconds where the studio names it."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        details: dict[str, Any],
        request_id: str,
        retry_after: float | None,
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.details = status, code, message, details
        self.request_id, self.retry_after = request_id, retry_after
        self.is_safe_to_retry = status in (429, 502, 503, 504) or (status == 409 and retry_after is not None)

    @classmethod
    def of(cls, answer: httpx2.Response) -> "ApiError":
        """Read any family's envelope: an object under `error`, a sentence under `error`, or a flat one."""
        try:
            told = answer.json()
        except ValueError:
            told = {}
        told = told if isinstance(told, dict) else {}
        inner = told.get("error")
        fields = inner if isinstance(inner, dict) else told
        message = inner if isinstance(inner, str) and "message" not in told else fields.get("message")
        code = fields.get("code") or (inner if isinstance(inner, str) and "message" in told else "")
        waits = answer.headers.get("retry-after", "")
        return cls(
            answer.status_code,
            str(code or f"http_{answer.status_code}"),
            str(message or f"The studio answered {answer.status_code}."),
            details=fields.get("details") or {},
            request_id=str(
                fields.get("requestId") or fields.get("request_id") or answer.headers.get("x-request-id", "")
            ),
            retry_after=float(waits) if waits.isdigit() else None,
        )

    def __str__(self) -> str:
        return f"{self.message} ({self.status} {self.code})"


class JobFailed(StudioError):
    """The work ended without its result; nothing was charged. `job` is the job as it was read last."""

    def __init__(self, message: str, job: dict[str, Any]) -> None:
        super().__init__(message)
        self.job = job


class SignatureInvalid(StudioError):
    """A webhook that the studio did not send, or not now."""
