"""One run of Pelican into a fresh folder. A warning is an error, and every failure is a sentence."""

from __future__ import annotations

import contextlib
import io
import locale
import logging
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType

from desk.edition import Edition
from desk.handouts.kept import Handout
from desk.handouts.sheet import Form
from desk.refusal import Refusal, disk_refused
from desk.site.kept import Kept


@dataclass
class KnownPages:
    """Which pages need not be made, because they stand. `given` changes with all that is the same for every page,
    `told` is the digest of what Pelican is told of each document, by its path, and `before` is what each page of the
    last site was known by (desk/site/page_writer.py). `now` becomes what those of this one are known by, and `left` the
    files that were not made."""

    given: str = ""
    told: Mapping[str, str] = field(default_factory=dict)
    before: Mapping[str, str] = field(default_factory=dict)
    now: dict[str, str] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)


class _Kept(logging.Handler):
    """Keeps what Pelican would only have said."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if record.exc_info and record.exc_info[1]:
            text = f"{text}: {in_plain_words(record.exc_info[1])}"
        self.said.append(text)


def render(
    edition: Edition,
    root: Path,
    into: Path,
    *,
    preview: bool = False,
    handouts: Mapping[str, Mapping[Form, Handout]] = MappingProxyType({}),
    earlier: Kept | None = None,
    known: KnownPages | None = None,
) -> str:
    """Render the pages of `edition`, the project at `root`, into `into`, which does not exist yet. A page that is in
    `handouts`, by its address, links to them. `earlier` may hold what an earlier build knew of templates. What is
    `known` to stand is not rendered.

    Returns the address it was rendered for. Raises Refusal, with everything that was said, when Pelican warns, fails
    or leaves anything out.
    """
    site = edition.site
    laid_over = {
        "EDITION": edition,
        "HANDOUTS": handouts,
        "PREVIEW": preview,
        "OUTPUT_PATH": str(into),
        "SITENAME": site.name,
        "SITESUBTITLE": site.subtitle,
        "AUTHOR": site.author,
        "TIMEZONE": site.timezone,
        "DEFAULT_LANG": site.language.partition("-")[0],
        "BUILD_DAY": edition.day,
    }
    if not preview:
        laid_over |= {"SITEURL": site.address, "FEED_DOMAIN": site.address}
    settings = "pelicanconf.py" if preview else "publishconf.py"
    kept = _Kept()
    spoken = locale.setlocale(locale.LC_ALL)  # Pelican sets its own; whoever called has another
    logging.getLogger().addHandler(kept)
    logging.getLogger().setLevel(logging.WARNING)
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            from pelican import Pelican, signals
            from pelican.settings import read_settings

            from desk.site.compiled import Compiled, names_asked
            from desk.site.page_writer import PageWriter

            earlier = earlier or Kept(None)
            laid_over["KNOWN_PAGES"] = known or KnownPages()
            laid_over["NAMES_ASKED"] = partial(names_asked, earlier, edition.snapshot)
            read = read_settings(str(root / settings), laid_over)
            compiled = Compiled(earlier, edition.snapshot)
            read["JINJA_ENVIRONMENT"] = {**read["JINJA_ENVIRONMENT"], "bytecode_cache": compiled}
            pelican = Pelican(read)
            if kept.said:  # a plugin's register() that raises: what it lacks would be blamed on a template
                raise Refusal("\n".join(dict.fromkeys(kept.said)))
            missing = set(pelican.settings["PLUGINS"]) ^ {plugin.__name__ for plugin in pelican.plugins}
            if missing:
                raise Refusal(
                    f"These plugins could not be loaded: {', '.join(sorted(missing))}. " + "\n".join(kept.said)
                )
            try:
                with signals.get_writer.connected_to(lambda _: PageWriter):
                    pelican.run()
            finally:
                _let_go()
            compiled.forget_the_rest()
    except Refusal:
        raise
    except SystemExit as stop:
        if isinstance(stop.code, int):
            raise
        raise Refusal(str(stop.code)) from None
    except Exception as error:
        raise Refusal(in_plain_words(error)) from None
    finally:
        logging.getLogger().removeHandler(kept)
        locale.setlocale(locale.LC_ALL, spoken)
    if kept.said:
        raise Refusal("\n".join(dict.fromkeys(kept.said)))
    return str(pelican.settings["SITEURL"])


def _let_go() -> None:
    """Let go of what Pelican remembers of each post, and of all that it knows by that, for as long as a process lives:
    a third of a build's memory."""
    from pelican.contents import Content
    from pelican.utils import memoized

    for method in vars(Content).values():
        if isinstance(method, memoized):
            method.cache.clear()


def in_plain_words(error: BaseException) -> str:
    """What failed, and the last place of ours that it passed through."""
    if isinstance(error, OSError) and error.strerror:
        return disk_refused(error)
    frames = traceback.extract_tb(error.__traceback__)
    here = str(Path.cwd())
    ours = [f for f in frames if f.filename.startswith(here) and "site-packages" not in f.filename]
    place = ours[-1] if ours else None
    if place and Path(place.filename) == Path(here, "desk/site/render.py"):
        place = None
    line = getattr(error, "lineno", None) or (place.lineno if place else 0)
    file = getattr(error, "filename", None) or (place.filename if place else "")
    where = f"{file.removeprefix(f'{here}/')}:{line}: " if file else ""
    what = "this line" if file else "what it names"
    return f"{where}{type(error).__name__}: {str(error).rstrip('.')}. Fix: mend {what}, then build again."
