"""The external family's paths, below /api/external; it has versions of its own."""

from django.urls import path

from generation.imagery.api import views

urlpatterns = [
    path("v1/generate-image", views.GenerateImage.as_view()),
    path("v2/cinematic-image", views.CinematicImage.as_view()),
    path("categories", views.Categories.as_view()),
    path("usage", views.Usage.as_view()),
]
