"""The desk: what a writer runs around a build. `./site` lists it."""

from typing import Final

COMMAND: Final = "./site"
"""The one command of the project, as messages and documents name it. It is the file `site`, on Windows `site.cmd`."""
