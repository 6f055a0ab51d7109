"""The portal on the demo's data, with BENCH_PAGE_SECONDS as the life of a page's copy (0: every page is computed)."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.computed_settings"

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
