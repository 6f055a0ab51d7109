"""The portal for the group races: the test's database behind real web processes.

With RACE_CONTROL the group's row is read and not locked, and slowly, as on a busy evening.
"""

import os
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.races.booking_settings"

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

if os.environ.get("RACE_CONTROL"):
    from pio.waitlist.services import Queue

    def look_without_lock(queue, owner_id):
        owner = queue.owner._default_manager.get(pk=owner_id)
        time.sleep(0.05)  # between the look and the write, where the other process comes
        return owner

    Queue.lock = look_without_lock
