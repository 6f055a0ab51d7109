"""URLs of the figures. `public` also exists under /en/; `plain` has one address only."""

from django.urls import URLPattern, URLResolver, path

from stats import views

public: list[URLPattern | URLResolver] = []
plain: list[URLPattern | URLResolver] = [
    path("intern/tall/", views.year_page, name="figures"),
    path("intern/tall/<int:year>/", views.year_page, name="figures_year"),
    path("intern/tall/<int:year>/<slug:key>/", views.figure_page, name="figures_figure"),
]
