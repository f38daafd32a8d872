"""Addresses of this app."""

from django.urls import path

from lianxin.backoffice.views import accounts, fonts, grants, house, trail

app_name = "backoffice"
urlpatterns = [
    path("accounts/", accounts.account_list, name="accounts"),
    path("accounts/new/", accounts.open_account, name="open_account"),
    path("accounts/<uuid:pk>/", accounts.account, name="account"),
    path("accounts/<uuid:pk>/slip/", accounts.slip, name="slip"),
    path("accounts/<uuid:pk>/close/", accounts.close_account, name="close_account"),
    path("accounts/<uuid:pk>/reopen/", accounts.reopen_account, name="reopen_account"),
    path("accounts/<uuid:pk>/new-password/", accounts.demand_password, name="demand_password"),
    path("accounts/<uuid:pk>/roles/new/", grants.give, name="give_role"),
    path("roles/<uuid:pk>/end/", grants.end, name="end_role"),
    path("trail/", trail.entry_list, name="trail"),
    path("trail/<uuid:pk>/", trail.entry, name="entry"),
    path("chains/", trail.chain_list, name="chains"),
    path("chains/verify/", trail.verify, name="verify_chains"),
    path("roles/", house.roles, name="roles"),
    path("fonts/", fonts.font_list, name="fonts"),
    path("fonts/sample.png", fonts.sample, name="font_sample"),
    path("installation/", house.installation, name="installation"),
]
