"""Pages at addresses that readers may still have. A writer's `content/redirects.yml` says what became of each; out
comes a page that leads on, or one that says why the post is gone. They are plain files, so they work on any host.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator

from desk.model.redirect import REDIRECTS, Redirect, file_at, read_redirects


def file_of(redirect: Redirect) -> str:
    """Where the page stands."""
    return file_at(redirect.old)


def target_of(redirect: Redirect) -> str:
    """The address it leads to, from the root: `new-post#harms` -> `/new-post/#harms`."""
    address, hash_sign, part = redirect.new.partition("#")
    return f"/{address}/{hash_sign}{part}"


class RedirectGenerator(Generator):
    """Writes one page a redirect, by the template `moved` or `gone`."""

    def generate_output(self, writer: Any) -> None:
        file = Path(self.settings["PATH"]).parent / REDIRECTS
        if not file.exists():
            return
        redirects, problems = read_redirects(REDIRECTS, file.read_text("utf-8"))
        if problems:
            raise SystemExit("\n".join(map(str, problems)))
        for redirect in redirects:
            template = self.get_template("gone" if redirect.gone else "moved")
            save_as = file_of(redirect)
            target = "" if redirect.gone else target_of(redirect)
            writer.write_file(save_as, template, self.context, url=redirect.old, redirect=redirect, target=target)


def add_generator(pelican: Any) -> type[Generator]:
    return RedirectGenerator


def register() -> None:
    signals.get_generators.connect(add_generator)
