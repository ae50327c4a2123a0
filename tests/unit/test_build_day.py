"""desk/model/build_day.py"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desk.model.build_day import NoDay, build_day, today

HERE = "America/New_York"


@pytest.mark.parametrize(
    ("moment", "day"),
    [("2026-01-23T04:59:59+00:00", dt.date(2026, 1, 22)), ("2026-01-23T05:00:00+00:00", dt.date(2026, 1, 23))],
)
def test_a_day_ends_at_the_site_s_own_midnight(moment: str, day: dt.date) -> None:
    epoch = str(int(dt.datetime.fromisoformat(moment).timestamp()))
    assert build_day({"SOURCE_DATE_EPOCH": epoch}, HERE) == day


@pytest.mark.parametrize("environ", [{}, {"SOURCE_DATE_EPOCH": ""}])
def test_without_one_that_is_given_it_is_today(environ: dict[str, str]) -> None:
    before = dt.datetime.now(ZoneInfo(HERE)).date()
    assert before <= build_day(environ, HERE) <= dt.datetime.now(ZoneInfo(HERE)).date()


@pytest.mark.parametrize("typed", ["4102444800", "9" * 30])
def test_a_day_to_come_is_refused(typed: str) -> None:
    with pytest.raises(NoDay, match="lies in the future"):
        build_day({"SOURCE_DATE_EPOCH": typed}, HERE)


@pytest.mark.parametrize("typed", ["yesterday", "-1", "1.5", " 12"])
def test_what_is_no_number_of_seconds_is_refused(typed: str) -> None:
    with pytest.raises(NoDay, match="Fix: give whole seconds"):
        build_day({"SOURCE_DATE_EPOCH": typed}, HERE)


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ('timezone = "Pacific/Kiritimati"', dt.date(2026, 1, 24)),
        ('timezone = "Mars/Base"', dt.date(2026, 1, 23)),
        ("timezone = ", dt.date(2026, 1, 23)),
    ],
)
def test_it_is_the_day_where_the_site_is_and_a_wrong_place_is_told_elsewhere(
    told: str, day: dt.date, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(dt.datetime(2026, 1, 23, 11, tzinfo=dt.UTC).timestamp())))
    (tmp_path / "content").mkdir()
    (tmp_path / "content/site.toml").write_text(told)
    assert today(tmp_path) == day
