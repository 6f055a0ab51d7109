"""URLs of courses and events. `public` also exists under /en/; `plain` has one address only."""

from django.urls import URLPattern, URLResolver, path

from courses.views import public as pages
from courses.views import registrations, staff_evenings, staff_letters, staff_offerings, staff_registrations, surveys

STAFF = "intern/kurs/"
ONE, EVENING, PERSON = f"{STAFF}<uuid:pk>/", f"{STAFF}kveld/<uuid:pk>/", f"{STAFF}pamelding/<uuid:pk>/"

public: list[URLPattern | URLResolver] = [
    path("kurs/", pages.offering_list, name="courses_list"),
    path("kurs/kalender/", pages.month_page, name="courses_month"),
    path("kurs/pamelding/<str:token>/", registrations.registration_page, name="courses_registration"),
    path("kurs/pamelding/<str:token>/meld-av/", registrations.registration_leave, name="courses_registration_leave"),
    path("kurs/evaluering/<str:token>/", surveys.survey, name="courses_survey"),
    path("kurs/<slug:slug>/pamelding/", pages.sign_up_address, name="courses_sign_up"),
    path("kurs/<slug:slug>/", pages.offering_detail, name="courses_detail"),
]
plain: list[URLPattern | URLResolver] = [
    path("kurs/kalender.ics", pages.calendar_feed, name="courses_feed"),
    path("kurs/<slug:slug>/kalender.ics", pages.offering_calendar, name="courses_offering_calendar"),
    path("kurs/pamelding/<str:token>/avtale.ics", registrations.registration_calendar, name="courses_registration_ics"),
    path(STAFF, staff_offerings.staff_list, name="courses_staff"),
    path(f"{STAFF}ny/", staff_offerings.new_offering, name="courses_new"),
    path(f"{STAFF}sok/", staff_registrations.search, name="courses_search"),
    path(ONE, staff_offerings.staff_offering, name="courses_staff_offering"),
    path(f"{ONE}endre/", staff_offerings.change_offering, name="courses_change"),
    path(f"{ONE}publiser/", staff_offerings.publish, name="courses_publish"),
    path(f"{ONE}avpubliser/", staff_offerings.unpublish, name="courses_unpublish"),
    path(f"{ONE}avlys/", staff_offerings.cancel, name="courses_cancel"),
    path(f"{ONE}kopier/", staff_offerings.copy, name="courses_copy"),
    path(f"{ONE}plasser/", staff_offerings.capacity, name="courses_capacity"),
    path(f"{ONE}ny-kveld/", staff_evenings.add_evening, name="courses_add_evening"),
    path(f"{ONE}meld-pa/", staff_registrations.add, name="courses_add_registration"),
    path(f"{ONE}liste/", staff_evenings.print_list, name="courses_print_list"),
    path(f"{ONE}pameldinger.csv", staff_registrations.export_csv, name="courses_export_csv"),
    path(f"{ONE}pameldinger.xlsx", staff_registrations.export_xlsx, name="courses_export_xlsx"),
    path(f"{ONE}melding/", staff_letters.notice, name="courses_notice"),
    path(f"{ONE}evaluering/", staff_letters.survey_results, name="courses_survey_results"),
    path(f"{ONE}evaluering/<uuid:question>/fjern/", staff_letters.remove_question, name="courses_remove_question"),
    path(f"{EVENING}endre/", staff_evenings.change_evening, name="courses_change_evening"),
    path(f"{EVENING}avlys/", staff_evenings.cancel_evening, name="courses_cancel_evening"),
    path(f"{EVENING}oppmote/", staff_evenings.roll, name="courses_roll"),
    path(f"{EVENING}oppmote/en/", staff_evenings.mark, name="courses_mark"),
    path(f"{EVENING}oppmote/tar-igjen/", staff_evenings.make_up, name="courses_make_up"),
    path(PERSON, staff_registrations.registration, name="courses_staff_registration"),
    path(f"{PERSON}meld-av/", staff_registrations.remove, name="courses_remove"),
    path(f"{PERSON}sla-sammen/", staff_registrations.merge, name="courses_merge"),
    path(f"{PERSON}kursbevis.pdf", staff_registrations.certificate_pdf, name="courses_certificate"),
]
