"""Every address of the site; each app names its own under its namespace."""

from django.urls import include, path

from lianxin.config.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("accounts/", include("lianxin.access.urls")),
    path("manage/", include("lianxin.backoffice.urls")),
    path("manage/", include("lianxin.ui.urls")),
    path("ledgers/", include("lianxin.reports.urls")),
    path("sheets/", include("lianxin.reports.sheets.urls")),
    path("", include("lianxin.party.urls")),
    path("", include("lianxin.residents.urls")),
    path("", include("lianxin.orgs.urls")),
    path("", include("lianxin.portal.urls")),
]

handler500 = "lianxin.ui.views.server_error"
