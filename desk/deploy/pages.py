"""GitHub Pages: nothing is sent from here; the workflow builds and publishes what is pushed."""

from __future__ import annotations

from desk import COMMAND


def what_to_do(repository: str) -> str:
    """The steps, for a person."""
    return f"""\
GitHub Pages is published by .github/workflows/site.yml, from main, and once a day; nothing is sent from here.
1. Once: on {repository}, open Settings, Pages, and choose "GitHub Actions" as the source.
2. git push origin main
3. See it run: {repository}/actions
It refuses by itself while the address is an example, a check fails or the owner has not confirmed what is said of them.
To go back: git revert the commit, and push. What Pages cannot say with a page: {COMMAND} hosting pages."""
