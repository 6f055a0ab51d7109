"""What the worker does for the import page: it reads an uploaded file."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from advising.services import call_uploads


@shared_task(name=call_uploads.TASK, acks_late=False)
def work_on(upload_id: str) -> None:
    """Look at the file, or import it, as its job says."""
    call_uploads.work_on(UUID(upload_id), now=timezone.now())
