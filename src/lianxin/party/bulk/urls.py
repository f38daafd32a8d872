"""Addresses of bulk changes; the party's own addresses take them in."""

from django.urls import path

from lianxin.party.bulk import views

urlpatterns = [
    path("", views.bulks, name="bulks"),
    path("new/", views.new, name="new_bulk"),
    path("<uuid:pk>/", views.bulk, name="bulk"),
    path("<uuid:pk>/progress/", views.progress, name="bulk_progress"),
    path("<uuid:pk>/without/", views.without, name="bulk_without"),
    path("<uuid:pk>/commit/", views.commit, name="commit_bulk"),
    path("<uuid:pk>/discard/", views.discard, name="discard_bulk"),
    path("<uuid:pk>/take-back/", views.take_back, name="take_back_bulk"),
]
