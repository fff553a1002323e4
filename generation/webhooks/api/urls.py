from django.urls import path

from generation.webhooks.api import views

_ENDPOINT = "webhook-endpoints/<str:endpoint_id>"
_DELIVERY = f"{_ENDPOINT}/deliveries/<str:delivery_id>"

urlpatterns = [
    path("webhook-event-types", views.EventTypes.as_view()),
    path("webhook-endpoints", views.Endpoints.as_view()),
    path(_ENDPOINT, views.EndpointDetail.as_view()),
    path(f"{_ENDPOINT}/rotate-secret", views.EndpointSecret.as_view()),
    path(f"{_ENDPOINT}/test", views.EndpointTest.as_view()),
    path(f"{_ENDPOINT}/deliveries", views.Deliveries.as_view()),
    path(_DELIVERY, views.DeliveryDetail.as_view()),
    path(f"{_DELIVERY}/redeliver", views.DeliveryAgain.as_view()),
]
