"""Tasks of advice sessions and of the helpline log. Celery finds this package, so its tasks are named here."""

from advising.tasks.call_uploads import work_on
from advising.tasks.sick_days import carry_out_sick_days

__all__ = ["carry_out_sick_days", "work_on"]
