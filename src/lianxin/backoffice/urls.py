"""Addresses of this app."""

from django.urls import path

from lianxin.backoffice.views import accounts, grants, house, parameters, trail

app_name = "backoffice"
urlpatterns = [
    path("accounts/", accounts.account_list, name="accounts"),
    path("accounts/new/", accounts.open_account, name="open_account"),
    path("accounts/<uuid:pk>/", accounts.account, name="account"),
    path("accounts/<uuid:pk>/slip/", accounts.slip, name="slip"),
    path("accounts/<uuid:pk>/close/", accounts.close_account, name="close_account"),
    path("accounts/<uuid:pk>/reopen/", accounts.reopen_account, name="reopen_account"),
    path("accounts/<uuid:pk>/new-password/", accounts.demand_password, name="demand_password"),
    path("accounts/<uuid:pk>/second-factor/", accounts.reset_second_factor, name="reset_second_factor"),
    path("accounts/<uuid:pk>/sessions/end/", accounts.end_sessions, name="end_sessions"),
    path("accounts/<uuid:pk>/sessions/<uuid:number>/end/", accounts.end_session, name="end_session"),
    path("accounts/<uuid:pk>/roles/new/", grants.give, name="give_role"),
    path("roles/<uuid:pk>/end/", grants.end, name="end_role"),
    path("trail/", trail.entry_list, name="trail"),
    path("trail/<uuid:pk>/", trail.entry, name="entry"),
    path("chains/", trail.chain_list, name="chains"),
    path("chains/verify/", trail.verify, name="verify_chains"),
    path("roles/", house.roles, name="roles"),
    path("parameters/", parameters.parameter_list, name="parameters"),
    path("parameters/<slug:code>/", parameters.parameter_page, name="parameter"),
    path("parameters/<slug:code>/set/", parameters.set_parameter, name="set_parameter"),
    path("parameters/<slug:code>/<uuid:pk>/withdraw/", parameters.withdraw_parameter, name="withdraw_parameter"),
    path("installation/", house.installation, name="installation"),
    path("installation/public-address/", house.set_address, name="public_address"),
]
