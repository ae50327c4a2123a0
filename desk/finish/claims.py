"""/claims.json: each claim of the site with its verdict, grade and sources, and /claims.schema.json, what its fields
mean (JSON Schema 2020-12). The schema is made from the very models that the claims are written by, so it cannot differ.

A field that is added raises the second number of VERSION, one that changes its meaning or goes raises the first.
This is our own form and no ClaimReview: we weigh studies, and judge nobody's statement.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Annotated, Any, Final

from lxml import etree
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
from pydantic_core import to_json

from desk.edition import Edition
from desk.finish.made import Made
from desk.finish.twin import told
from desk.markup.tree import fragment
from desk.model.header import NOT_REVIEWED, PostHeader
from desk.model.post import Document
from desk.model.source import DESIGNS, Source
from desk.sharing import share
from desk.site.kept import Kept
from desk.site.unchanged import code_key

PLACE: Final = "claims.json"
SCHEMA_PLACE: Final = "claims.schema.json"
VERSION: Final = "1.0"
_CITED: Final = etree.XPath("//section[@class='claim'][*[@id=$claim]]//sup[@class='cite']/a/@href", smart_strings=False)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class ClaimSource(_Part):
    """A source that stands behind a claim."""

    reference: Annotated[str, Field(description="Author, title and place, in AMA style.")]
    doi: Annotated[str | None, Field(description="Its DOI without an address, or null.")]
    pmid: Annotated[str | None, Field(description="Its number in PubMed, or null.")]
    url: Annotated[str | None, Field(description="Where it can be read, or null.")]
    design: Annotated[str | None, Field(description="What kind of study or text it is, in plain words.")]
    people: Annotated[int | None, Field(description="How many people took part, where that is known.", ge=0)]


class GradedClaim(_Part):
    """A question that was looked into, and what was found."""

    url: Annotated[str, Field(description="Where it stands on its page. It names the claim: no two share one.")]
    question: Annotated[str, Field(description="The claim, put as a question.")]
    verdict: Annotated[str, Field(description="How sure anyone can be, in plain words.")]
    grade: Annotated[str, Field(description="The same as one of the grades of this file.")]
    finding: Annotated[str | None, Field(description="What was found, in one sentence; null where a list says it.")]
    topic: Annotated[str, Field(description="The topic of its post.")]
    post: Annotated[str, Field(description="The title of its post.")]
    sources: Annotated[list[ClaimSource], Field(description="What the claim cites, in the order of the text.")]
    reviewed: Annotated[
        str, Field(description="The day on which its evidence was checked.", json_schema_extra={"format": "date"})
    ]
    reviewed_by: Annotated[str, Field(description="The clinician who reviewed it, or that none has yet.")]


class Grade(_Part):
    """A step of the scale."""

    grade: Annotated[str, Field(description="Its name.")]
    words: Annotated[str, Field(description="What it means, in plain words.")]


class Claims(_Part):
    """Every claim of the site, by post and in the order of its text."""

    model_config = ConfigDict(
        title="Graded claims", json_schema_extra={"$schema": "https://json-schema.org/draft/2020-12/schema"}
    )

    schema_: Annotated[str, Field(alias="$schema", description="Where this schema stands.")]
    version: Annotated[
        str, Field(description="Of the form: a second number more adds fields, a first may change them.")
    ]
    site: Annotated[str, Field(description="The site's name.")]
    url: Annotated[str, Field(description="The page that shows all claims.")]
    license: Annotated[str, Field(description="Under which the words may be used.")]
    note: Annotated[str, Field(description="What whoever shows a claim should say with it.")]
    grades: Annotated[list[Grade], Field(description="The scale, from most to least certain.")]
    claims: Annotated[list[GradedClaim], Field(description="The claims.")]


def made(edition: Edition, preview: bool, kept: Kept) -> dict[str, Made]:
    """Both files. None in a preview: they hold whole addresses."""
    if preview:
        return {}
    found = claims(edition, kept)
    return {
        PLACE: Made(_json(found), "the claims for machines"),
        SCHEMA_PLACE: Made(_json(schema(edition.site.address)), "what the claims for machines mean"),
    }


def schema(site: str) -> dict[str, Any]:
    """The schema, as it stands on the site at `site`."""
    return {"$id": f"{site}/{SCHEMA_PLACE}", **Claims.model_json_schema(by_alias=True)}


def claims(edition: Edition, kept: Kept | None = None) -> Claims:
    """Every claim that readers see on the day of the edition."""
    site, kept = edition.site, (kept or Kept(None)).of("claims")
    claiming = [document.path for document in told(edition) if edition.gathered(document.path).claims]
    sources = {path: edition.made_from(path) for path in claiming}
    several = kept.get_together(sources, code_key(), partial(share, partial(_found_in, edition)))
    found = [claim for each in several.values() for claim in _SEVERAL.validate_json(each)]
    return Claims.model_validate(
        {
            "$schema": f"{site.address}/{SCHEMA_PLACE}",
            "version": VERSION,
            "site": site.name,
            "url": f"{site.address}/claims/",
            "license": "CC BY 4.0",
            "note": "A claim is nothing without its grade. This is not medical advice.",
            "grades": [Grade(grade=grade, words=words) for grade, words in site.grades.items()],
            "claims": found,
        }
    )


def _found_in(edition: Edition, path: str) -> bytes:
    return _SEVERAL.dump_json(list(_claims_of(edition.documents[path], edition)))


_SEVERAL: Final = TypeAdapter(list[GradedClaim])


def _claims_of(document: Document, edition: Edition) -> Iterator[GradedClaim]:
    header, rendered, site = document.header, edition.rendered(document.path), edition.site
    if not rendered.claims or not isinstance(header, PostHeader):
        return
    page = fragment(rendered.html)
    for claim in rendered.claims:
        numbers = dict.fromkeys(int(address.rpartition("-")[2]) for address in _CITED(page, claim=claim.id))
        yield GradedClaim(
            url=f"{site.address}/{document.slug}/#{claim.id}",
            question=claim.title,
            verdict=site.grades[claim.grade],
            grade=claim.grade,
            finding=claim.finding or None,
            topic=header.category,
            post=header.printed_title,
            sources=[_source(edition.library.sources[rendered.sources[number - 1]]) for number in numbers],
            reviewed=str(header.reviewed),
            reviewed_by=header.reviewed_by or NOT_REVIEWED,
        )


def _source(source: Source) -> ClaimSource:
    return ClaimSource(
        reference=source.reference,
        doi=source.doi or None,
        pmid=source.pmid or None,
        url=source.links[0][1] if source.links else None,
        design=DESIGNS[source.design][0] if source.design in DESIGNS else source.design or None,
        people=source.people,
    )


def _json(value: Claims | dict[str, Any]) -> bytes:
    return to_json(value, indent=1, by_alias=True) + b"\n"
