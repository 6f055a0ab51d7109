"""Every address of the portal: public pages (also under /en/) and pages with one address only.

Public pages come first: Django tries one address after the other, and visitors wait for theirs.
"""

from django.conf.urls.i18n import i18n_patterns

import advising.urls
import courses.urls
import groups.urls
import ombud.urls
import pio.accounts.urls
import pio.core.urls
import pio.drafts.urls
import pio.messaging.urls
import pio.portal.urls
import pio.scheduling.urls
import platform_stories.urls
import stats.urls

PARTS = (
    pio.portal.urls,
    pio.accounts.urls,
    pio.core.urls,
    pio.drafts.urls,
    pio.messaging.urls,
    pio.scheduling.urls,
    advising.urls,
    groups.urls,
    courses.urls,
    ombud.urls,
    platform_stories.urls,
    stats.urls,
)

urlpatterns = [
    *i18n_patterns(*(pattern for part in PARTS for pattern in part.public), prefix_default_language=False),
    *(pattern for part in PARTS for pattern in part.plain),
]

handler400 = "pio.core.error_pages.bad_request"
handler403 = "pio.core.error_pages.forbidden"
handler404 = "pio.core.error_pages.not_found"
handler500 = "pio.core.error_pages.server_error"
