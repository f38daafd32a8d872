"""Addresses of filling sheets and of what was sent."""

from django.urls import URLPattern, URLResolver, path

from lianxin.reports.sheets import views

app_name = "sheets"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.index, name="index"),
    path("new/", views.new_sheet, name="new"),
    path("try/<str:name>/", views.sample, name="sample"),
    path("drafts/<uuid:pk>/", views.draft_page, name="draft"),
    path("drafts/<uuid:pk>/headings/", views.headings, name="headings"),
    path("drafts/<uuid:pk>/fill/", views.fill, name="fill"),
    path("drafts/<uuid:pk>/discard/", views.discard, name="discard"),
    path("<uuid:pk>/", views.submission_page, name="submission"),
    path("<uuid:pk>/file/", views.submission_file, name="submission_file"),
    path("<uuid:pk>/correction/", views.correct, name="correct"),
    path("<uuid:pk>/withdrawal/", views.withdraw, name="withdraw"),
]
