"""URLs of the figures. `public` also exists under /en/; `plain` has one address only."""

from django.urls import URLPattern, URLResolver, path, re_path

from stats.views import calls, chart_files, manual, publishing, quality, reports, running, writing
from stats.views import public as open_pages

public: list[URLPattern | URLResolver] = [
    path("tall/", open_pages.all_years, name="published_years"),
    path("tall/<int:year>/", open_pages.published_page, name="published_year"),
]
plain: list[URLPattern | URLResolver] = [
    path("tall/skjema.json", open_pages.data_schema, name="published_schema"),
    re_path(
        r"^tall/(?P<year>[0-9]{4})\.(?P<kind>json|csv|xlsx|pdf)$", open_pages.published_file, name="published_file"
    ),
    re_path(
        r"^tall/(?P<year>[0-9]{4})(?P<language>-en)\.(?P<kind>json|csv|xlsx|pdf)$",
        open_pages.published_file,
        name="published_file_in",
    ),
    re_path(
        r"^tall/(?P<year>[0-9]{4})/diagram-(?P<digest>[0-9a-f]{64})\.(?P<kind>csv|svg)$",
        chart_files.published_chart,
        name="published_chart",
    ),
    path("intern/tall/", running.year_page, name="figures"),
    path("intern/tall/rapporter/", reports.report_list, name="figures_reports"),
    path("intern/tall/rapporter/ny/", reports.report_new, name="figures_report_new"),
    path("intern/tall/rapporter/<uuid:pk>/", reports.report_page, name="figures_report"),
    path("intern/tall/rapporter/<uuid:pk>/tall.csv", reports.report_file, name="figures_report_file"),
    path("intern/tall/rapporter/<uuid:pk>/endre/", reports.report_change, name="figures_report_change"),
    path("intern/tall/rapporter/<uuid:pk>/slett/", reports.report_delete, name="figures_report_delete"),
    path("intern/tall/<int:year>/", running.year_page, name="figures_year"),
    path("intern/tall/<int:year>/manuelt/", manual.manual_page, name="figures_manual"),
    path("intern/tall/<int:year>/manuelt/fil/", manual.manual_import, name="figures_manual_import"),
    path("intern/tall/<int:year>/publiser/", publishing.publish_page, name="figures_publish"),
    path("intern/tall/<int:year>/publisert-for/", publishing.earlier_page, name="figures_earlier"),
    path("intern/tall/<int:year>/tekst/", writing.texts_page, name="figures_texts"),
    path("intern/tall/<int:year>/tekst/<slug:chapter>/<slug:language>/", writing.text_page, name="figures_text"),
    path("intern/tall/<int:year>/kvalitet/", quality.quality_page, name="figures_quality"),
    path("intern/tall/<int:year>/telefonen/", calls.calls_page, name="figures_calls"),
    path(
        "intern/tall/<int:year>/telefonen/diagram-<int:number>.<slug:kind>",
        chart_files.calls_chart_file,
        name="figures_calls_chart",
    ),
    path("intern/tall/<int:year>/diagram-<int:number>.<slug:kind>", chart_files.chart_file, name="figures_chart"),
    path("intern/tall/<int:year>/<slug:key>/", running.figure_page, name="figures_figure"),
]
