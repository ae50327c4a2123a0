"""A question at the terminal. The one door: who ends it without an answer is told so, and nothing was done."""

from __future__ import annotations

from desk.refusal import Refusal


def answer_to(question: str) -> str:
    """What the person at the terminal types, without spaces around it; it may be empty. Raises Refusal at Ctrl-D."""
    try:
        return input(f"{question} ").strip()
    except EOFError:
        # The terminal still stands behind the question.
        raise Refusal("\nNobody answered, so nothing more was done. Fix: the same command again.") from None
