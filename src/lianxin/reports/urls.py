"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, path

from lianxin.reports import views
from lianxin.reports.handouts.views import handout
from lianxin.reports.letters.views import letter

app_name = "reports"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.index, name="index"),
    path("letter/", letter, name="letter"),
    path("handouts/<str:source>/<str:kind>/", handout, name="handout"),
    path("exports/<uuid:pk>/", views.run_page, name="run"),
    path("exports/<uuid:pk>/file/", views.run_file, name="run_file"),
    path("<str:name>/", views.ledger_page, name="ledger"),
    path("<str:name>/print/", views.print_page, name="print"),
    path("<str:name>/export/", views.export, name="export"),
]
