"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, path

from lianxin.residents.rosters.urls import urlpatterns as roster_patterns
from lianxin.residents.views import courtyards, persons, reach, unit_steps, units

app_name = "residents"
urlpatterns: list[URLPattern | URLResolver] = [
    *roster_patterns,
    path("courtyards/", courtyards.courtyards, name="courtyards"),
    path("courtyards/new/", courtyards.register, name="register_courtyard"),
    path("courtyards/<uuid:pk>/", courtyards.courtyard, name="courtyard"),
    path("courtyards/<uuid:pk>/buildings/new/", courtyards.add_building, name="add_building"),
    path("places/<uuid:pk>/stairways/new/", courtyards.add_stairways, name="add_stairways"),
    path("places/<uuid:pk>/correction/", courtyards.correct, name="correct_place"),
    path("places/<uuid:pk>/closing/", courtyards.close, name="close_place"),
    path("places/<uuid:pk>/reopening/", courtyards.reopen, name="reopen_place"),
    path("places/<uuid:pk>/removal/", courtyards.remove, name="remove_place"),
    path("units/", units.units, name="units"),
    path("units/new/", units.register, name="register_unit"),
    path("units/<uuid:pk>/", units.unit, name="unit"),
    path("units/<uuid:pk>/telephone/", units.telephone, name="unit_telephone"),
    path("units/<uuid:pk>/correction/", units.correct, name="correct_unit"),
    path("units/<uuid:pk>/name/", unit_steps.rename, name="rename_unit"),
    path("units/<uuid:pk>/merger/", unit_steps.merge, name="merge_unit"),
    path("units/<uuid:pk>/closing/", unit_steps.close, name="close_unit"),
    path("units/<uuid:pk>/steps/<uuid:step>/undoing/", unit_steps.undo, name="undo_unit_step"),
    path("units/<uuid:pk>/removal/", units.remove, name="remove_unit"),
    path("persons/", persons.persons, name="persons"),
    path("persons/new/", persons.register, name="register_person"),
    path("persons/<uuid:pk>/", persons.person, name="person"),
    path("persons/<uuid:pk>/telephone/", persons.telephone, name="person_telephone"),
    path("persons/<uuid:pk>/correction/", persons.correct, name="correct_person"),
    path("persons/<uuid:pk>/removal/", persons.remove, name="remove_person"),
    path("persons/<uuid:pk>/reach/", reach.reach, name="reach"),
    path("persons/<uuid:pk>/consents/", reach.give_consent, name="give_consent"),
    path("persons/<uuid:pk>/consents/<uuid:consent>/withdrawal/", reach.withdraw_consent, name="withdraw_consent"),
    path("persons/<uuid:pk>/consents/<uuid:consent>/correction/", reach.correct_consent, name="correct_consent"),
    path("persons/<uuid:pk>/consents/<uuid:consent>/removal/", reach.strike_consent, name="strike_consent"),
]
