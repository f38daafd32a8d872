"""Addresses of bringing in rosters; the party's own addresses take them in."""

from django.urls import path

from lianxin.party.rosters import views

urlpatterns = [
    path("rosters/", views.rosters, name="rosters"),
    path("rosters/new/", views.new_roster, name="new_roster"),
    path("rosters/template/", views.template_file, name="roster_template"),
    path("rosters/<uuid:pk>/", views.roster, name="roster"),
    path("rosters/<uuid:pk>/columns/", views.columns, name="roster_columns"),
    path("rosters/<uuid:pk>/progress/", views.progress, name="roster_progress"),
    path("rosters/<uuid:pk>/commit/", views.commit, name="commit_roster"),
    path("rosters/<uuid:pk>/discard/", views.discard, name="discard_roster"),
    path("rosters/<uuid:pk>/errors/", views.errors, name="roster_errors"),
    path("rosters/<uuid:pk>/take-back/", views.take_back, name="take_back_roster"),
]
