"""The desk's frame: which places a reader sees, whose community it is, whether it is a demonstration."""

from functools import lru_cache

from django.http import HttpRequest
from django.urls import reverse

from lianxin.access.models import User
from lianxin.access.scope import can, open_grants
from lianxin.declare.nav import NavItem, Place, nav_items
from lianxin.orgs.queries import Home, home
from lianxin.portal.queries import may_search
from lianxin.ui.parts import Frame, Link

LARGE_COOKIE = "lianxin_type"


def frame(request: HttpRequest) -> dict[str, Frame]:
    """Context processor: the frame for this reader and this page."""
    large = _large(request)
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"frame": Frame(large=large, large_url=_url("portal:type_size"))}
    community = home()
    places = _places(user)
    here = _place_of(request, places)
    is_demo = community is not None and community.is_demo
    return {
        "frame": Frame(
            community=_shown_name(user, community),
            nav=tuple(_door(p, items, here) for p, items in places.items() if p is not Place.FOOT),
            foot=(
                *(_door(p, items, here) for p, items in places.items() if p is Place.FOOT),
                Link("帮助", _url("portal:help"), "help"),
            ),
            tabs=_tabs(request, places.get(here, [])) if here else (),
            user_name=user.name,
            account_url=_url("access:account"),
            logout_url=_url("account_logout"),
            large=large,
            large_url=_url("portal:type_size"),
            search_url=_url("portal:search"),
            show_search=may_search(user),
            demo=is_demo,
            demo_exit_url=_url("portal:own_community") if is_demo and can(user, "portal.leave_demonstration") else "",
        )
    }


@lru_cache(maxsize=256)
def _url(name: str) -> str:
    """The frame asks for the same two dozen addresses on every page."""
    return reverse(name)


def _large(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    if isinstance(user, User):
        return user.large_type
    return request.COOKIES.get(LARGE_COOKIE) == "large"


def _shown_name(user: User, community: Home | None) -> str:
    grants = open_grants(user)
    names = {grant.organisation_name for grant in grants}
    if community is None or (grants and not any(_inside(g.organisation_path, community) for g in grants)):
        return "、".join(sorted(names))
    return community.name


def _inside(path: str, community: Home) -> bool:
    return path.startswith(community.path) or community.path.startswith(path)


def _places(user: User) -> dict[Place, list[NavItem]]:
    places: dict[Place, list[NavItem]] = {}
    for item in nav_items():
        if not item.action or can(user, item.action):
            places.setdefault(item.place, []).append(item)
    return places


def _place_of(request: HttpRequest, places: dict[Place, list[NavItem]]) -> Place | None:
    match = request.resolver_match
    if match is None:
        return None
    for place, items in places.items():
        if any(item.url_name == match.view_name for item in items):
            return place
    for place, items in places.items():
        roots = (_url(item.url_name) for item in items)
        if any(root != "/" and request.path.startswith(root) for root in roots):
            return place
    return None


def _door(place: Place, items: list[NavItem], here: Place | None) -> Link:
    return Link(place.value, _url(items[0].url_name), place.name.lower(), place is here)


def _tabs(request: HttpRequest, items: list[NavItem]) -> tuple[Link, ...]:
    if len(items) < 2:
        return ()
    urls = [(item, _url(item.url_name)) for item in items]
    longest = max((url for _, url in urls if request.path.startswith(url)), key=len, default="")
    return tuple(Link(item.label, url, item.url_name, url == longest) for item, url in urls)
