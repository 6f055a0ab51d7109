"""The portal for the course races: the test's database behind real web processes.

With RACE_CONTROL the row that has the places is neither locked nor written before the count (writing it is a lock too):
what many booking systems do, and what must then go wrong.
"""

import os
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.races.booking_settings"

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

if os.environ.get("RACE_CONTROL"):
    from courses.models import Offering
    from pio.waitlist import services

    def look_without_lock(queue, owner_id):
        return queue.owner._default_manager.get(pk=owner_id)

    def count_and_wait(*arguments, settle=services.settle):
        answer = settle(*arguments)
        time.sleep(0.05)  # between the look and the write, where the other process comes
        return answer

    services.Queue.lock = look_without_lock
    services.settle = count_and_wait
    Offering.save = lambda self, **_values: None
