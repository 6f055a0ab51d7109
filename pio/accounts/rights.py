"""Who may do what: the one table of rights.

Every view names one right (`access.requires("calls.log")`); nothing else decides who reaches a page. Whose rows are
seen inside it is the business of that part's `permissions.py` and `visible_to(user)`. `docs/rights.md` is generated
from this table by `manage.py rights_table`.
"""

from collections.abc import Iterable

from pio.accounts.enums import STAFF, Role

RELATIVE, ADVISER, LEADER, HOST = Role.RELATIVE, Role.ADVISER, Role.GROUP_LEADER, Role.COURSE_HOST
OMBUD, EDITOR, MANAGER, BOARD, TECHNICIAN = Role.OMBUD, Role.EDITOR, Role.MANAGER, Role.BOARD, Role.TECHNICIAN

CLIENT_FACING = (ADVISER, LEADER, HOST, OMBUD, EDITOR, MANAGER)


def _roles(*roles: Role) -> frozenset[Role]:
    return frozenset(roles)


RIGHTS: dict[str, frozenset[Role]] = {
    # the account's own pages
    "own.pages": frozenset(set(Role) - {BOARD}),
    # what all who work here share
    "portal.start": STAFF,
    "portal.today": _roles(*CLIENT_FACING, TECHNICIAN),
    "drafts.use": _roles(*CLIENT_FACING),
    # helpline log
    "calls.log": _roles(ADVISER, MANAGER),
    "calls.see": _roles(ADVISER, MANAGER),
    "calls.amend": _roles(ADVISER, MANAGER),
    "calls.follow_up": _roles(ADVISER, MANAGER),
    "calls.export": _roles(MANAGER),
    "calls.import": _roles(MANAGER),
    # advice sessions; the text of the notes is read by advisers only, by the manager through break-glass
    "advising.see": _roles(ADVISER, MANAGER),
    "advising.book": _roles(ADVISER, LEADER, MANAGER),  # leaders book the talk before somebody joins
    "advising.change": _roles(ADVISER, MANAGER),
    "advising.record": _roles(ADVISER, MANAGER),
    "advising.notes": _roles(ADVISER),
    "advising.threads": _roles(ADVISER),
    "advising.export": _roles(MANAGER),
    "advising.break_glass": _roles(MANAGER),
    # times and rooms
    "scheduling.see": _roles(ADVISER, LEADER, HOST, MANAGER),
    "scheduling.own": _roles(ADVISER, MANAGER),
    "scheduling.absence": _roles(ADVISER, MANAGER),
    "scheduling.closures": _roles(MANAGER),
    "scheduling.resources": _roles(MANAGER),
    # groups
    "groups.see": _roles(LEADER, MANAGER),
    "groups.attendance": _roles(LEADER, MANAGER),
    "groups.waitlist": _roles(LEADER, MANAGER),
    "groups.edit": _roles(LEADER, MANAGER),
    "groups.stops": _roles(LEADER, MANAGER),
    "groups.self_run": _roles(LEADER, MANAGER),
    "groups.message": _roles(LEADER, MANAGER),
    "groups.note_interest": _roles(ADVISER, LEADER, MANAGER),
    "groups.export": _roles(MANAGER),
    # courses and events
    "courses.see": _roles(HOST, MANAGER),
    "courses.edit": _roles(HOST, MANAGER),
    "courses.register": _roles(HOST, MANAGER),
    "courses.attendance": _roles(HOST, MANAGER),
    "courses.waitlist": _roles(HOST, MANAGER),
    "courses.message": _roles(HOST, MANAGER),
    "courses.surveys": _roles(HOST, MANAGER),
    "courses.certificates": _roles(HOST, MANAGER),
    "courses.export": _roles(HOST, MANAGER),
    # personal ombud; the manager sees queue, load and waiting times, the text only through break-glass
    "ombud.start": _roles(OMBUD, MANAGER),
    "ombud.work": _roles(OMBUD),
    "ombud.queue": _roles(OMBUD, MANAGER),
    "ombud.assign": _roles(MANAGER),
    "ombud.failures": _roles(OMBUD, MANAGER, BOARD),
    "ombud.offices": _roles(OMBUD, MANAGER),
    "ombud.rules": _roles(MANAGER),
    "ombud.stops": _roles(MANAGER),
    "ombud.break_glass": _roles(MANAGER),
    # experiences
    "stories.moderate": _roles(EDITOR, MANAGER),
    "stories.publish": _roles(EDITOR, MANAGER),
    "stories.answer": _roles(EDITOR, MANAGER),
    "stories.cards": _roles(EDITOR, MANAGER),
    # figures: the board sees published and protected figures, the manager the running year as well
    "figures.see": _roles(MANAGER, BOARD),
    "figures.running": _roles(MANAGER),
    "figures.manual": _roles(MANAGER),
    "figures.publish": _roles(MANAGER),
    "figures.export": _roles(MANAGER, BOARD),
    "figures.reports": _roles(MANAGER),
    # messages that were sent or wait: kinds, times and outcomes, never content or address
    "messaging.queue": _roles(MANAGER, TECHNICIAN),
    "messaging.texts": _roles(MANAGER),
    # set-up
    "setup.see": _roles(MANAGER, TECHNICIAN),
    "setup.people": _roles(MANAGER, TECHNICIAN),
    "setup.centre": _roles(MANAGER, TECHNICIAN),
    "setup.choices": _roles(MANAGER, TECHNICIAN),
    "setup.retention": _roles(MANAGER, TECHNICIAN),
    "setup.status": _roles(MANAGER, TECHNICIAN),
    "setup.break_glass_log": _roles(MANAGER),
}


def allows(roles: Iterable[str], right: str) -> bool:
    """Say whether one of `roles` carries `right`.

    Raises:
        KeyError: no such right, which is a mistake in the code that asks.
    """
    return not RIGHTS[right].isdisjoint(roles)
