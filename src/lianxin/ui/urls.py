"""The gallery; who may see it is decided by whoever includes these addresses."""

from django.urls import path

from lianxin.ui import views

app_name = "ui"

urlpatterns = [
    path("ui/", views.gallery, name="gallery"),
    path("ui/<slug:name>/", views.sample, name="sample"),
]
