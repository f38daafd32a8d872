"""Addresses of the common pages."""

from django.urls import path

from lianxin.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("duties/", views.duties, name="duties"),
    path("day/print/", views.day_print, name="day_print"),
    path("search/", views.search, name="search"),
    path("type-size/", views.type_size, name="type_size"),
    path("help/", views.help_page, name="help"),
    path("own-community/", views.own_community, name="own_community"),
    path("set-up/", views.set_up, name="set_up"),
]
