"""One small built site with photographs and a drawing, for all tests that look at pictures."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tests.build.project import post, project
from tests.build_site import built, once
from tests.photographs import saved, scene

ALT, LEAD_ALT = "A quiet room with a bed", "A lamp beside a bed"
SHOWN = f"![{ALT}]({{static}}../images/room-bed.jpg)"
CURVE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 180"><path d="M0 0h320v180z"/></svg>\n'
PROSE = "\n\n".join(f"Plain sentence number {i} stands in this part of the text. It says no more." for i in range(20))
BODY = f"""One plain sentence stands here.

/// figure | A quiet room
    credit: Plain Ketamine

{SHOWN}
///

{PROSE}

## What comes late

/// figure | It climbs
    credit: Plain Ketamine

![A curve that climbs]({{static}}../images/room-curve.svg)
///

{SHOWN}

A last plain sentence, and [the picture alone]({{static}}../images/room-bed.jpg).
"""


@cache
def illustrated_site() -> Path:
    """A post with a picture that leads it, two figures and a picture of its own."""
    return once("illustrated", _make) / "site"


def _make(folder: Path) -> None:
    room = post("room", title="What does the room look like?", body=BODY)
    room = room.replace("conflicts: None.", f"conflicts: None.\nimage: room-lead.jpg\nalt: {LEAD_ALT}")
    made = project(folder / "project", {"room": room, "other": post("other")})
    pictures = made / "content/images"
    for name, size in {"room-bed": (1600, 1200), "room-lead": (1600, 800)}.items():
        (pictures / f"{name}.jpg").write_bytes(saved(scene(*size, noise=6), "JPEG", quality=88))
    (pictures / "room-curve.svg").write_text(CURVE, "utf-8")
    built(made, folder / "site")
