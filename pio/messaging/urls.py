"""URLs of this part. `public` also exists under /en/; `plain` has one address only."""

from django.urls import URLPattern, URLResolver, path

from pio.messaging import text_views, views

public: list[URLPattern | URLResolver] = [path("demo/innboks/", views.demo_inbox, name="demo_inbox")]
plain: list[URLPattern | URLResolver] = [
    path("demo/innboks/<uuid:pk>.ics", views.demo_inbox_calendar, name="demo_inbox_calendar"),
    path("intern/oppsett/meldinger/", views.message_queue, name="message_queue"),
    path("intern/oppsett/meldinger/tekster/", views.message_texts, name="message_texts"),
    path("intern/oppsett/meldinger/tekster/<slug:language>/<slug:key>/", text_views.message_text, name="message_text"),
    path(
        "intern/oppsett/meldinger/tekster/<slug:language>/<slug:key>/standard/",
        text_views.message_text_default,
        name="message_text_default",
    ),
    path("intern/oppsett/meldinger/<uuid:pk>/igjen/", views.message_retry, name="message_retry"),
    path("intern/oppsett/meldinger/<uuid:pk>/lukk/", views.message_close, name="message_close"),
]
