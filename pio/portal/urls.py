"""URLs of this part. `public` also exists under /en/; `plain` has one address only."""

from django.urls import URLPattern, URLResolver, path

from pio.portal.views import break_glass, choices, gallery, machines, own_pages, retention, setup, signed_in
from pio.portal.views import public as pages

public: list[URLPattern | URLResolver] = [
    path("", pages.front_page, name="front_page"),
    path("telefon/", pages.helpline, name="helpline"),
    path("personvern/", pages.privacy, name="privacy"),
    path("hva-vi-ser/", pages.promises, name="promises"),
    path("tilgjengelighet/", pages.accessibility, name="accessibility"),
    path("komponenter/", gallery.components, name="components"),
]
plain: list[URLPattern | URLResolver] = [
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("robots.txt", machines.robots, name="robots"),
    path(".well-known/security.txt", machines.security, name="security_txt"),
    path("intern/", signed_in.start, name="start"),
    path("intern/oppsett/senteret/", setup.centre_facts, name="setup_centre"),
    path("intern/oppsett/lister/", choices.lists, name="setup_lists"),
    path("intern/oppsett/lister/<slug:list_name>/", choices.one_list, name="setup_list"),
    path("intern/oppsett/lister/<slug:list_name>/ny/", choices.new_answer, name="setup_list_new"),
    path("intern/oppsett/lister/<slug:list_name>/<slug:code>/", choices.answer, name="setup_list_answer"),
    path("intern/oppsett/nodapninger/", break_glass.break_glass_log, name="setup_break_glass"),
    path("intern/oppsett/sletting/", retention.retention, name="setup_retention"),
    path("intern/oppsett/sletting/<str:name>/", retention.period, name="setup_retention_period"),
    path("min-side/", signed_in.own_page, name="own_page"),
    path("min-side/kontakt/", own_pages.contact, name="own_contact"),
    path("min-side/sendt/", own_pages.sent, name="own_sent"),
    path("min-side/hent/", own_pages.join, name="own_join"),
    path("min-side/hent/kode/", own_pages.join_code, name="own_join_code"),
]
