"""The draft that `new` writes: a valid header, and the parts that a good post has, in their order."""

from __future__ import annotations

import datetime as dt
import json

from desk import COMMAND
from desk.model.header import PROMPT


def skeleton(title: str, category: str, day: dt.date) -> str:
    """The text of a new draft. It builds; what only its writer can say is asked for, and keeps it a draft."""
    return f"""\
---
title: {json.dumps(title, ensure_ascii=False)}
summary: "{PROMPT} one or two plain sentences of 50 to 200 characters, the answer first."
date: {day}
status: draft
category: {category}
tags:
  - "{PROMPT} a word of the list that {COMMAND} check names."
audience: "{PROMPT} how 'Written for ...' goes on."
evidence:
  grade: "{PROMPT} strong, moderate, limited, very limited or conflicting."
  reason: "{PROMPT} why we are this sure, in one line."
reviewed: "{PROMPT} the day on which you checked the evidence, as {day}."
review_due: "{PROMPT} the day on which it must be checked again."
conflicts: "{PROMPT} your conflicts of interest, or None."
---

/// key-points
- {PROMPT} the answer, with its source.
- {PROMPT} the main harm, with its source.
- {PROMPT} what is not known.
///

{PROMPT} one short paragraph that says what this page is about.

## What was found?

{PROMPT} what studies found, with and without, over what time. After each fact comes its source, as in "[@zitek2018]".

/// off-label
{PROMPT} what the drug is approved for, and what it is not [@ketalar_label].
///

/// claim | {PROMPT} a question that someone might ask?
    grade: {PROMPT} as above, for this claim

{PROMPT} the answer in one short sentence, then who was studied, and how.
///

/// how-sure
{PROMPT} what kind of studies, how many people, and what would change this.
///

## What are the harms?

{PROMPT} the harms, as plainly as the benefits.

/// urgent
{PROMPT} what needs a call to the clinic on the same day.
///

/// emergency
{PROMPT} what needs 911. For thoughts of suicide, call or text 988.
///

/// ask-your-clinician
- {PROMPT} three to seven questions.
///

## A fair last word

{PROMPT} what a good friend who knows medicine would say.
"""
