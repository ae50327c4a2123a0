"""Guards footnotes: each mark has its note, each note its mark."""

from __future__ import annotations

from collections.abc import Iterator

from desk.checks.code import Code, in_body
from desk.checks.subject import Post, Reporter
from desk.model.problem import Problem, did_you_mean

CODES = (
    Code(
        "footnote/undefined", "no footnote has this name, so readers see the brackets.",
        "write the note on a line of its own: [^name]: the note.", in_body("Words.[^1]\n"),
    ),
    Code(
        "footnote/unused", "nothing in the text leads to this footnote.", "put its mark into the text, or delete it.",
        in_body("Words.\n\n[^1]: A note.\n"),
    ),
    Code(
        "footnote/duplicate", "a footnote of this name stands above; only one of them is shown.",
        "give one of them another name.", in_body("Words.[^1]\n\n[^1]: A note.\n\n[^1]: Another note.\n"),
    ),
    Code(
        "footnote/empty", "the footnote has no words.", "write it, or delete it.", in_body("Words.[^1]\n\n[^1]:\n"),
    ),
)  # fmt: skip
_report = Reporter(CODES)


def check_post(post: Post) -> Iterator[Problem]:
    defined: set[str] = set()
    used = {label for _, label in post.body.footnote_uses}
    for note in post.body.footnotes:
        if note.label in defined:
            yield post.body_problem(_report, note.at, "footnote/duplicate")
        elif not note.value.strip():
            yield post.body_problem(_report, note.at, "footnote/empty")
        elif note.label not in used:
            yield post.body_problem(_report, note.at, "footnote/unused")
        defined.add(note.label)
    for at, label in post.body.footnote_uses:
        if label not in defined:
            near = did_you_mean(label, defined)
            fix = f"did you mean [^{near}]?" if near else f"write the note on a line of its own: [^{label}]: the note."
            yield post.body_problem(_report, at, "footnote/undefined", "", fix)
