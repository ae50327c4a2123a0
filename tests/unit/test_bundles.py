"""What is kept of many things in few files (desk/site/kept.py)."""

from __future__ import annotations

from pathlib import Path

from desk.site.kept import Bundles, Kept


def opened(place: Path, what: str = "a library") -> Bundles:
    """What is kept in `place` of things that were made from `what`."""
    bundles = Bundles(Kept(place))
    bundles.open(what)
    return bundles


THINGS = {f"content/posts/{number}.md": (f"digest {number}", ["whatever", number]) for number in range(1_000)}
FEW = dict(list(THINGS.items())[:3])


def test_each_thing_is_there_again_and_by_itself(tmp_path: Path) -> None:
    opened(tmp_path).keep(THINGS, THINGS)
    assert opened(tmp_path).all() == THINGS
    one = opened(tmp_path)
    assert [one.get(name) for name in (*FEW, "another")] == [*FEW.values(), None]
    assert not opened(tmp_path, "another library").all()


def test_where_few_things_change_few_files_do(tmp_path: Path) -> None:
    opened(tmp_path).keep(THINGS, THINGS)
    before = {file: file.read_bytes() for file in tmp_path.iterdir()}
    opened(tmp_path).keep(dict.fromkeys(FEW, "changed"), THINGS)
    after = {file: file.read_bytes() for file in tmp_path.iterdir()}
    assert before.keys() == after.keys()
    assert 0 < sum(before[file] != after[file] for file in before) <= len(FEW)
    assert opened(tmp_path).all() == {**THINGS, **dict.fromkeys(FEW, "changed")}


def test_what_is_gone_goes_when_its_file_is_written(tmp_path: Path) -> None:
    opened(tmp_path).keep(THINGS, THINGS)
    left = {name: thing for name, thing in THINGS.items() if name not in FEW}
    opened(tmp_path).keep(left, left)
    assert opened(tmp_path).all() == left
    opened(tmp_path, "another library").keep(FEW, FEW)
    assert len([*tmp_path.iterdir()]) <= len(FEW), "what nobody asks for any more is thrown away"


def test_a_file_that_is_damaged_holds_nothing_and_harms_no_other(tmp_path: Path) -> None:
    opened(tmp_path).keep(THINGS, THINGS)
    damaged = sorted(tmp_path.iterdir())[0]
    damaged.write_bytes(damaged.read_bytes()[:-1])
    left = opened(tmp_path).all()
    assert 0 < len(left) < len(THINGS)
    assert left.items() <= THINGS.items()
