"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, path

from lianxin.reports import views
from lianxin.reports.handouts.views import handout
from lianxin.reports.letters.views import letter
from lianxin.reports.saved import views as saved

app_name = "reports"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.index, name="index"),
    path("letter/", letter, name="letter"),
    path("handouts/<str:source>/<str:kind>/", handout, name="handout"),
    path("views/", saved.views_page, name="views"),
    path("views/new/", saved.save, name="view_new"),
    path("views/<uuid:pk>/", saved.open_view, name="view"),
    path("views/<uuid:pk>/edit/", saved.edit, name="view_edit"),
    path("views/<uuid:pk>/remove/", saved.remove, name="view_remove"),
    path("views/<uuid:pk>/restore/", saved.restore, name="view_restore"),
    path("exports/<uuid:pk>/", views.run_page, name="run"),
    path("exports/<uuid:pk>/file/", views.run_file, name="run_file"),
    path("<str:name>/", views.ledger_page, name="ledger"),
    path("<str:name>/print/", views.print_page, name="print"),
    path("<str:name>/export/", views.export, name="export"),
]
