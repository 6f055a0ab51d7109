"""Calendar files: identity, method, clock-change nights, folding, and nothing that can break out of a line."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from pio.messaging import ical

OSLO = ZoneInfo("Europe/Oslo")
START = datetime(2026, 11, 26, 12, 0, tzinfo=OSLO)
HOUR = timedelta(hours=1)


def event(**changes):
    values = {
        "uid": "3f0e",
        "sequence": 0,
        "start": START,
        "end": START + HOUR,
        "summary": "Avtale",
        "stamp": datetime(2026, 11, 21, tzinfo=UTC),
    }
    return ical.event(**values | changes)


def read(body):
    (calendar,) = [Calendar.from_ical(body)]
    return calendar, calendar.walk("VEVENT")


def test_request_as_a_whole():
    whole = event(location="Oslo, gate 1", description="a\nb", url="https://example.org/")
    body = ical.calendar([whole], method="REQUEST")
    assert body.decode().split("\r\n")[23:] == [
        "SUMMARY:Avtale",
        "DTSTART;TZID=Europe/Oslo:20261126T120000",
        "DTEND;TZID=Europe/Oslo:20261126T130000",
        "DTSTAMP:20261121T000000Z",
        "UID:3f0e@localhost",
        "SEQUENCE:0",
        "CLASS:PRIVATE",
        "DESCRIPTION:a\\nb",
        "LOCATION:Oslo\\, gate 1",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "URL:https://example.org/",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_one_uid_for_life_and_a_rising_sequence():
    first = event()
    moved = event(sequence=1, start=START + HOUR, end=START + 2 * HOUR)
    gone = event(sequence=2, status="CANCELLED")
    assert {str(each["uid"]) for each in (first, moved, gone)} == {"3f0e@localhost"}
    assert [each["sequence"] for each in (first, moved, gone)] == [0, 1, 2]
    assert event(uid="own@example.org")["uid"] == "own@example.org"


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", "PUBLISH"])
def test_method_stands_once_and_in_the_response(method):
    body = ical.calendar([event(status="CANCELLED" if method == "CANCEL" else "CONFIRMED")], method=method)
    assert body.count(f"METHOD:{method}\r\n".encode()) == body.count(b"METHOD:") == 1
    response = ical.response(body, method=method, name="../Ære \r\n12")
    assert response["Content-Type"] == f"text/calendar; charset=utf-8; method={method}; component=VEVENT"
    assert response["Content-Disposition"] == 'attachment; filename="re12.ics"'
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("method", "status"), [("CANCEL", "CONFIRMED"), ("REQUEST", "CANCELLED")])
def test_method_that_contradicts_the_event_is_refused(method, status):
    with pytest.raises(ValueError, match=f"METHOD:{method} with STATUS:{status}"):
        ical.calendar([event(status=status)], method=method)


@pytest.mark.parametrize(
    "broken",
    [
        {"start": START.replace(tzinfo=None)},
        {"end": START},
        {"end": START - HOUR},
    ],
)
def test_event_without_a_length_or_a_zone_is_refused(broken):
    with pytest.raises(ValueError, match="aware times"):
        event(**broken)


@pytest.mark.parametrize(
    ("start", "line"),
    [
        # spring: 02:30 does not exist on 28 March 2027, Easter Sunday; the instant is 03:30
        (datetime(2027, 3, 28, 1, 30, tzinfo=UTC), "DTSTART;TZID=Europe/Oslo:20270328T033000"),
        (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), "DTSTART;TZID=Europe/Oslo:20270328T013000"),
        # autumn: 02:30 happens twice on 25 October 2026; a TZID means the first, so the second is told in UTC
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "DTSTART;TZID=Europe/Oslo:20261025T023000"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "DTSTART:20261025T013000Z"),
        (datetime(2026, 12, 31, 22, 30, tzinfo=UTC), "DTSTART;TZID=Europe/Oslo:20261231T233000"),
    ],
)
def test_start_on_special_nights(start, line):
    body = ical.calendar([event(start=start, end=start + HOUR)], method="PUBLISH").decode()
    assert [each for each in body.split("\r\n") if each.startswith("DTSTART") and "1996" not in each] == [line]


@settings(max_examples=300)
@given(st.integers(0, 12 * 365 * 24 * 60))
def test_the_handwritten_zone_agrees_with_the_tz_database(minutes):
    """Read back by the two rules in the file alone, every instant is the one that was written."""
    start = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    body = ical.calendar([event(start=start, end=start + HOUR)], method="PUBLISH").decode()
    (line,) = [each for each in body.split("\r\n") if each.startswith("DTSTART") and ":1996" not in each]
    assert instant_of(line) == start


def instant_of(line):
    text = line.split(":")[1]
    wall = datetime.strptime(f"{text.removesuffix('Z')}+0000", "%Y%m%dT%H%M%S%z")
    if text.endswith("Z"):
        return wall
    summer, winter = last_sunday(wall.year, 3, 2), last_sunday(wall.year, 10, 3)
    return wall - (2 * HOUR if summer + HOUR <= wall < winter else HOUR)


def last_sunday(year, month, hour):
    day = datetime(year, month, 31, hour, tzinfo=UTC)
    return day - timedelta(days=(day.weekday() + 1) % 7)


@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=300))
def test_no_text_breaks_out_of_its_line(summary, location, description):
    body = ical.calendar([event(summary=summary, location=location, description=description)], method="REQUEST")
    lines = body.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\r" not in body.replace(b"\r\n", b"")
    assert b"\n" not in body.replace(b"\r\n", b"")
    names = [line.split(b":")[0].split(b";")[0] for line in lines if line and not line.startswith(b" ")]
    allowed = {b"SUMMARY", b"LOCATION", b"DESCRIPTION"}
    assert [name for name in names[23:] if name not in allowed] == [
        b"DTSTART",
        b"DTEND",
        b"DTSTAMP",
        b"UID",
        b"SEQUENCE",
        b"CLASS",
        b"STATUS",
        b"TRANSP",
        b"END",
        b"END",
    ]


def test_injected_property_stays_text():
    injected = event(summary="Avtale\r\nATTENDEE:mailto:x@example.org")
    _calendar, (item,) = read(ical.calendar([injected], method="REQUEST"))
    assert str(item["summary"]) == "Avtale ATTENDEE:mailto:x@example.org"
    assert "attendee" not in item


def test_three_evenings_across_the_clock_change_share_a_wall_time():
    evenings = [datetime(2026, 10, day, 18, tzinfo=OSLO) for day in (20, 27)]
    body = ical.calendar(
        [event(uid=str(n), start=each, end=each + 2 * HOUR) for n, each in enumerate(evenings)], method="PUBLISH"
    )
    _calendar, items = read(body)
    assert [item["dtstart"].dt.astimezone(UTC).hour for item in items] == [16, 17]
    assert [item["dtstart"].dt.hour for item in items] == [18, 18]
