"""The portal for the course races: the test's database behind real web processes.

With RACE_CONTROL the row that has the places is not locked: what many booking systems do, and what must then go wrong.
"""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.races.booking_settings"

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

if os.environ.get("RACE_CONTROL"):
    from pio.waitlist.services import Queue

    def look_without_lock(queue, owner_id):
        return queue.owner._default_manager.get(pk=owner_id)

    Queue.lock = look_without_lock
