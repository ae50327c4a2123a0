"""The closed lists: categories, tags, grades. A word that is not here cannot be used in a header."""

from __future__ import annotations

from typing import Final

CATEGORIES: Final[dict[str, str]] = {
    "Migraine": "Ketamine for migraine and other headaches: what was tried, in whom, and what happened.",
    "Depression": "Ketamine and esketamine for low mood and thoughts of suicide.",
    "Pain": "Ketamine for long-lasting pain that is not a headache.",
    "Safety": "Side effects, who should not have ketamine, and how it is sold.",
    "Reading research": "How to read a study, and what a headline leaves out.",
}
"""Category name -> what it holds, in one sentence that its page shows."""

APPROVAL: Final[dict[str, str]] = {
    "Migraine": "Off-label: the FDA has not approved ketamine for migraine.",
    "Depression": "Off-label: the FDA has not approved ketamine for depression. Esketamine spray is approved for some.",
    "Pain": "Off-label: the FDA has not approved ketamine for long-lasting pain.",
    "Safety": "The FDA has approved ketamine only as an anesthetic. Other uses are off-label.",
}
"""Category -> what its pages say of approval, under the title of each post. By template, so that none forgets."""

CRISIS: Final[frozenset[str]] = frozenset({"Depression"})
"""Categories whose posts begin and end with the way to help in a crisis."""

SUBJECTS: Final[dict[str, tuple[tuple[str, str, str, str], ...]]] = {
    "Migraine": (("MedicalCondition", "Migraine", "ICD-10-CM", "G43"), ("Drug", "Ketamine", "ATC", "N01AX03")),
    "Depression": (("MedicalCondition", "Depression", "ICD-10-CM", "F32"), ("Drug", "Ketamine", "ATC", "N01AX03")),
    "Pain": (("MedicalCondition", "Chronic pain", "ICD-10-CM", "G89"), ("Drug", "Ketamine", "ATC", "N01AX03")),
    "Safety": (("Drug", "Ketamine", "ATC", "N01AX03"),),
}
"""Category -> what its posts are about, for machines: type in schema.org, name, coding system, code."""

TAGS: Final[dict[str, str]] = {
    "aura": "Short-lived changes in sight, feeling or speech that come with some migraines.",
    "chronic migraine": "Headache on 15 or more days a month.",
    "cluster headache": "Bouts of very severe, one-sided head pain.",
    "cost": "What treatment costs, and who pays.",
    "emergency care": "What happens in the emergency room.",
    "esketamine": "The nasal spray made from one half of the ketamine molecule.",
    "home use": "Ketamine taken away from a clinic.",
    "infusions": "Ketamine dripped slowly into a vein.",
    "mechanism": "How ketamine may work.",
    "mood": "Depression, anxiety and how people feel.",
    "nasal ketamine": "Ketamine given through the nose.",
    "off-label use": "Using an approved drug for something it is not approved for.",
    "prevention": "Treatment that aims for fewer or milder attacks.",
    "side effects": "Harms, common and rare.",
    "trials": "Studies that compared one treatment with another.",
}
"""Tag -> what it gathers, in one sentence that its page shows."""

GRADES: Final[dict[str, str]] = {
    "strong": "Well established",
    "moderate": "Likely, with limits",
    "limited": "Possible; early evidence",
    "very limited": "Not yet known",
    "conflicting": "Studies disagree",
}
"""Grade of a claim -> the plain words for it, from most to least certain (evidence notes, section 0)."""

BLOCKS_OF_ALL: Final[tuple[tuple[str, ...], ...]] = (("key-points",), ("how-sure",))
BLOCKS: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "Migraine": (("off-label",), ("emergency",), ("ask-your-clinician",)),
    "Depression": (("off-label",), ("emergency",), ("ask-your-clinician",)),
    "Pain": (("off-label",), ("ask-your-clinician",)),
    "Safety": (("urgent", "emergency"),),
    "Reading research": (),
}
"""Category -> the boxes that its posts need besides those of all posts; of each choice, one is enough."""

CRISIS_LINE: Final = "988"
CRISIS_LINE_IN: Final[frozenset[str]] = frozenset({"Depression"})
"""Categories whose posts must name the crisis line."""

SERIES: Final[dict[str, str]] = {}
"""Series name -> what its posts have in common. Empty until a series is begun."""

RESERVED_ADDRESSES: Final[frozenset[str]] = frozenset(
    {
        *("archives", "categories", "category", "tags", "tag", "page", "claims", "glossary"),
        *("feeds", "fonts", "images", "404", "index"),
    }
)
"""First parts of addresses that the site itself uses, so no post or page may be named so."""


def blocks_needed(category: str) -> tuple[tuple[str, ...], ...]:
    """Every choice of boxes that a post of `category` needs, in the order of a page."""
    return BLOCKS_OF_ALL + BLOCKS[category]
