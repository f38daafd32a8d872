"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, path

from lianxin.orgs.views import communities, steps, tree

app_name = "orgs"
urlpatterns: list[URLPattern | URLResolver] = [
    path("organisations/", tree.tree, name="tree"),
    path("organisations/<uuid:pk>/", tree.organisation, name="organisation"),
    path("organisations/<uuid:pk>/children/new/", steps.found, name="found"),
    path("organisations/<uuid:pk>/correction/", steps.correct, name="correct"),
    path("organisations/<uuid:pk>/name/", steps.rename, name="rename"),
    path("organisations/<uuid:pk>/parent/", steps.move, name="move"),
    path("organisations/<uuid:pk>/kind/", steps.regrade, name="regrade"),
    path("organisations/<uuid:pk>/dissolution/", steps.dissolve, name="dissolve"),
    path("organisations/<uuid:pk>/steps/<uuid:step>/undoing/", steps.undo, name="undo_step"),
    path("communities/", communities.communities, name="communities"),
    path("communities/<uuid:pk>/", communities.community, name="community"),
    path("communities/<uuid:pk>/print/", communities.community_print, name="community_print"),
    path("communities/<uuid:pk>/correction/", communities.correct, name="correct_community"),
    path("communities/<uuid:pk>/figures/new/", communities.state_figure, name="state_figure"),
    path("communities/<uuid:pk>/figures/<uuid:figure>/", communities.correct_figure, name="correct_figure"),
    path(
        "communities/<uuid:pk>/figures/<uuid:figure>/withdrawal/", communities.withdraw_figure, name="withdraw_figure"
    ),
]
