"""`make handouts`: lay out every handout that is not kept as it is now, and throw away what is of no use any more."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from desk import COMMAND
from desk.edition import Edition
from desk.handouts.kept import Handout, of_record
from desk.handouts.layout import NEEDED, Unprintable, laid_out
from desk.handouts.place import PLACE
from desk.handouts.sheet import Sheet, documents, sheets
from desk.model.build_day import today
from desk.model.snapshot import take_snapshot
from desk.pictures import photograph
from desk.pictures.picture import Drawing
from desk.refusal import Refusal
from desk.site.kept import Kept
from desk.steps import checked


def lay_out(root: Path, edition: Edition, say: Callable[[str], None]) -> list[Handout]:
    """Every handout of `edition`, kept in the project at `root`. Raises Refusal where one cannot be laid out."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError) as error:
        raise Refusal(
            f"WeasyPrint cannot be loaded ({str(error).splitlines()[0]}). Fix: make handouts; on Debian or Ubuntu, "
            f"first sudo apt install {NEEDED}."
        ) from None
    kept = Kept(root / PLACE)
    every = [(sheet, _pictures(edition, sheet)) for each in documents(edition) for sheet in sheets(edition, each)]
    made = []
    # A library of the system, and fonts of its own: each process has both to itself.
    with ProcessPoolExecutor(min(os.cpu_count() or 1, 8)) as pool:
        for sheet, record in zip((sheet for sheet, _ in every), pool.map(partial(_record, kept), every), strict=True):
            if isinstance(record, str):
                raise Refusal(f"The handout of /{sheet.slug}/ ({sheet.form}) cannot be laid out: {record}")
            made.append(of_record(sheet, record))
            say(f"{made[-1].place}: {made[-1].pages} pages, {made[-1].kilobytes} KB")
    kept.forget_all_but({sheet.digest for sheet, _ in every})
    return made


def _record(kept: Kept, work: tuple[Sheet, dict[str, tuple[bytes, str]]]) -> bytes | str:
    sheet, pictures = work
    try:
        return kept.get(sheet.digest, sheet.laid_out_by, lambda: laid_out(sheet, pictures.__getitem__))
    except Unprintable as why:
        return str(why)


def _pictures(edition: Edition, sheet: Sheet) -> dict[str, tuple[bytes, str]]:
    """The pictures of a sheet as a feed would get them, by their names: never as they were committed."""
    found = {}
    for name in sheet.pictures.values():
        picture = edition.picture(name)
        if isinstance(picture, Drawing):
            found[name] = picture.drawn.file.encode(), "image/svg+xml"
        elif picture:
            version = picture.plain
            pixels = photograph.prepared(edition.snapshot.files[f"content/images/{name}"])
            data = photograph.encoded(pixels, version.width, version.height, version.form)
            found[name] = data, f"image/{version.form.lower()}"
    return found


def main() -> int:
    """Make them of the project in the working directory, as it is today. Returns the exit status."""
    root = Path.cwd()
    try:
        made = lay_out(root, checked(take_snapshot(root), root, today(root), clean=True), print)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    print(f"{len(made)} handouts are laid out. {COMMAND} build links to them.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
