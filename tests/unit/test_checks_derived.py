"""desk/checks/derived.py"""

from __future__ import annotations

from pathlib import Path

from desk.checks.derived import derived


def test_what_is_kept_is_of_these_very_bytes_and_this_code(tmp_path: Path) -> None:
    code, data = tmp_path / "reads.py", tmp_path / "words.txt"
    code.write_text("# It reads words.")
    data.write_text("one two")
    read: list[str] = []

    def words() -> list[str]:
        read.append(data.read_text())
        return read[-1].split()

    def kept() -> list[Path]:
        return [*tmp_path.glob("__pycache__/*")]

    def found() -> list[str]:
        return derived(str(code), [data], words, keep=True)

    assert derived(str(code), [data], words, keep=False) == ["one", "two"]
    assert not kept()
    for _ in range(2):
        assert found() == ["one", "two"]
    assert len(read) == 2
    data.write_text("one two three")
    assert found() == ["one", "two", "three"]
    code.write_text("# It reads them otherwise.")
    assert found() == ["one", "two", "three"]
    assert len(read) == 4
    (only,) = kept()
    for damaged in (only.read_bytes()[:-1], only.read_bytes().replace(b"two", b"too"), b""):
        only.write_bytes(damaged)
        assert found() == ["one", "two", "three"]
    assert len(read) == 7
    assert kept() == [only]
