"""What tells bytes from any others."""

from __future__ import annotations

from desk.model.digest import digest_of


def test_bytes_are_told_from_any_others_by_the_first_half_of_their_sha_256() -> None:
    assert digest_of(b"abc") == "ba7816bf8f01cfea414140de5dae2223"  # FIPS 180-2, appendix B.1
    assert len({digest_of(data) for data in (b"", b"\0", b"a", b"A", b"aa")}) == 5
