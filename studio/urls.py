"""Every path of the studio that Django routes. Streams and files are raw ASGI routes, listed in studio/asgi.py."""

import sys

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.decorators.csrf import csrf_exempt

from generation.stories.theater import theater
from studio.dashboard import refusals
from studio.discovery import docs, machine
from studio.discovery import views as discovery
from studio.export import SharedExport
from studio.families import dialect_of
from studio.operators import metrics, probes, status
from wire.errors import NotFound, StudioError, Unavailable, ValidationFailed
from wire.requests import as_studio_error, refused_unrouted

api: list[URLPattern | URLResolver] = [
    path("health", discovery.Health.as_view()),
    path("openapi.json", discovery.OpenApi.as_view()),
    path("examples", discovery.Examples.as_view()),
    path("capabilities", discovery.Capabilities.as_view()),
    path("export", SharedExport.as_view()),
    path("", include("generation.companions.api.urls")),
    path("", include("generation.stories.api.urls")),
    path("", include("generation.timelines.api.urls")),
    path("", include("generation.workflows.api.urls")),
    path("", include("generation.webhooks.api.urls")),
]


@csrf_exempt  # a POST to a wrong path is told so, in the family's words
def unknown_route(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    if not refusals.is_api(request):
        return refusals.not_found(request)
    error = NotFound(f"There is nothing at {request.path}. See /api/v1/openapi.json.", kind="route")
    return refused_unrouted(dialect_of(request.path_info), error, request)


def broken(request: HttpRequest) -> HttpResponse:
    """Whatever nobody foresaw; Django calls it while the exception is being handled."""
    cause = sys.exception()
    error = as_studio_error(cause) if isinstance(cause, Exception) else StudioError()
    if not refusals.is_api(request):
        if not isinstance(error, Unavailable):
            return refusals.broken(request)
        return refusals.away(request, error if error is cause else None)
    return refused_unrouted(dialect_of(request.path_info), error, request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if not refusals.is_api(request):
        return refusals.unreadable(request)
    return refused_unrouted(dialect_of(request.path_info), ValidationFailed("The request could not be read."), request)


urlpatterns = [
    path("api/v1/", include(api)),
    path("api/external/", include("generation.imagery.api.urls")),
    path("openai/v1/", include("generation.companions.door.urls")),
    re_path(r"^api(/.*)?$", unknown_route),
    path("openapi.json", discovery.OpenApi.as_view(schema=None)),
    *(path(place, view) for place, view in machine.VIEWS.items()),
    path("docs/", docs.page, name="docs-home"),
    path("docs/search", docs.results, name="docs-search"),
    path("docs/<path:name>", docs.page, name="docs"),
    path("livez", probes.livez),
    path("readyz", probes.readyz),
    path("metrics", metrics.metrics),
    path("status", status.page, name="status"),
    path("status.json", status.as_json, name="status-json"),
    path("share/table-read/<str:token>", theater, name="theater"),
    path("accounts/", include("accounts.urls")),
    path("admin/", admin.site.urls),
    path("", discovery.home),
    path("", include("studio.dashboard.urls")),
]

handler400 = bad_request
handler403 = refusals.forbidden
handler404 = unknown_route
handler500 = broken

admin.site.site_header = "Studio"
admin.site.site_title = "Studio"
admin.site.index_title = "Operations"
