"""URLs of the experience platform. `public` also exists under /en/; `plain` has one address only."""

from django.urls import URLPattern, URLResolver, path

from platform_stories.views import receipts, sharing, wall

public: list[URLPattern | URLResolver] = [
    path("erfaringer/", wall.quote_list, name="stories_list"),
    path("erfaringer/del/", sharing.share, name="stories_share"),
    path("erfaringer/kvittering/", receipts.receipt_page, name="stories_receipt"),
    path("erfaringer/<uuid:pk>/", wall.quote_detail, name="stories_quote"),
    path("erfaringer/<uuid:pk>/ramme/", wall.quote_frame, name="stories_frame"),
]
plain: list[URLPattern | URLResolver] = [
    path("erfaringer/feed.xml", wall.feed, name="stories_feed"),
]
