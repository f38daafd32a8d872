"""Addresses of this app: of allauth only what we use, under the names it looks for, and our own under ``access``."""

from allauth.account import views as allauth_views
from django.urls import include, path

from lianxin.access import views, views_second_factor, views_sessions

own = [
    path("", views.account, name="account"),
    path("code/", views_second_factor.code, name="code"),
    path("second-factor/", views_second_factor.second_factor, name="second_factor"),
    path("second-factor/on/", views_second_factor.turn_on, name="turn_on"),
    path("second-factor/off/", views_second_factor.turn_off, name="turn_off"),
    path("second-factor/codes/", views_second_factor.renew_codes, name="renew_codes"),
    path("sessions/", views_sessions.sessions, name="sessions"),
    path("sessions/end/", views_sessions.end_others, name="end_others"),
    path("sessions/<uuid:number>/end/", views_sessions.end_session, name="end_session"),
    path("slip/", views.slip, name="slip"),
    path("slip/password/", views.slip_password, name="slip_password"),
    path("first/<str:token>/", views.first, name="first"),
]
urlpatterns = [
    path("login/", allauth_views.login, name="account_login"),
    path("logout/", allauth_views.logout, name="account_logout"),
    path("reauthenticate/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", allauth_views.password_change, name="account_change_password"),
    path("", include((own, "access"))),
]
