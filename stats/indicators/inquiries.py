"""Figures of the helpline and the advice sessions. Definitions: `annual_report_2025.json`."""

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from advising.enums.sessions import SessionStatus
from advising.models import AdviceSession, Call, SessionParticipant
from advising.querysets.calls import conversation_kinds
from stats.counting import Flow
from stats.models import CallMonth, PeopleMonthNow
from stats.registry import Chapter, indicator

CALL_DIMENSIONS = {
    "channel": "channel", "call_kind": "kind", "caller_role": "caller_role", "relation": "relation",
    "gender": "caller_gender", "age_band": "caller_age_band", "county": "county", "topic": "topics",
    "diagnosis_area": "diagnosis_areas", "severity": "severity", "help_given": "help_given",
    "referred_from": "referred_from", "referred_to": "referred_to",
}  # fmt: skip
SESSION_DIMENSIONS = {
    "channel": "channel", "topic": "themes", "referred_from": "referred_from", "referred_to": "referred_to",
}  # fmt: skip
PERSON_DIMENSIONS = {
    "relation": "relation", "gender": "gender", "age_band": "age_band", "channel": "session__channel",
    "topic": "session__themes",
}  # fmt: skip


def _conversations() -> QuerySet[Call]:
    return Call.objects.conversations()


def _by_month(which: str) -> Flow:
    """From the counts by month: conversations of `all` channels, or by `phone`, or the `attempts`."""
    talks = Q(kind__in=conversation_kinds())
    conditions = {"all": talks, "phone": talks & Q(channel="phone"), "attempts": ~talks}
    measures = {name: Sum("calls", filter=condition) for name, condition in conditions.items()}
    return Flow(
        CallMonth.objects.all(), "month", measure=measures[which], together=tuple(measures.values()),
        dimensions={"relation": "relation", "gender": "gender"}, is_cube=True,
    )  # fmt: skip


def _people() -> Flow:
    """Those present at the sessions held, from what is kept by month."""
    dimensions = {"relation": "relation", "gender": "gender"}
    return Flow(PeopleMonthNow.objects.all(), "month", measure=Sum("people"), dimensions=dimensions, is_cube=True)


def _held() -> QuerySet[AdviceSession]:
    return AdviceSession.objects.filter(status=SessionStatus.HELD)


def _present() -> QuerySet[SessionParticipant]:
    return SessionParticipant.objects.filter(session__status=SessionStatus.HELD, present=True)


@indicator(
    name=_("Henvendelser i alt"),
    unit=_("henvendelser"),
    definition=_(
        "Alle holdte rådgivningstimer og alle samtaler i telefonloggen, uansett kanal (telefon, e-post, oppmøte, chat, "
        "brev). Henvendelser som ikke ble en samtale (stille, feilringing og lignende), telles for seg."
    ),
    chapter=Chapter.INQUIRIES,
    source="advising.AdviceSession, advising.Call",
)
def inquiries_total() -> tuple[Flow, Flow]:
    """Sessions held plus conversations of every channel."""
    return (
        Flow(_conversations(), "started_at", dimensions=CALL_DIMENSIONS, rollups=(_by_month("all"),)),
        Flow(_held(), "session_date", dimensions=SESSION_DIMENSIONS, unasked=frozenset({"county"})),
    )


@indicator(
    name=_("Samtaler på rådgivningstelefonen"),
    unit=_("samtaler"),
    definition=_("Samtaler i telefonloggen der kanalen er telefon."),
    chapter=Chapter.HELPLINE,
    source="advising.Call",
)
def helpline_calls() -> Flow:
    """Conversations by phone."""
    calls = _conversations().filter(channel="phone")
    return Flow(calls, "started_at", dimensions=CALL_DIMENSIONS, rollups=(_by_month("phone"),))


@indicator(
    name=_("Anrop som ikke ble en samtale"),
    unit=_("anrop"),
    definition=_("Stille, lagt på, feilringing, upassende, prøveanrop og ubesvart. Regnes ikke som henvendelser."),
    chapter=Chapter.HELPLINE,
    source="advising.Call",
)
def helpline_attempts() -> Flow:
    """Log rows of the kinds that are no conversation."""
    calls = Call.objects.exclude(kind__in=conversation_kinds())
    return Flow(
        calls, "started_at", dimensions={"call_kind": "kind", "channel": "channel"}, rollups=(_by_month("attempts"),)
    )


@indicator(
    name=_("Rådgivningstimer"),
    unit=_("timer"),
    definition=_("Rådgivningstimer som er holdt. Avbestilte timer og timer der ingen møtte, telles ikke."),
    chapter=Chapter.ADVICE,
    source="advising.AdviceSession",
)
def advice_sessions() -> Flow:
    """Sessions held."""
    return Flow(_held(), "session_date", dimensions=SESSION_DIMENSIONS)


@indicator(
    name=_("Deltakere i rådgivningstimer"),
    unit=_("deltakere"),
    definition=_("Personer som var til stede i timene som er holdt. En familietime teller hver person."),
    chapter=Chapter.ADVICE,
    source="advising.SessionParticipant",
)
def advice_participants() -> Flow:
    """People present at the sessions held."""
    return Flow(_present(), "session__session_date", dimensions=PERSON_DIMENSIONS, rollups=(_people(),))


@indicator(
    name=_("Personer i telefonsamtaler og timer"),
    unit=_("personer"),
    definition=_(
        "De som ringte, én for hver telefonsamtale, og de som var til stede i timene. Kjønn og relasjon i årsmeldingen "
        "regnes av disse."
    ),
    chapter=Chapter.INQUIRIES,
    source="advising.Call, advising.SessionParticipant",
)
def people_in_contact() -> tuple[Flow, Flow]:
    """The population of the shares of gender and relation."""
    calls = _conversations().filter(channel="phone")
    return (
        Flow(
            calls,
            "started_at",
            rollups=(_by_month("phone"),),
            dimensions={
                key: CALL_DIMENSIONS[key] for key in ("relation", "gender", "age_band", "channel", "county", "topic")
            },
        ),
        Flow(
            _present(), "session__session_date", dimensions=PERSON_DIMENSIONS, rollups=(_people(),),
            unasked=frozenset({"county"}),
        ),
    )  # fmt: skip
