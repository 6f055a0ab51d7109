"""URLs of the experience platform. `public` also exists under /en/; `plain` has one address only."""

from django.urls import URLPattern, URLResolver, path

from platform_stories.views import insight, moderation, quotes, receipts, sharing, wall

public: list[URLPattern | URLResolver] = [
    path("erfaringer/", wall.quote_list, name="stories_list"),
    path("erfaringer/del/", sharing.share, name="stories_share"),
    path("erfaringer/kvittering/", receipts.receipt_page, name="stories_receipt"),
    path("erfaringer/<uuid:pk>/", wall.quote_detail, name="stories_quote"),
    path("erfaringer/<uuid:pk>/ramme/", wall.quote_frame, name="stories_frame"),
]
plain: list[URLPattern | URLResolver] = [
    path("erfaringer/feed.xml", wall.feed, name="stories_feed"),
    path("intern/erfaringer/", moderation.queue, name="stories_queue"),
    path("intern/erfaringer/innsikt/", insight.insight_page, name="stories_insight"),
    path("intern/erfaringer/sitater.csv", insight.quotes_csv, name="stories_quotes_csv"),
    path("intern/erfaringer/<uuid:pk>/", moderation.story_detail, name="stories_read"),
    path("intern/erfaringer/<uuid:pk>/sladd/", moderation.story_redact, name="stories_redact"),
    path("intern/erfaringer/<uuid:pk>/sitat/", moderation.story_quote, name="stories_propose"),
    path("intern/erfaringer/<uuid:pk>/svar/", moderation.story_answer, name="stories_answer"),
    path("intern/erfaringer/<uuid:pk>/ferdig/", moderation.story_decide, name="stories_decide"),
    path("intern/erfaringer/<uuid:pk>/inhabil/", moderation.story_pass_on, name="stories_pass_on"),
    path("intern/erfaringer/sitat/<uuid:pk>/", quotes.quote_staff, name="stories_quote_staff"),
    path("intern/erfaringer/sitat/<uuid:pk>/godkjenn/", quotes.quote_approve, name="stories_approve"),
    path("intern/erfaringer/sitat/<uuid:pk>/forkast/", quotes.quote_send_back, name="stories_send_back"),
    path("intern/erfaringer/sitat/<uuid:pk>/ta-ned/", quotes.quote_take_down, name="stories_take_down"),
    path("intern/erfaringer/sitat/<uuid:pk>/merk/", quotes.quote_mark, name="stories_mark"),
    path("intern/erfaringer/sitat/<uuid:pk>/kort.<str:kind>", quotes.quote_card, name="stories_card"),
]
