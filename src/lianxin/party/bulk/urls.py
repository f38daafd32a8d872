"""Addresses of bulk changes; the party's own addresses take them in."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
