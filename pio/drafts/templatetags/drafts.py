"""`{% draft_line %}` inside a form with `data-draft="key"` is all a page needs to never lose a word."""

from typing import Any
from uuid import UUID, uuid4

from django import template
from django.template.context import Context

register = template.Library()


@register.inclusion_tag("drafts/line.html", takes_context=True)
def draft_line(context: Context, own_id: bool = False, finish: bool = False, of: str = "") -> dict[str, Any]:  # noqa: FBT001, FBT002 – arguments of a template
    """The status line, the form's id and the script; `own_id=True` when the form has its own field `draft_id`.

    `finish=True` when the form's view knows nothing of drafts: `pio.drafts.middleware` then ends the draft. On a page
    with several such forms each says `of="its key"` instead, the same as in its `data-draft`; where they post to other
    addresses than the page's, `data-draft-path` names the page.

    The form that comes back from a post keeps the id it was posted with.
    """
    request = context["request"]
    is_back = request.method == "POST" and (not of or request.POST.get("draft_finish") == of)
    posted = request.POST.get("draft_id", "") if is_back else ""
    return {
        "owner": request.user.pk, "id": None if own_id else _id(posted), "is_back": is_back,
        "finish": of or ("1" if finish else ""),
    }  # fmt: skip


def _id(posted: str) -> UUID:
    try:
        return UUID(posted)
    except ValueError:
        return uuid4()
