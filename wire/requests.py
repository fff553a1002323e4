"""The base of every API view: admitted by the gate, answering in its family's dialect, transacted on request."""

import json
import logging
from collections.abc import Callable
from functools import partial, wraps
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.module_loading import import_string
from rest_framework import exceptions as drf
from rest_framework.negotiation import BaseContentNegotiation, DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from wire import errors
from wire.admit import Admission, Caller, Door, admit, client_ip
from wire.database import as_unavailable
from wire.dialect import Dialect, error_headers
from wire.idempotency import StoredAnswer, check_key, fingerprint, run_once
from wire.operations import operation_id
from wire.principal import Principal
from wire.requestlog import MOST_BYTES, Exchange, Part, answered_headers, note_request, sent_headers, watch_jobs
from wire.room import storage_full
from wire.sessions import passes_csrf, session_user

logger = logging.getLogger(__name__)
_MOST_PARTS = 20


class AlwaysJson(BaseContentNegotiation):
    """One form for every client: the API speaks JSON whatever `Accept` says, so that errors can be read too."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return DefaultContentNegotiation().select_parser(request, parsers)

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


class StudioView(APIView):
    """One operation path. Subclasses name dialect, route family and, per method, the scopes of which one is needed."""

    content_negotiation_class = AlwaysJson
    dialect: ClassVar[Dialect]
    route_family: ClassVar[str] = "default"
    scopes: ClassVar[dict[str, tuple[str, ...]]] = {}
    # Methods whose answer carries a secret, shown by it alone: the request log keeps nothing of it.
    secret_answers: ClassVar[frozenset[str]] = frozenset()
    admission: Admission
    sent_body: bytes | None = None  # where it is JSON and short
    started_jobs: list[str]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        method = "GET" if request.method == "HEAD" else request.method or ""
        door = Door(dialect=self.dialect, route_family=self.route_family, scopes=self.scopes.get(method, ()))
        self.started_jobs = watch_jobs()
        self.admission = admit(caller_of(request._request), door)
        if self.admission.error:
            raise self.admission.error
        self.sent_body = _short_json(request._request)
        if method not in self.scopes:
            self.http_method_not_allowed(request)
        if any("\x00" in str(value) for value in kwargs.values()):
            raise errors.NotFound("There is nothing at this path: it holds a NUL character.", kind="route")
        super().initial(request, *args, **kwargs)

    @property
    def allowed_methods(self) -> list[str]:
        return sorted(self.scopes)

    @property
    def principal(self) -> Principal:
        if self.admission.principal is None:
            raise errors.AuthenticationRequired()
        return self.admission.principal

    @property
    def organization_id(self) -> str:
        return self.principal.organization_id

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        admission = getattr(self, "admission", None)
        if admission is not None and admission.usage is not None:
            for name, value in self.dialect.limit_headers(admission.usage).items():
                response[name] = value
        response["Cache-Control"] = "no-store"
        if admission is not None:
            if isinstance(response, Response):  # its bytes are made after this
                response.add_post_render_callback(partial(self._note, request, admission))
            else:
                self._note(request, admission, response)
        return response

    def _note(self, request: Request, admission: Admission, response: Any) -> None:
        django_request = request._request if isinstance(request, Request) else request
        method = request.method or ""
        note_request(
            principal=admission.principal,
            method=method,
            path=django_request.path_info,
            query=django_request.META.get("QUERY_STRING", ""),
            status=response.status_code,
            received_at=getattr(django_request, "received_at", None),
            request_id=getattr(django_request, "request_id", ""),
            remote_ip=caller_of(django_request).remote_ip,
            operation=operation_id(self, method),
            job_id=self.started_jobs[0] if self.started_jobs and response.status_code < 400 else "",
            exchange=Exchange(
                headers=sent_headers(django_request.META),
                body=self.sent_body,
                size=_size_of(django_request),
                parts=_parts_of(request),
                answer_headers=answered_headers(response),
                answer=None if response.streaming else response.content,
                answer_size=0 if response.streaming else len(response.content),
                is_secret=method in self.secret_answers,
            ),
        )


def _size_of(request: HttpRequest) -> int:
    declared = str(request.META.get("CONTENT_LENGTH") or "")
    return int(declared) if declared.isdecimal() else 0


def _short_json(request: HttpRequest) -> bytes | None:
    """The body's bytes, if they are what the request log may keep; the parser then reads them from there."""
    is_json = str(request.META.get("CONTENT_TYPE", "")).startswith("application/json")
    return request.body if is_json and 0 < _size_of(request) <= MOST_BYTES else None


