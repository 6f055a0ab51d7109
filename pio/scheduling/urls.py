"""URLs of this part. `public` also exists under /en/; `plain` has one address only."""

from django.urls import URLPattern, URLResolver, path

from pio.scheduling.enums import ResourceKind
from pio.scheduling.views import availability, closures, feeds

HOURS, CLOSED = "intern/radgivning/tilgjengelighet/", "intern/oppsett/stengt/"

public: list[URLPattern | URLResolver] = []
plain: list[URLPattern | URLResolver] = [
    path(HOURS, availability.availability_list, name="availability_list"),
    path(f"{HOURS}kalender/", feeds.busy_feed_page, name="busy_feed_page"),
    path("kalender/tider/<str:token>.ics", feeds.busy_feed, name="busy_feed"),
    path(f"{HOURS}radgiver/ny/", availability.resource_add, {"kind": ResourceKind.ADVISER.value}, name="adviser_add"),
    path(f"{HOURS}rom/nytt/", availability.resource_add, {"kind": ResourceKind.ROOM.value}, name="room_add"),
    path(f"{HOURS}<uuid:pk>/", availability.availability_detail, name="availability_detail"),
    path(f"{HOURS}<uuid:pk>/endre/", availability.resource_change, name="resource_change"),
    path(f"{HOURS}<uuid:pk>/tid/ny/", availability.rule_add, name="rule_add"),
    path(f"{HOURS}<uuid:pk>/fravaer/nytt/", availability.exception_add, name="exception_add"),
    path(f"{HOURS}tid/<uuid:pk>/avslutt/", availability.rule_end, name="rule_end"),
    path(f"{HOURS}fravaer/<uuid:pk>/fjern/", availability.exception_remove, name="exception_remove"),
    path(CLOSED, closures.closures_list, name="closures_list"),
    path(f"{CLOSED}ny/", closures.closure_add, name="closure_add"),
    path(f"{CLOSED}<int:year>/", closures.closures_list, name="closures_year"),
    path(f"{CLOSED}<int:year>/bekreft/", closures.closures_confirm, name="closures_confirm"),
    path(f"{CLOSED}<uuid:pk>/", closures.closure_change, name="closure_change"),
    path(f"{CLOSED}<uuid:pk>/fjern/", closures.closure_remove, name="closure_remove"),
]
