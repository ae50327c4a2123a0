"""Pages at addresses that readers may still have. A writer's `content/redirects.yml` says what became of each; out
comes a page that leads on, or one that says why the post is gone. They are plain files, so they work on any host.
"""

from __future__ import annotations

from typing import Any

from pelican import signals
from pelican.generators import Generator


class RedirectGenerator(Generator):
    """Writes one page a redirect, by the template `moved` or `gone`."""

    def generate_output(self, writer: Any) -> None:
        for redirect in self.settings["EDITION"].redirects:
            template = self.get_template("gone" if redirect.gone else "moved")
            writer.write_file(
                redirect.file, template, self.context, url=redirect.old, redirect=redirect, target=redirect.target
            )


def add_generator(pelican: Any) -> type[Generator]:
    return RedirectGenerator


def register() -> None:
    signals.get_generators.connect(add_generator)
