"""The one clock of a build: the day it is built for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo


def build_day(environ: Mapping[str, str], timezone: str) -> date:
    """The day that decides what is scheduled and what is due, in the site's own time zone.

    SOURCE_DATE_EPOCH (whole seconds since 1970, https://reproducible-builds.org/specs/source-date-epoch/)
    sets it where the same bytes are wanted on a later day. Raises ValueError when that is no whole number, or lies in
    the future: what is scheduled is not for anyone to see before its day.
    """
    zone = ZoneInfo(timezone)
    epoch = environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(zone).date()
    if not epoch.isdigit():
        raise ValueError(f'SOURCE_DATE_EPOCH is "{epoch}". Fix: give whole seconds since 1970, or unset it.')
    now = datetime.now(zone).date()
    try:
        day = datetime.fromtimestamp(int(epoch), zone).date()
    except (ValueError, OverflowError, OSError):
        day = date.max
    if day > now:
        raise ValueError(f"SOURCE_DATE_EPOCH lies in the future, and would publish what is scheduled. Today is {now}.")
    return day
