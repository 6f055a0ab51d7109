"""`{% draft_line %}` inside a form with `data-draft="key"` is all a page needs to never lose a word."""

from typing import Any
from uuid import UUID, uuid4

from django import template
from django.template.context import Context

register = template.Library()


@register.inclusion_tag("drafts/line.html", takes_context=True)
def draft_line(context: Context, own_id: bool = False, finish: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002 – arguments of a template
    """The status line, the form's id and the script; `own_id=True` when the form has its own field `draft_id`.

    `finish=True` when the form's view knows nothing of drafts: `pio.drafts.middleware` then ends the draft.

    A form that comes back with errors keeps the id it was posted with.
    """
    request = context["request"]
    return {"owner": request.user.pk, "id": None if own_id else _id(request.POST.get("draft_id", "")), "finish": finish}


def _id(posted: str) -> UUID:
    try:
        return UUID(posted)
    except ValueError:
        return uuid4()
