"""Addresses of the common pages."""

from django.urls import path

from lianxin.portal import views
from lianxin.portal.set_up import views as set_up

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("duties/", views.duties, name="duties"),
    path("day/print/", views.day_print, name="day_print"),
    path("search/", views.search, name="search"),
    path("type-size/", views.type_size, name="type_size"),
    path("help/", views.help_page, name="help"),
    path("own-community/", views.own_community, name="own_community"),
    path("set-up/", set_up.begin, name="set_up"),
    path("set-up/check/", set_up.check, name="set_up_check"),
    path("set-up/<slug:code>/", set_up.step, name="set_up_step"),
    path("first-steps/", set_up.first_steps, name="first_steps"),
]
