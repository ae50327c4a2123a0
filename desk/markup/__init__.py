"""What Markdown learns: boxes, claims, numbers, citations, notes, words explained, tables. One idea a module.

The check renders each body with it, and what the check rendered is what is published.
"""
