"""What Markdown looks like where it was not understood. One list: the check looks for it in each body, verify in each
finished page.
"""

from __future__ import annotations

from typing import Final

SIGNS: Final = ("///", "[@", "{filename}", "{static}", "{{", "{%", "[[", "](", "**")
"""Signs that nobody means to read, wherever they stand, but in code."""
AT_START: Final = (
    r"[-\u2013\u2014\u2022\u00b7\u2023\u25aa\u25cf*+>]\s+(?=\S|\Z)|\d{1,3}[.)]\s+(?=\S|\Z)|\(?[a-z0-9]{1,2}\)\s+(?=\S|\Z)|#{1,6}(?=\s?\w)"
    r"|\[[ xX]?\]\s|[-=_~]{3,}\s*$|\|.*\|\s*$|:{1,3}\s+(?=\S|\Z)|!{3}\s*\w"
)
"""What a line of text cannot begin with, unless a list, a heading, a quotation or a table was meant."""
ANYWHERE: Final = (
    r"/{3,}|\[@|\[\^|\]\(|\]\[|\[\[|\]\]|\{\{|\}\}|\{%|\{\s*[:#.]|\{\w+\}|~~|\$\$|\\[(\[]|==\w|\w==|\[TOC\]|:::|<!--|-->"
    r"|\*(?=\S)|(?<=\S)\*|(?<![\w/])_{1,2}(?=\w)|(?<=\w)_{1,2}(?![\w/])|`|!\[|\]:|&#?\w+;|</?[a-zA-Z][\w-]*(?=[\s>/])"
    r"|(?<![\w.@/:+-])@[A-Za-z][\w:-]*\d|(?<!\S)#{2,6}\s(?=\w)"
    r"|(?<=\w)~\w{1,4}~|(?<=[\w.,;)])\^\w{1,4}(?:\^|\b)"
)
"""What no text for readers holds."""
LITERAL: Final = frozenset({"code", "pre", "kbd", "samp", "script", "style", "svg"})
"""Elements whose text is shown as it was typed."""