def _parts_of(request: Any) -> tuple[Part, ...]:
    """What a multipart body consisted of, if its view has read it: never a reason to read it."""
    files = getattr(getattr(request, "_request", request), "_files", None)
    if not files or not isinstance(request, Request):
        return ()
    sent = [Part(name, file.content_type or "", file.size or 0) for name, file in files.items()]
    fields = [Part(name, "text", len(str(value))) for name, value in request._request.POST.items()]
    return (*fields[:_MOST_PARTS], *sent[:_MOST_PARTS])


def caller_of(request: HttpRequest) -> Caller:
    return Caller(
        authorization=request.headers.get("Authorization", ""),
        remote_ip=client_ip(request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", "")),
        session=partial(session_user, request),
        passes_csrf=partial(passes_csrf, request),
    )


def read_body(request: Request, serializer_class: type[Serializer]) -> dict[str, Any]:
    """The validated body. An absent body counts as `{}`. Raises `ValidationFailed` naming the first bad field."""
    return checked(request.data if request.data is not None else {}, serializer_class)


def checked(data: Any, serializer_class: type[Serializer]) -> dict[str, Any]:
    """`read_body` for a body that a raw route has parsed itself."""
    if not isinstance(data, dict):
        raise errors.ValidationFailed("The body must be a JSON object.")
    serializer = serializer_class(data=data)
    if not serializer.is_valid():
        raise _first_problem(serializer.errors)
    return serializer.validated_data


def _first_problem(problems: Any, path: str = "") -> errors.ValidationFailed:
    while not isinstance(problems, str):
        if isinstance(problems, dict):
            name, problems = next(iter(problems.items()))
            path = _below(path, name)
        else:
            index = next(i for i, item in enumerate(problems) if item)
            path = path if isinstance(problems[index], str) else f"{path}[{index}]"
            problems = problems[index]
    return errors.ValidationFailed(
        f"{path}: {problems}" if path else str(problems), **({"field": path} if path else {})
    )


def _below(path: str, name: str | int) -> str:
    """`target` and `audience` are `target.audience`; `artifactRequests` and 0 are `artifactRequests[0]`."""
    if name == "non_field_errors":
        return path
    if isinstance(name, int):
        return f"{path}[{name}]"
    return f"{path}.{name}" if path else name


def transacted(
    *,
    idempotency: str | None = None,
    is_billable: bool = False,
    before: Callable[..., dict[str, Any]] | None = None,
) -> Callable[[Callable[..., Response]], Callable[..., HttpResponse]]:
    """Run a handler in one transaction. `idempotency` is None, "accepted" or "required" (the header, that is).

    With `?dry_run=true` a billable handler is run and undone: the answer is its quote, the balance before and after,
    and what would fail. A dry run needs no key and leaves no record.

    `before(view, request, …)` does what is slow or reaches outside: once per Idempotency-Key, ahead of the transaction.
    What it returns is given to the handler as further arguments.
    """

    def decorate(handler: Callable[..., Response]) -> Callable[..., HttpResponse]:
        @wraps(handler)
        def guarded(view: StudioView, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
            prepared: dict[str, Any] = {}

            def prepare() -> None:
                if before is not None:
                    prepared.update(before(view, request, *args, **kwargs))

            def work() -> StoredAnswer:
                response = handler(view, request, *args, **kwargs, **prepared)
                return StoredAnswer(response.status_code, _render(response.data), "application/json")

            if is_dry_run(request):
                return _dry_run(view, work, is_billable=is_billable)
            key = request.headers.get("Idempotency-Key", "") if idempotency else ""
            if not key:
                if idempotency == "required":
                    raise errors.IdempotencyKeyRequired()
                prepare()
                with transaction.atomic():
                    return _as_response(work())
            query = request._request.META.get("QUERY_STRING", "")
            print_ = fingerprint(request.method or "", request.path_info, query, request._request.body)
            return _as_response(
                run_once(
                    organization_id=view.organization_id,
                    key=check_key(key),
                    print_=print_,
                    prepare=prepare,
                    work=work,
                )
            )

        guarded.idempotency = idempotency  # type: ignore[attr-defined]  # for OpenAPI
        guarded.is_billable = is_billable  # type: ignore[attr-defined]
        return guarded

    return decorate


def is_dry_run(request: Request) -> bool:
    """Whether the caller asked to try only. Raises `ValidationFailed` for a value that is neither yes nor no."""
    asked = request.query_params
    value = asked.get("dry_run", asked.get("dryRun", "false")).lower()  # the other families' spelling must not charge
    if value not in ("true", "1", "false", "0", ""):
        raise errors.ValidationFailed("dry_run must be true or false.", field="dry_run")
    return value in ("true", "1")


def _dry_run(view: StudioView, work: Callable[[], StoredAnswer], *, is_billable: bool) -> HttpResponse:
    if not is_billable:
        raise errors.ValidationFailed("dry_run works on operations that cost credits.", field="dry_run")
    preview = import_string(settings.STUDIO_DRY_RUN)
    with preview(view.organization_id) as result:
        work()
    view.started_jobs.clear()  # undone
    answer = result.as_dict()
    if isinstance(result.error, errors.NotFound | errors.ValidationFailed):
        raise result.error  # there is nothing to quote
    if result.error:
        reply = view.dialect.reply(result.error, "")
        answer["wouldFail"] = {"code": reply.code, "message": reply.message, "details": dict(reply.details)}
    return _as_response(StoredAnswer(200, _render(view.dialect.spells(answer)), "application/json"))


def _render(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _as_response(answer: StoredAnswer) -> HttpResponse:
    response = HttpResponse(answer.body, status=answer.status, content_type=answer.content_type)
    if answer.is_replay:
        response["Idempotency-Replayed"] = "true"
    return response


def answer_error(exc: Exception, context: dict[str, Any]) -> HttpResponse:
    """DRF's exception handler: any exception becomes the family's envelope."""
    view, request = context["view"], context["request"]
    error = as_studio_error(exc, view)
    log_cause(error, exc, request.path_info)
    return error_response(view.dialect, error, request._request)


def log_cause(error: errors.StudioError, exc: Exception, path: str) -> None:
    """What the caller is not told: the trace of what nobody foresaw, and the notes that hang on an error."""
    if error.code == "internal_error":
        logger.error("unhandled error at %s", path, exc_info=exc)
    elif notes := getattr(exc, "__notes__", None):
        logger.warning("%s at %s: %s\n%s", error.code, path, error.message, "\n".join(notes))


def error_response(dialect: Dialect, error: errors.StudioError, request: HttpRequest) -> JsonResponse:
    request_id = getattr(request, "request_id", None) or dialect.new_request_id()
    reply = dialect.reply(error, request_id)
    return JsonResponse(
        dialect.envelope(reply),
        status=reply.status,
        headers={**error_headers(error), "X-Request-Id": request_id, "Cache-Control": "no-store"},
    )


def refused_unrouted(dialect: Dialect, error: errors.StudioError, request: HttpRequest) -> JsonResponse:
    """An error from outside of any view. It is counted by the caller's address, as every request is."""
    try:
        admission = admit(caller_of(request), Door(dialect=dialect, route_family="default", scopes=()))
    except errors.StudioError:  # the store of the counts is away: what is refused anyway is refused all the same
        return error_response(dialect, error, request)
    response = error_response(dialect, admission.error or error, request)
    if admission.usage is not None:
        for name, value in dialect.limit_headers(admission.usage).items():
            response[name] = value
    return response


def as_studio_error(exc: Exception, view: APIView | None = None) -> errors.StudioError:
    """Translate what Django and DRF raise. Whatever is not known is `internal_error`, with no inner detail."""
    if isinstance(exc, errors.StudioError):
        return exc
    if isinstance(exc, drf.ParseError):
        return errors.ValidationFailed("The body is not valid JSON.")
    if isinstance(exc, drf.UnsupportedMediaType):
        return errors.UnsupportedMediaType()
    if isinstance(exc, drf.MethodNotAllowed):
        return errors.MethodNotAllowed(allowed_methods=view.allowed_methods if view else [])
    if isinstance(exc, Http404):
        return errors.NotFound("There is nothing at this path. See /api/v1/openapi.json.", kind="route")
    if isinstance(exc, RecursionError):
        return errors.ValidationFailed("The body is nested too deeply.")
    if isinstance(exc, RequestDataTooBig):
        return errors.PayloadTooLarge()
    if isinstance(exc, SuspiciousOperation | BadRequest | MultiPartParserError):  # too many fields or files, for one
        return errors.ValidationFailed("The request could not be read.")
    return storage_full(exc) or as_unavailable(exc) or errors.StudioError()
