"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, include, path

from lianxin.party.views import branches, lists, merging, pages, records, steps, undoing

app_name = "party"
urlpatterns: list[URLPattern | URLResolver] = [
    path("members/", lists.members, name="members"),
    path("members/look-up/", lists.look_up, name="look_up"),
    path("members/me/", pages.me, name="me"),
    path("members/new/", records.register, name="member_new"),
    path("members/branch-assignment/", branches.branch_assignment, name="branch_assignment"),
    path("members/<uuid:pk>/", pages.member, name="member"),
    path("members/<uuid:pk>/print/", pages.member_print, name="member_print"),
    path("members/<uuid:pk>/pdf/", pages.member_pdf, name="member_pdf"),
    path("members/<uuid:pk>/telephone/", pages.telephone, name="telephone"),
    path("members/<uuid:pk>/id-number/", pages.id_number, name="id_number"),
    path("members/<uuid:pk>/correction/", records.correct, name="correction"),
    path("members/<uuid:pk>/conversion/", steps.conversion, name="conversion"),
    path("members/<uuid:pk>/facts/<str:aspect>/", steps.fact, name="fact"),
    path("members/<uuid:pk>/spans/<uuid:fact>/", steps.fact_beginning, name="fact_beginning"),
    path("members/<uuid:pk>/spans/<uuid:fact>/undoing/", undoing.fact, name="undo_fact"),
    path("members/<uuid:pk>/spans/<uuid:fact>/reopening/", undoing.fact_end, name="reopen_fact"),
    path("members/<uuid:pk>/branch/", branches.branch, name="branch"),
    path("members/<uuid:pk>/departure/", steps.departure, name="departure"),
    path("members/<uuid:pk>/departure/undoing/", steps.undo, name="undo_departure"),
    path("members/<uuid:pk>/return/", steps.come_back, name="return"),
    path("members/<uuid:pk>/return/undoing/", undoing.coming_back, name="undo_return"),
    path("members/<uuid:pk>/removal/", undoing.member, name="remove_member"),
    path("members/<uuid:pk>/offices/", undoing.offices, name="offices"),
    path("members/<uuid:pk>/offices/new/", steps.office, name="office_new"),
    path("members/<uuid:pk>/offices/<uuid:office>/end/", steps.office_end, name="office_end"),
    path("members/<uuid:pk>/offices/<uuid:office>/correction/", undoing.correct_office, name="correct_office"),
    path("members/<uuid:pk>/offices/<uuid:office>/removal/", undoing.strike_office, name="strike_office"),
    path("organisations/<uuid:pk>/merger/", merging.merge, name="merge"),
    path("", include("lianxin.party.rosters.urls")),
    path("", include("lianxin.party.terms.urls")),
]
