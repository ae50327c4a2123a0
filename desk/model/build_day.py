"""The one clock of a build: the day it is built for."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

_SITE: Final = "content/site.toml"


class NoDay(ValueError):
    """The day cannot be told; the message says why, and how to mend it."""


def today(root: Path) -> date:
    """The day of a build of the project at `root`. Raises NoDay where it cannot be told.

    Only the time zone is read: where that or anything else in that file is wrong, the check says so.
    """
    zone = "UTC"
    with suppress(OSError, ValueError, KeyError, TypeError):
        told = tomllib.loads((root / _SITE).read_text("utf-8"))["timezone"]
        zone = ZoneInfo(told).key
    return build_day(os.environ, zone)


def build_day(environ: Mapping[str, str], timezone: str) -> date:
    """The day that decides what is scheduled and what is due, in the site's own time zone.

    SOURCE_DATE_EPOCH (whole seconds since 1970, https://reproducible-builds.org/specs/source-date-epoch/)
    sets it where the same bytes are wanted on a later day. Raises NoDay when that is no whole number, or lies in
    the future: what is scheduled is not for anyone to see before its day.
    """
    zone = ZoneInfo(timezone)
    epoch = environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(zone).date()
    if not epoch.isdigit():
        raise NoDay(f'SOURCE_DATE_EPOCH is "{epoch}". Fix: give whole seconds since 1970, or unset it.')
    now = datetime.now(zone).date()
    try:
        day = datetime.fromtimestamp(int(epoch), zone).date()
    except (ValueError, OverflowError, OSError):
        day = date.max
    if day > now:
        raise NoDay(
            f"SOURCE_DATE_EPOCH lies in the future, and would publish what is scheduled. Today is {now}. "
            "Fix: give a moment of today or before, or unset it."
        )
    return day
