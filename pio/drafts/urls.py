"""URLs of this part. `public` also exists under /en/; `plain` has one address only."""

from django.urls import URLPattern, URLResolver, path

from pio.drafts import views

public: list[URLPattern | URLResolver] = []
plain: list[URLPattern | URLResolver] = [
    path("intern/utkast/", views.draft_list, name="drafts_list"),
    path("intern/utkast/innlogget/", views.signed_in_again, name="drafts_signed_in"),
    path("intern/utkast/nokkel/", views.token, name="drafts_token"),
    path("intern/utkast/<uuid:client_id>/", views.draft_load, name="drafts_load"),
    path("intern/utkast/<uuid:client_id>/lagre/", views.draft_save, name="drafts_save"),
    path("intern/utkast/<uuid:client_id>/slett/", views.draft_discard, name="drafts_discard"),
]
