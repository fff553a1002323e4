"""The official client, bounded: no redirects, no endless bodies, no retries of its own; and its errors in our words."""

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from generation.providers.base import OPERATORS, Connection, ProviderInfo
from wire.addresses import Network
from wire.errors import (
    MissingModel,
    ProviderError,
    ProviderRejected,
    ProviderUnavailable,
    SourceFetchFailed,
)
from wire.places import Deadline, checked_addresses, parse

if TYPE_CHECKING:
    import openai

_USUAL_URL = "https://api.openai.com/v1"
# The usual one first.
MODELS = {
    "text": ("gpt-4o-mini", "gpt-4o"),
    "image": ("gpt-image-1", "dall-e-3"),
    "speech": ("gpt-4o-mini-tts", "tts-1-hd", "tts-1"),
    "video": ("sora-2", "sora-2-pro"),
}
CONNECT_S, READ_S = 10.0, 120.0
ANSWER_S = 600.0  # a whole answer: bytes that trickle in reset the other clock each time
MAX_BODY_BYTES = 64 * 1024 * 1024  # an image of 4,096 pixels as base64 has some 30 MB
MAX_FILM_BYTES = 512 * 1024 * 1024  # twelve seconds of 1080p at 300 Mbit/s; written to disk as it comes
_SECRET = re.compile(r"\b(?:sk|pk|key|org|proj|sess)[-_][\w-]{6,}|Bearer\s+\S+|\b\w+://\S+|\b[\w-]{32,}\b", re.I)


def info_of(capability: str, connection: Connection) -> ProviderInfo:
    """Who does it: the connection's model, the operator's, or the usual one."""
    operators = os.environ.get(f"STUDIO_OPENAI_{capability.upper()}_MODEL", MODELS[capability][0])
    return ProviderInfo("openai", connection.model or operators)


def client(connection: Connection = OPERATORS, *, most_bytes: int | None = None) -> "openai.OpenAI":
    """The client for an account; what it leaves open is the operator's. Raises `MissingModel` without a key.

    It reads at most `most_bytes` of an answer. An account of its own has its own key: the operator's is never sent to
    an address that somebody else named.
    """
    url = connection.base_url or os.environ.get("STUDIO_OPENAI_BASE_URL", _USUAL_URL)
    key = connection.key if connection.base_url else connection.key or os.environ.get("STUDIO_OPENAI_API_KEY", "")
    if not key:
        raise MissingModel("The openai provider has no key. Set STUDIO_OPENAI_API_KEY, or choose the provider 'local'.")
    allowed = connection.allowed if connection.base_url else None
    return _client(key, url.rstrip("/"), allowed, most_bytes or MAX_BODY_BYTES)


@lru_cache(maxsize=64)
def _client(key: str, url: str, allowed: tuple[Network, ...] | None, most_bytes: int) -> "openai.OpenAI":
    import httpx2
    import openai

    timeout = httpx2.Timeout(READ_S, connect=CONNECT_S)
    transport = _bounded_transport(allowed, most_bytes)
    http = httpx2.Client(timeout=timeout, follow_redirects=False, trust_env=False, transport=transport)
    # Retries, pauses and the circuit breaker are the job engine's: two layers of them would multiply.
    return openai.OpenAI(api_key=key, base_url=url, max_retries=0, http_client=http, timeout=timeout)


def _send_to_checked_address(request: Any, allowed: tuple[Network, ...]) -> None:
    """Have the request go to an address of its host that was checked, so that no later answer of a resolver counts."""
    place = parse(str(request.url))
    try:
        addresses = checked_addresses(place, allowed=allowed, resolve=None, deadline=Deadline(CONNECT_S))
    except SourceFetchFailed as error:
        raise ProviderError(f"The provider's address cannot be used: {error.message}") from None
    request.extensions = {**request.extensions, "sni_hostname": place.host.rstrip(".")}
    request.url = request.url.copy_with(host=addresses[0])


def _bounded_transport(allowed: tuple[Network, ...] | None, most_bytes: int) -> Any:
    import httpx2

    class Body(httpx2.SyncByteStream):
        """A response's bytes, as long as they are not too many."""

        def __init__(self, inner: Any) -> None:
            self._inner = inner

        def __iter__(self) -> Iterator[bytes]:
            size, deadline = 0, time.monotonic() + ANSWER_S
            for chunk in self._inner:
                size += len(chunk)
                if size > most_bytes:
                    raise ProviderError("The provider sent more than it was asked for. Nothing was charged.")
                if time.monotonic() > deadline:
                    raise ProviderUnavailable("The provider took too long to answer. Try again shortly.")
                yield chunk

        def close(self) -> None:
            self._inner.close()

    class Transport(httpx2.HTTPTransport):
        def handle_request(self, request: Any) -> Any:
            # What is packed could grow a thousandfold on the way out, past the count above.
            request.headers["Accept-Encoding"] = "identity"
            if allowed is not None:
                _send_to_checked_address(request, allowed)
            response = super().handle_request(request)
            if response.headers.get("content-encoding", "identity") != "identity":
                response.close()
                raise ProviderError("The provider sent a packed body that nobody asked for.")
            response.stream = Body(response.stream)
            return response

    return Transport(retries=0)


@contextmanager
def translated() -> Iterator[None]:
    """The client's errors as ours: what passes is transient, what was refused is not, and no secret gets through."""
    import httpx2
    import openai

    try:
        yield
    except openai.RateLimitError as error:
        raise ProviderUnavailable(
            "The provider is busy and asks for a pause. Try again shortly.", retry_after=_retry_after(error)
        ) from None
    except openai.APITimeoutError:
        raise ProviderUnavailable("The provider took too long to answer. Try again shortly.") from None
    except (openai.APIConnectionError, httpx2.TransportError) as error:
        _reraise_ours(error)
        raise ProviderUnavailable("The provider did not answer. Try again shortly.") from None
    except openai.InternalServerError as error:
        raise ProviderUnavailable(
            f"The provider has a fault of its own ({error.status_code}). Try again shortly."
        ) from None
    except (openai.AuthenticationError, openai.PermissionDeniedError):
        raise ProviderError("The provider does not accept the configured key. Tell your operator.") from None
    except openai.APIStatusError as error:
        if 300 <= error.status_code < 400:
            raise ProviderError("The provider sent us elsewhere, which we do not follow. Tell your operator.") from None
        raise ProviderRejected(f"The provider refused this: {_reason(error)}") from None
    except (openai.OpenAIError, ValueError, TypeError, AttributeError) as error:
        # The client builds its answers without checking them: what is no answer shows when it is read.
        _reraise_ours(error)
        raise ProviderUnavailable("The provider's answer could not be read. Try again shortly.") from None


def _reraise_ours(error: BaseException) -> None:
    """What our own transport raised comes out of the client wrapped."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ProviderError):
            raise cause from None
        cause = cause.__cause__


def _retry_after(error: Any) -> int:
    """Whole seconds, from 1 to an hour; 10 where the vendor says nothing that can be read."""
    said = error.response.headers.get("retry-after", "")
    return min(3600, max(1, int(said))) if said.isascii() and said.isdecimal() and len(said) < 6 else 10


def _reason(error: Any) -> str:
    body = error.body if isinstance(error.body, dict) else {}
    return told(body.get("message"))


def told(message: object) -> str:
    """The vendor's own sentence without keys, ids and addresses, at most 300 characters."""
    text = " ".join(str(message or "no reason was given").split())
    return "".join(c for c in _SECRET.sub("…", text) if c.isprintable())[:300]
