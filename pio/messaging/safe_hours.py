"""When a message may make a telephone light up.

SMS are sent between 08 and 21 Europe/Oslo; hours a person asked us to avoid hold for both channels. A message about
something that starts before the next allowed moment is for the caller to decide (drop it, or send it in time).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pio.messaging.enums import Channel

OSLO = ZoneInfo("Europe/Oslo")
SMS_FROM, SMS_UNTIL = time(8), time(21)
STEP = timedelta(minutes=5)


def earliest(now: datetime, *, channel: Channel, avoid: Iterable[tuple[time, time]] = ()) -> datetime:
    """The first moment from `now` on at which a message may arrive; `now` itself when that is allowed.

    Args:
        now: aware datetime.
        avoid: wall-time spans (from, until) of every day; a span may cross midnight; equal ends mean the whole day,
            which is ignored, since nothing could ever be sent.
    """
    spans = [span for span in avoid if span[0] != span[1]]
    if channel == Channel.SMS:
        spans.append((SMS_UNTIL, SMS_FROM))
    moment = now
    for _attempt in range(int(timedelta(days=2) / STEP)):
        if not any(_inside(moment.astimezone(OSLO).time(), span) for span in spans):
            return moment
        moment = (moment.astimezone(UTC) + STEP).replace(second=0, microsecond=0)
        moment -= timedelta(minutes=moment.minute % 5)
    return now


def _inside(wall: time, span: tuple[time, time]) -> bool:
    start, end = span
    return start <= wall < end if start < end else wall >= start or wall < end
