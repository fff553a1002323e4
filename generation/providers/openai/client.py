"""The official client, bounded: no redirects, no endless bodies, no retries of its own; and its errors in our words."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from generation.providers.base import OPERATORS, Connection
from wire.addresses import Network
from wire.errors import MissingModel, ProviderError, ProviderRejected, ProviderUnavailable, SourceFetchFailed
from wire.places import Deadline, checked_addresses, parse

if TYPE_CHECKING:
    import openai

_USUAL_URL = "https://api.openai.com/v1"
CONNECT_S, READ_S = 10.0, 120.0
MAX_BODY_BYTES = 64 * 1024 * 1024  # an image of 4,096 pixels as base64 has some 30 MB
_SECRET = re.compile(r"\b(?:sk|pk|key|org|proj)[-_][\w-]{6,}|Bearer\s+\S+|https?://\S+", re.I)


def client(connection: Connection = OPERATORS) -> "openai.OpenAI":
    """The client for an account; what it leaves open is the operator's. Raises `MissingModel` without a key.

    An account of its own has its own key: the operator's is never sent to an address that somebody else named.
    """
    url = connection.base_url or os.environ.get("STUDIO_OPENAI_BASE_URL", _USUAL_URL)
    key = connection.key if connection.base_url else connection.key or os.environ.get("STUDIO_OPENAI_API_KEY", "")
    if not key:
        raise MissingModel("The openai provider has no key. Set STUDIO_OPENAI_API_KEY, or choose the provider 'local'.")
    return _client(key, url.rstrip("/"), connection.allowed if connection.base_url else None)


@lru_cache(maxsize=64)
def _client(key: str, url: str, allowed: tuple[Network, ...] | None) -> "openai.OpenAI":
    import httpx2
    import openai

    timeout = httpx2.Timeout(READ_S, connect=CONNECT_S)
    http = httpx2.Client(
        timeout=timeout, follow_redirects=False, trust_env=False, transport=_bounded_transport(allowed)
    )
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


def _bounded_transport(allowed: tuple[Network, ...] | None) -> Any:
    import httpx2

    class Body(httpx2.SyncByteStream):
        """A response's bytes, as long as they are not too many."""

        def __init__(self, inner: Any) -> None:
            self._inner = inner

        def __iter__(self) -> Iterator[bytes]:
            size = 0
            for chunk in self._inner:
                size += len(chunk)
                if size > MAX_BODY_BYTES:
                    raise ProviderError("The provider sent more than it was asked for. Nothing was charged.")
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
    except (openai.APIConnectionError, openai.InternalServerError, httpx2.TransportError) as error:
        _reraise_ours(error)
        raise ProviderUnavailable("The provider did not answer. Try again shortly.") from None
    except (openai.AuthenticationError, openai.PermissionDeniedError):
        raise ProviderError("The provider does not accept the configured key. Tell your operator.") from None
    except openai.APIStatusError as error:
        if 300 <= error.status_code < 400:
            raise ProviderError("The provider sent us elsewhere, which we do not follow. Tell your operator.") from None
        raise ProviderRejected(f"The provider refused this: {_told(error)}") from None
    except (openai.OpenAIError, ValueError) as error:
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


def _told(error: Any) -> str:
    """The vendor's own sentence without keys, ids and addresses, at most 300 characters."""
    body = error.body if isinstance(error.body, dict) else {}
    message = str(body.get("message") or "no reason was given")
    return _SECRET.sub("…", message)[:300]
