"""Tasks of advice sessions. Celery finds this package, so its tasks are named here."""

from advising.tasks.sick_days import carry_out_sick_days

__all__ = ["carry_out_sick_days"]
