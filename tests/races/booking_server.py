"""The portal for the booking races: the test's database behind real web processes.

With RACE_CONTROL the resource rows are not locked: what most booking systems do, and what must then go wrong.
"""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.races.booking_settings"

from pio.wsgi import application

__all__ = ["application"]

if os.environ.get("RACE_CONTROL"):
    from pio.scheduling.models import Resource
    from pio.scheduling.services import booking, choosing

    def look_without_lock(ids, **_options):
        return list(Resource.objects.filter(id__in=set(ids)).order_by("id"))

    for module in (booking, choosing):
        for name in ("lock_resources", "lock_resources_of"):
            if hasattr(module, name):
                setattr(module, name, look_without_lock)
