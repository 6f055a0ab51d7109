"""URLs of courses and events. `public` also exists under /en/; `plain` has one address only."""

from django.urls import URLPattern, URLResolver, path

from courses.views import public as pages
from courses.views import registrations

public: list[URLPattern | URLResolver] = [
    path("kurs/", pages.offering_list, name="courses_list"),
    path("kurs/kalender/", pages.month_page, name="courses_month"),
    path("kurs/pamelding/<str:token>/", registrations.registration_page, name="courses_registration"),
    path("kurs/pamelding/<str:token>/meld-av/", registrations.registration_leave, name="courses_registration_leave"),
    path("kurs/<slug:slug>/", pages.offering_detail, name="courses_detail"),
]
plain: list[URLPattern | URLResolver] = [
    path("kurs/kalender.ics", pages.calendar_feed, name="courses_feed"),
    path("kurs/<slug:slug>/kalender.ics", pages.offering_calendar, name="courses_offering_calendar"),
    path("kurs/pamelding/<str:token>/avtale.ics", registrations.registration_calendar, name="courses_registration_ics"),
]
