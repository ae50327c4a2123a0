"""Guards content/glossary.yml: each term once, with its meaning in plain words."""

from __future__ import annotations

from desk.checks.code import Code, Example, in_file
from desk.model.glossary import GLOSSARY


def _in(text: str) -> Example:
    return in_file(GLOSSARY, text, text.strip("\n"))


CODES = (
    Code("glossary/not-yaml", "the file cannot be read.", "compare the line with the one above; no tabs.",
         _in("- term: [a\n")),
    Code(
        "glossary/yaml-magic", "a value begins with a sign (& * ! %) that has a meaning of its own in YAML.",
        "put the value between double quotation marks.", _in("- term: *a\n  meaning: A word.\n"),
    ),
    Code("glossary/not-fields", "a field's name is not a word.", 'write "term: ".',
         _in("- term: aura\n  meaning: A word.\n  [a]: b\n")),
    Code("glossary/bad-form", "this is no list of terms.", 'begin each with "- term: ".', _in("aura: A change.\n")),
    Code("glossary/unknown-field", "there is no such field.", "use term, meaning and also.",
         _in("- term: aura\n  meaning: A short change in sight.\n  alos: [x]\n")),
    Code("glossary/missing-field", "term or meaning is missing.", "add it.", _in("- term: aura\n")),
    Code("glossary/bad-value", "the value cannot be used.", "write it in plain words.",
         _in('- term: aura\n  meaning: ""\n')),
    Code("glossary/duplicate-key", "a field is given twice.", "keep one.",
         _in("- term: aura\n  term: aura\n  meaning: A short change in sight.\n")),
    Code("glossary/duplicate-term", "a term is explained twice.", "keep one.",
         _in("- term: aura\n  meaning: A change.\n- term: Aura\n  meaning: A change.\n")),
    Code("glossary/same-address", "two terms would stand at one address, and one be hidden.", "make one term of them.",
         _in("- term: a-b\n  meaning: A word.\n- term: a b\n  meaning: A word.\n")),
)  # fmt: skip
