"""Addresses of duplicates and merges; the party's own addresses take them in."""

from django.urls import path

from lianxin.party.doubles import views

urlpatterns = [
    path("duplicates/", views.duplicates, name="duplicates"),
    path("duplicates/search/", views.look, name="look_for_duplicates"),
    path("duplicates/<uuid:pk>/", views.merge, name="duplicate"),
    path("duplicates/<uuid:pk>/two-people/", views.two_people, name="two_people"),
    path("duplicates/<uuid:pk>/judgement/", views.ask_again, name="duplicate_again"),
    path("duplicates/merges/", views.merges, name="merges"),
    path("duplicates/merges/<uuid:pk>/", views.merged, name="merge"),
    path("duplicates/merges/<uuid:pk>/undoing/", views.undo, name="undo_merge"),
]
