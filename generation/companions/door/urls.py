"""The door's paths, below /openai/v1."""

from django.urls import path

from generation.companions.door import views

urlpatterns = [
    path("models", views.Models.as_view()),
    path("images/generations", views.Images.as_view()),
]
