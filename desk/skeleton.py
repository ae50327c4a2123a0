"""The draft that `new` writes: a valid header, and the parts that a good post has, in their order."""

from __future__ import annotations

import datetime as dt
import json

from desk.model.post import PROMPT


def skeleton(title: str, category: str, tag: str, day: dt.date) -> str:
    """The text of a new draft. It builds, and its header has no problem, but its prompts keep it a draft."""
    due = day.replace(year=day.year + 1, day=min(day.day, 28))
    return f"""\
---
title: {json.dumps(title, ensure_ascii=False)}
summary: "{PROMPT} one or two plain sentences of 50 to 200 characters, the answer first."
date: {day}
status: draft
category: {category}
tags:
  - {tag}
audience: people with migraine and those who care for them
evidence:
  grade: very limited
  reason: "{PROMPT} why we are this sure, in one line."
reviewed: {day}
review_due: {due}
conflicts: None.
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

/// claim | {PROMPT} one sentence that someone might believe
    grade: very limited

{PROMPT} what was found for this claim.
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
