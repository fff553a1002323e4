"""The door's paths, below /openai/v1."""

from django.urls import path

from generation.companions.door import videos, views

urlpatterns = [
    path("models", views.Models.as_view()),
    path("models/<str:model>", views.Model.as_view()),
    path("images/generations", views.Images.as_view()),
    path("videos", videos.Videos.as_view()),
    path("videos/<str:video_id>", videos.Video.as_view()),
]
