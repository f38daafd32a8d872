"""Addresses of terms and posts; the party's own addresses take them in."""

from django.urls import path

from lianxin.party.terms import views

urlpatterns = [
    path("organisations/<uuid:pk>/terms/", views.terms, name="terms"),
    path("organisations/<uuid:pk>/terms/new/", views.elect, name="term_new"),
    path("organisations/<uuid:pk>/terms/past/", views.elect_past, name="term_past"),
    path("organisations/<uuid:pk>/seats/new/", views.seat, name="seat_new"),
    path("organisations/<uuid:pk>/seats/<uuid:office>/end/", views.seat_end, name="seat_end"),
    path("terms/<uuid:pk>/correction/", views.correct, name="term_correct"),
    path("terms/<uuid:pk>/election-day/", views.move, name="term_move"),
    path("terms/<uuid:pk>/end/", views.end, name="term_end"),
    path("terms/<uuid:pk>/withdrawal/", views.withdraw, name="term_withdraw"),
]
