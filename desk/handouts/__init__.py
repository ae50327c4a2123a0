"""Handouts: a post or a tool on paper, for a visit or for who has no screen today, as tagged PDF (PDF/UA).

`make handouts` lays them out, which takes a library that writers need not have (requirements.txt here) and a second or
two for each, and keeps each by the content of all that it shows. A build takes of what is kept what is current and
makes none itself: where there is none, the page has no link to one. So no reader gets a handout that differs from its
page.

One idea a module: which parts of a body go on paper (parts), the whole sheet (sheet), the sheet laid out (layout), what
is kept (kept) and where (place).
"""
