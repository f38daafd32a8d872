"""The house itself: readiness, the gallery, the common pages."""

from tests.access.url_table import PUBLIC, SIGNED_IN, Row

from lianxin.declare.roles import Role

ROWS = [
    Row("healthz", PUBLIC),
    Row("ui:gallery", SIGNED_IN),
    Row("ui:sample", SIGNED_IN, fixed=["empty"]),
    # A member is led to the own page.
    Row("portal:home", SIGNED_IN, other={Role.MEMBER: 302}),
    Row("portal:duties", "portal.view_duties"),
    Row("portal:day_print", "portal.view_duties"),
    Row("portal:search", SIGNED_IN),
    Row("portal:type_size", PUBLIC, get=None, data={"size": "large"}, post=302, changes=False),
    Row("portal:help", SIGNED_IN),
    # Posting it empties the house; without the typed confirmation it asks again.
    Row("portal:own_community", "portal.leave_demonstration", post=200, changes=False),
    # There is a community: nothing to set up, on to the day.
    Row("portal:set_up", SIGNED_IN, get=302),
    Row("portal:set_up_step", SIGNED_IN, fixed=["community"], get=302, post=302, changes=False),
    Row("portal:set_up_check", SIGNED_IN, get=302, post=302, changes=False),
    Row("portal:first_steps", "portal.view_first_steps"),
]
