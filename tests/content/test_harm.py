"""What could harm a reader or leak: each class of slip by sisters of what was once seen, and what must still pass."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from desk.checks.code import GOOD, HEADER, POST
from desk.checks.image import PNG
from desk.checks.raw_html import is_site_id
from desk.model.problem import Problem
from desk.model.snapshot import Entry
from tests.examined import examine_all

NEW = "content/posts/a-new-post.md"
GOOD_HEADER = HEADER.replace("An example", "A new example")
BIB = "content/references.bib"
TERMS = "content/glossary.yml"
OLD = "content/redirects.yml"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">\n%s\n</svg>\n'
DRAWING = "content/images/an-example-x.svg"
Files = dict[str, str | bytes]


def problems(files: Files, odd: tuple[str, ...] = (), without: tuple[str, ...] = ()) -> list[Problem]:
    every = {path: text for path, text in {**GOOD, **files}.items() if path not in without}
    content = {path: text.encode() if isinstance(text, str) else text for path, text in every.items()}
    found = examine_all(content, [Entry(path, "symlink") for path in odd])
    # That a post made here is not noted as published yet is no slip of its text: tests/content/test_published.py.
    return [problem for problem in found if problem.code != "published/unlisted"]


def body(text: str) -> Files:
    return {NEW: GOOD_HEADER + text}


def drawing(inside: str) -> Files:
    shown = "![A drip on its stand]({static}../images/an-example-x.svg)\n"
    return {DRAWING: SVG % inside, POST: HEADER + shown}


def entry(fields: str) -> Files:
    text = "@article{new2021,\n  title = {A new trial},\n  year = {2021},\n  doi = {10.1000/2},\n  design = {rct}\n}\n"
    for field in fields.split("\n"):
        name = field.split("=")[0].strip()
        lines = [line for line in text.split("\n") if not line.strip().startswith(f"{name} =")]
        text = "\n".join([lines[0], f"  {field},", *lines[1:]])
    return {BIB: str(GOOD[BIB]) + text}


def head(old: str, new: str) -> Files:
    assert old in GOOD_HEADER
    return {NEW: GOOD_HEADER.replace(old, new, 1) + "Words.\n"}


SISTERS: list[tuple[str, Files, str]] = [
    ("invisible separator", body("Keta\u2063mine.\n"), "encoding/zero-width"),
    ("letters of a tag", body("Keta\U000e0041mine.\n"), "encoding/zero-width"),
    ("Hangul filler", body("Keta\u3164mine.\n"), "encoding/zero-width"),
    ("zero-width space by its number", body("Keta&#8203;mine.\n"), "encoding/zero-width"),
    ("variation selector", body("Keta\ufe01mine.\n"), "encoding/zero-width"),
    ("private use beyond the first plane", body("Words\U000f0001.\n"), "encoding/control"),
    ("not assigned", body("Words\u0378.\n"), "encoding/control"),
    ("joiner between Latin letters", body("Keta\u200dmine.\n"), "encoding/zero-width"),
    ("Greek o", body("Ket\u03bfmine.\n"), "encoding/look-alike"),
    ("Armenian letter", body("Ketam\u056bne.\n"), "encoding/look-alike"),
    ("bold letter of mathematics", body("\U0001d40aetamine.\n"), "encoding/look-alike"),
    ("wide digit", body("Take \uff15 of them.\n"), "encoding/look-alike"),
    ("whole word in Cyrillic that looks Latin", body("A \u0441\u043e\u0441\u043e word.\n"), "encoding/look-alike"),
    ("i without its dot", body("Ketam\u0131ne.\n"), "encoding/look-alike"),
    ("three marks on a letter", body("Ke\u0301\u0302\u0303tamine.\n"), "encoding/look-alike"),
    ("wide space", body("Two\u3000words.\n"), "encoding/odd-space"),
    ("merge in a stylesheet", {"theme/static/css/main.css": "a{}\n<<<<<<< HEAD\nb{}\n"}, "merge/marker"),
    ("merge in a plugin", {"plugins/x.py": "a = 1\n>>>>>>> theirs\n"}, "merge/marker"),
    ("merge in a script of the desk", {"desk/setup.sh": "a\n||||||| base\nb\n"}, "merge/marker"),
    ("middle mark alone", {TERMS: "- term: a\n=======\n"}, "merge/marker"),
    ("merge in a list of settings", {"theme/x.toml": "a = 1\n<<<<<<< HEAD\n"}, "merge/marker"),
    ("Windows device", {"content/images/aux.png": PNG}, "file/not-portable"),
    ("device with an ending", {"content/posts/con.md": GOOD_HEADER + "Words.\n"}, "file/not-portable"),
    ("dot at the end", {"content/extra/key.": "x\n"}, "file/not-portable"),
    ("colon", {"content/extra/a:b.txt": "x\n"}, "file/not-portable"),
    ("long name", {f"content/posts/{'a' * 120}.md": GOOD_HEADER + "Words.\n"}, "file/not-portable"),
    ("folder of a device", {"content/extra/nul/a.txt": "x\n"}, "file/not-portable"),
    ("table among pictures", {"content/images/an-example.csv": "a,b\n"}, "file/wrong-folder"),
    ("data among pictures", {"content/images/an-example.json": "{}\n"}, "file/wrong-folder"),
    ("no ending among pictures", {"content/images/an-example": "x\n"}, "file/wrong-folder"),
    ("text of Markdown in extra", {"content/extra/a-note.md": "Words.\n"}, "file/unplanned"),
    ("own first page", {"content/extra/index.html": "<p>x</p>\n"}, "file/replaces"),
    ("own map of the site", {"content/extra/sitemap.xml": "<a/>\n"}, "file/replaces"),
    ("own feed", {"content/extra/feeds/feed.json": "{}\n"}, "file/replaces"),
    ("own word to robots", {"content/extra/ROBOTS.TXT": "x\n"}, "file/replaces"),
    ("a post's own folder", {"content/extra/an-example/more.txt": "x\n"}, "file/address-clash"),
    ("page of one's own", {"content/extra/offer.html": "<p><script>1</script></p>\n"}, "file/unplanned"),
    ("program in extra", {"content/extra/run.js": "1\n"}, "file/unplanned"),
    ("favicon without a byte", {"content/extra/favicon.ico": ""}, "image/wrong-type"),
    ("favicon that is a web page", {"content/extra/favicon.ico": "<html>\n"}, "image/wrong-type"),
    ("robots without a byte", {"content/extra/ads.txt": ""}, "file/empty"),
    ("all posts gone, redirects left", {OLD: "old: a-page\n"}, "file/no-posts"),
    ("handler in a fence", body('``` { .py onclick="go()" }\nx\n```\n'), "fence/language"),
    ("id in a fence", body("```{ #main }\nx\n```\n"), "fence/language"),
    ("marked lines in a fence", body('``` py hl_lines="1"\nx\n```\n'), "fence/language"),
    ("tildes with a class", body("~~~ {.visually-hidden}\nx\n~~~\n"), "fence/language"),
    ("script by prefix", drawing('<x:script xmlns:x="http://www.w3.org/2000/svg">1</x:script>'), "image/script"),
    ("handler in a drawing", drawing('<g onfocusin="x()"><path d="M0 0"/></g>'), "image/script"),
    ("foreign object", drawing("<foreignObject/>"), "image/script"),
    ("link out of a drawing", drawing('<a href="https://www.example.org/"><path d="M0 0"/></a>'), "image/script"),
    ("animation of an address", drawing('<set attributeName="href" to="javascript:1"/>'), "image/script"),
    ("style that loads", drawing("<style>@import url(//x.example/a.css);</style>"), "image/script"),
    ("fill from elsewhere", drawing('<path fill="url(//x.example/a.svg#b)"/>'), "image/script"),
    ("id of the page", body("Some words.\n{: #main }\n"), "html/site-id"),
    ("class of the site", body("Some words.\n{: .visually-hidden }\n"), "html/attribute"),
    ("brace in a brace", body('Some *words*{: #a } onclick="go()" }.\n'), "html/handler"),
    ("id in large letters", body("Some words.\n{: #Main }\n"), "html/attribute"),
    ("heading takes an id of the site", body("## Main\n\nWords.\n"), "html/site-id"),
    ("id like a source's", body("## A thing {#source-1}\n\nWords.\n"), "html/site-id"),
    ("bare word after a link", body("The [agency](https://www.example.org/){hidden}.\n"), "html/attribute"),
    ("closing tag of a landmark", body("Words.</main>\n"), "html/tag"),
    ("closing tag of a paragraph", body("Words.\n\n</p>\n\nMore.\n"), "html/tag"),
    ("tags that cross", body("H<sub>2<sup>O</sub>3</sup>\n"), "html/unclosed"),
    ("tag over two paragraphs", body("H<sub>2\n\nO</sub>\n"), "html/unclosed"),
    ("comment that ends at once", body("<!--><b>x</b>-->\n\nWords.\n"), "fence/bad-comment"),
    ("end tag with a space", body("Words.</ main>\n"), "html/tag"),
    ("no zero before the point", body("They had .5 mg a day.\n"), "dose/number"),
    ("zero after the point", body("They had 5.0 mg a day.\n"), "dose/number"),
    ("decimal comma", body("They had 0,5 mg/kg.\n"), "dose/number"),
    ("sign for micro", body("They had 5 \u00b5g a day.\n"), "dose/unit"),
    ("Greek for micro", body("They had 5 \u03bcg a day.\n"), "dose/unit"),
    ("u for micro", body("They had 5 ug a day.\n"), "dose/unit"),
    ("no space", body("They had 50mg a day.\n"), "dose/space"),
    ("no comma in thousands", body("They had 5000 mg in all.\n"), "dose/number"),
    ("range with a bare point", body("They had .5 to 1 mg/kg.\n"), "dose/number"),
    ("dose in a table", body("| Drug | Dose |\n| --- | --- |\n| A | 5.0 mg |\n"), "dose/number"),
    ("dose in the title", head("A new example", "A new 0,5 mg example"), "dose/number"),
    ("mark of a chat assistant", body("It helps citeturn0search1.\n"), "residue/assistant"),
    ("mark of another", body("It helps :contentReference[oaicite:3]{index=3}.\n"), "residue/assistant"),
    ("what a model says of itself", body("As an AI language model, it is hard to say.\n"), "residue/assistant"),
    ("a model's last words", body("I hope this helps!\n"), "residue/assistant"),
    ("chat assistant in an address", body("See [it](https://www.example.org/?utm_source=chatgpt.com).\n"),
     "residue/assistant"),
    ("lost field of Word", body("See Error! Reference source not found.\n"), "residue/office"),
    ("prompt of Word", body("Click or tap here to enter text.\n"), "residue/office"),
    ("link wrapped by a mail program",
     body("See [it](https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.example.org%2F&data=05).\n"),
     "residue/wrapped"),
    ("link wrapped by another", body("See [it](https://urldefense.com/v3/__https://www.example.org/__;!!a).\n"),
     "residue/wrapped"),
    ("private document", body("See [it](https://docs.google.com/document/d/1a2b3c/edit).\n"), "residue/private"),
    ("private folder", body("See [it](https://clinic.sharepoint.com/sites/a/b.docx).\n"), "residue/private"),
    ("wrapped address of a source", entry("url = {https://www.google.com/url?q=https://www.example.org/a}"),
     "residue/wrapped"),
    ("year of five digits", entry("year = {20211}"), "source/bad-value"),
    ("year to come", entry("year = {2062}"), "source/bad-value"),
    ("macro that nobody made", entry("journal = jama"), "source/bad-value"),
    ("command in a title", entry(r"title = {Ketamine \emph{in vivo}}"), "source/bad-value"),
    ("HTML in a title", entry("title = {Ketamine <i>in vivo</i>}"), "source/bad-value"),
    ("year in words", entry("year = {in press}"), "source/bad-value"),
    ("terms of one address", {TERMS: "- {term: a-b, meaning: One.}\n- {term: a b, meaning: Two.}\n"},
     "glossary/same-address"),
    ("terms that differ in a sign", {TERMS: "- {term: GABA+, meaning: One.}\n- {term: GABA, meaning: Two.}\n"},
     "glossary/same-address"),
    ("date far ahead", head("date: 2024-05-06", "date: 2029-05-06"), "header/far-day"),
    ("review due far ahead", head("review_due: 2025-05-06", "review_due: 2062-05-06"), "header/far-day"),
    ("redirect over a file", {OLD: "share.txt: an-example\n", "content/extra/share.txt": "x\n"}, "redirect/shadows"),
    ("redirect into a file", {OLD: "share.txt/old: an-example\n", "content/extra/share.txt": "x\n"},
     "redirect/shadows"),
    ("redirect into a redirect's page", {OLD: "a: an-example\na/index.html: an-example\n"}, "redirect/shadows"),
    ("redirect over a generated file", {OLD: "sitemap.xml: an-example\n"}, "redirect/shadows"),
    ("link of the theme to a page that is gone", {"theme/templates/x.html": '<a href="/privacy/">x</a>\n'},
     "template/dead-link"),
    ("number in place of a text", {"pelicanconf.py": "SITENAME = 5\n"}, "settings/wrong-type"),
    ("text in place of a list", {"pelicanconf.py": 'PLUGINS = "plugins.feeds"\n'}, "settings/wrong-type"),
    ("text in place of yes or no", {"publishconf.py": 'RELATIVE_URLS = "False"\n'}, "settings/wrong-type"),
    ("time zone that is none", {"pelicanconf.py": 'TIMEZONE = "Mars/Base"\n'}, "settings/wrong-value"),
    ("posts as plain files", {"pelicanconf.py": 'STATIC_PATHS = ["images", "posts"]\n'}, "settings/wrong-value"),
]  # fmt: skip
UNSEEN: list[tuple[str, Files, str]] = [
    ("blank of Braille", body("Keta\u2800mine.\n"), "encoding/zero-width"),
    ("Hangul beginning filler", body("Keta\u115fmine.\n"), "encoding/zero-width"),
    ("soft hyphen by its name", body("Keta&shy;mine.\n"), "encoding/zero-width"),
    ("joiner of marks", body("Keta\u034fmine.\n"), "encoding/zero-width"),
    ("no character", body("Words\U0010fffe.\n"), "encoding/control"),
    ("turned text by its number", body("Take &#x202E;5 gm.\n"), "encoding/bidi"),
    ("Lisu letter", body("\ua4d7etamine.\n"), "encoding/look-alike"),
    ("phonetic g", body("Five \u0261rams.\n"), "encoding/look-alike"),
    ("circled letter", body("\u24dbetamine.\n"), "encoding/look-alike"),
    ("sign of Kelvin", body("\u212aetamine.\n"), "encoding/look-alike"),
    ("Greek word that looks Latin", body("A \u03a4\u039f word.\n"), "encoding/look-alike"),
    ("Cherokee letters", body("\u13aaetamine.\n"), "encoding/look-alike"),
    ("Ogham space", body("Two\u1680words.\n"), "encoding/odd-space"),
    ("merge in a program of the theme", {"theme/static/js/a.js": "1\n>>>>>>> x\n"}, "merge/marker"),
    ("merge in a drawing", {DRAWING: SVG % "<<<<<<< HEAD\n"}, "image/script"),
    ("merge in a file without an ending", {"desk/hooks/pre-commit": "#!/bin/sh\n<<<<<<< HEAD\n"}, "merge/marker"),
    ("Windows port", {"content/extra/com1.txt": "x\n"}, "file/not-portable"),
    ("question mark", {"content/extra/a?.txt": "x\n"}, "file/not-portable"),
    ("space at the end", {"content/images/an-example .png ": PNG}, "file/not-portable"),
    ("archive among pictures", {"content/images/photos.zip": b"PK\x03\x04"}, "file/wrong-folder"),
    ("film among pictures", {"content/images/an-example.mp4": b"\0\0\0\x18ftypmp42"}, "file/wrong-folder"),
    ("own manifest", {"content/extra/site.webmanifest": "{}\n"}, "file/replaces"),
    ("own page of tags", {"content/extra/tags/index.html": "<p>x</p>\n"}, "file/replaces"),
    ("a page's own folder", {"content/extra/a-page/index.html": "<p>x</p>\n"}, "file/address-clash"),
    ("Word file in extra", {"content/extra/plan.docx": b"PK\x03\x04"}, "file/unplanned"),
    ("icon without a byte", {"content/extra/icon.png": ""}, "image/wrong-type"),
    ("all posts gone, sources left", {}, "file/no-posts"),
    ("plus and hash", body("``` c++ #main\nx\n```\n"), "fence/language"),
    ("style in a fence", body("```{ .sh style='x' }\nx\n```\n"), "fence/language"),
    ("entity in a drawing", {DRAWING: '<!DOCTYPE svg [<!ENTITY a "b">]>\n' + SVG % "<text>&a;</text>"}, "image/script"),
    ("picture in a drawing", drawing('<image href="//x.example/a.png"/>'), "image/script"),
    ("link by prefix", drawing('<use xmlns:y="http://www.w3.org/1999/xlink" y:href="https://x.example/a#b"/>'),
     "image/script"),
    ("page in a drawing", drawing('<h:p xmlns:h="http://www.w3.org/1999/xhtml" id="a">x</h:p>'), "image/script"),
    ("stylesheet before a drawing", {DRAWING: '<?xml-stylesheet href="//x.example/a.css"?>\n' + SVG % ""},
     "image/script"),
    ("escaped letters in a style", drawing('<path style="fill:\\75rl(//x.example)"/>'), "image/script"),
    ("class of a box", body("- one\n- two\n{: .box--emergency }\n"), "html/attribute"),
    ("id of the words", body("## Words {#words}\n\nWords.\n"), "html/site-id"),
    ("id like a claim's", body("Some words.\n{: #claim-1 }\n"), "html/site-id"),
    ("name and value", body("*Words*{: role=alert }.\n"), "html/attribute"),
    ("handler in a cell", body("| a | b |\n| --- | --- |\n| 1 | 2 { onclick=x } |\n"), "html/handler"),
    ("closing tag of the body", body("Words.\n\n</body></html>\n"), "html/tag"),
    ("closing tag of a box", body("/// note\nWords.</div>\n///\n"), "html/tag"),
    ("quoted end of a tag", body('<abbr title="a>b">x</abbr>.\n'), "html/attribute"),
    ("declaration", body("<!DOCTYPE x>\n\nWords.\n"), "html/tag"),
    ("comment with another end", body("<!-- a --!><b>x</b> -->\n\nWords.\n"), "fence/bad-comment"),
    ("Lancet's point", body("They had 0\u00b75 mg/kg.\n"), "dose/number"),
    ("zero at the end of two", body("They had 0.50 mg/kg.\n"), "dose/number"),
    ("range with a zero", body("They had 0.5-1.0 mg/kg.\n"), "dose/number"),
    ("many grams", body("They had 5 mgs a day.\n"), "dose/unit"),
    ("cubic", body("They had 5 cc a day.\n"), "dose/unit"),
    ("units cut short", body("They had 10 IU a day.\n"), "dose/unit"),
    ("thousands by spaces", body("They had 10 000 mg in all.\n"), "dose/number"),
    ("no space in a rate", body("They had 0.5mg/kg over an hour.\n"), "dose/space"),
    ("Latin short for daily", body("They had 50 mg q.d. at home.\n"), "dose/abbreviation"),
    ("micro by its name in the summary", head("One plain sentence", "With 5 &micro;g one plain sentence"),
     "dose/unit"),
    ("a third mark", body("It helps \u301012\u2020source\u3011.\n"), "residue/assistant"),
    ("a model that cannot", body("As of my last knowledge update, it was not approved.\n"), "residue/assistant"),
    ("a model that offers", body("Would you like me to expand on this section?\n"), "residue/assistant"),
    ("another lost field of Word", body("See Error! Bookmark not defined.\n"), "residue/office"),
    ("lost cell of Excel", body("The mean was #DIV/0! points.\n"), "residue/office"),
    ("field of a reference manager", body("It helps ADDIN EN.CITE.\n"), "residue/office"),
    ("link wrapped by a social site",
     body("See [it](https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.example.org%2F).\n"), "residue/wrapped"),
    ("library's proxy", body("See [it](https://www-nejm-org.ezproxy.example.edu/doi/10.1056/a).\n"),
     "residue/private"),
    ("chat", body("See [it](https://chatgpt.com/share/1a2b).\n"), "residue/private"),
    ("preview of a file", body("See [it](https://www.dropbox.com/scl/fi/a/b.pdf).\n"), "residue/private"),
    ("year of two digits", entry("year = {21}"), "source/bad-value"),
    ("year before print", entry("year = {1021}"), "source/bad-value"),
    ("two macros", entry('journal = jama # " Open"'), "source/bad-value"),
    ("mathematics in a title", entry("title = {Ketamine $>$ placebo}"), "source/bad-value"),
    ("entity in a journal", entry("journal = {Pain &amp; Sleep}"), "source/bad-value"),
    ("term without a Latin letter", {TERMS: "- {term: '\u05d0', meaning: One.}\n"}, "glossary/same-address"),
    ("terms with an accent", {TERMS: "- {term: caf\u00e9, meaning: One.}\n- {term: caf, meaning: Two.}\n"},
     "glossary/same-address"),
    ("decade mistyped", head("date: 2024-05-06", "date: 2036-05-06"), "header/far-day"),
    ("redirect over an icon", {OLD: "favicon.ico: an-example\n", "content/extra/favicon.ico": b"\0\0\1\0\1\0"},
     "redirect/shadows"),
    ("redirect over a file in capitals", {OLD: "Share.TXT: an-example\n", "content/extra/share.txt": "x\n"},
     "redirect/shadows"),
    ("link of the theme to nothing", {"theme/templates/x.html": "<a href='/nope/'>x</a>\n"}, "template/dead-link"),
    ("list in place of a text", {"publishconf.py": 'SITEURL = ["https://plainketamine.example"]\n'},
     "settings/wrong-type"),
    ("text in place of a number", {"pelicanconf.py": 'DEFAULT_PAGINATION = "10"\n'}, "settings/wrong-type"),
    ("drafts get an address", {"pelicanconf.py": 'DRAFT_SAVE_AS = "drafts/{slug}.html"\n'}, "settings/wrong-value"),
]  # fmt: skip
AFTER: list[tuple[str, Files, str]] = [
    ("overlay on a digit", body("They had 5\u0338 of them.\n"), "encoding/look-alike"),
    ("invisible plus", body("Keta\u2064mine.\n"), "encoding/zero-width"),
    ("zero-width space by its HTML name", body("Keta&ZeroWidthSpace;mine.\n"), "encoding/zero-width"),
    ("ligature", body("The \ufb01rst.\n"), "encoding/look-alike"),
    ("raised letter", body("Ketam\u2071ne.\n"), "encoding/look-alike"),
    ("number of Rome", body("Phase \u2160.\n"), "encoding/look-alike"),
    ("lone Cyrillic letter", body("It is \u0430 drug.\n"), "encoding/look-alike"),
    ("Deseret", body("Ketam\U00010428ne.\n"), "encoding/look-alike"),
    ("base of a drawing", drawing('<g xml:base="https://x.example/"/>'), "image/script"),
    ("data in a drawing", drawing('<use href="data:image/svg+xml,x"/>'), "image/script"),
    ("event of a drawing", drawing('<animate attributeName="x" onbegin="x()"/>'), "image/script"),
    ("handler of a drawing's own", {DRAWING: SVG.replace("viewBox", 'onload="x()" viewBox') % ""}, "image/script"),
    ("class on a heading", body("## A thing {.box}\n\nWords.\n"), "html/attribute"),
    ("id and class", body("## A thing {#a-thing .box}\n\nWords.\n"), "html/attribute"),
    ("width of a picture", body("![A drip]({static}../images/an-example-x.svg){width=5}\n"), "html/attribute"),
    ("handler on an allowed tag", body("One<br onclick=x>two.\n"), "html/handler"),
    ("tag that closes itself", body("H<sub/>2.\n"), "html/attribute"),
    ("tag of one's own", body("<x-y>Words</x-y>.\n"), "html/tag"),
    ("fence in a fence's box", body("/// note\n``` {.py}\nx\n```\n///\n"), "fence/language"),
    ("rate", body("They had .25mg/kg/h.\n"), "dose/number"),
    ("apostrophe in thousands", body("They had 1'000 mg.\n"), "dose/number"),
    ("comma and two", body("They had 10,00 mg.\n"), "dose/number"),
    ("large letters", body("They had 5 MG.\n"), "dose/unit"),
    ("large micro", body("They had 2 MCG.\n"), "dose/unit"),
    ("millilitre", body("They had 50 mg/ml.\n"), "dose/unit"),
    ("dose in a box's title", body("/// note | It was 5.0 mg\nWords.\n///\n"), "dose/number"),
    ("dose in a link's words", body("See [the 0,5 mg trial](https://www.example.org/).\n"), "dose/number"),
    ("at bedtime", body("They had 50 mg qhs.\n"), "dose/abbreviation"),
    ("model by its maker", body("As an AI developed by OpenAI, it cannot say.\n"), "residue/assistant"),
    ("model that is just one", body("I am just a language model.\n"), "residue/assistant"),
    ("a fourth mark", body("It helps \u30104:0\u2020notes.pdf\u3011.\n"), "residue/assistant"),
    ("eager model", body("Sure! Here's the plain text.\n"), "residue/assistant"),
    ("lost contents of Word", body("Error! No table of contents entries found.\n"), "residue/office"),
    ("field of a letter", body("Dear \u00abFirst_Name\u00bb.\n"), "residue/office"),
    ("empty cell", body("The mean was #N/A.\n"), "residue/office"),
    ("wrapped by an unknown", body("See [it](https://go.example.com/r?to=https%3a%2f%2fwww.example.org).\n"),
     "residue/wrapped"),
    ("shared drive", body("See [it](https://drive.google.com/file/d/1/view).\n"), "residue/private"),
    ("private document in a source", entry("url = {https://clinic-my.sharepoint.com/a.pdf}"), "residue/private"),
    ("year with a letter", entry("year = {2020a}"), "source/bad-value"),
    ("old switch of a font", entry(r"title = {{\it Ketamine} works}"), "source/bad-value"),
    ("month cut wrongly", entry("month = sept"), "source/bad-value"),
    ("raised number", entry("title = {Ketamine^{2}}"), "source/bad-value"),
    ("just over two years", head("date: 2024-05-06", "date: 2028-11-23"), "header/far-day"),
    ("redirect and file of extra", {OLD: "old: an-example\n", "content/extra/old/index.html": "x\n"},
     "redirect/shadows"),
    ("picture of the theme that is gone", {"theme/templates/x.html": '<img src="/images/no.png" alt="">\n'},
     "template/dead-link"),
    ("posts added as plain files", {"pelicanconf.py": 'STATIC_PATHS = []\nSTATIC_PATHS += ["posts"]\n'},
     "settings/wrong-value"),
    ("posts appended", {"pelicanconf.py": 'STATIC_PATHS = []\nSTATIC_PATHS.append("posts")\n'},
     "settings/wrong-value"),
    ("preview for all", {"publishconf.py": "PREVIEW = True\n"}, "settings/wrong-value"),
    ("tab in a name", {"content/extra/a\tb.txt": "x\n"}, "file/not-portable"),
    ("raised one", {"content/extra/LPT\u00b9.txt": "x\n"}, "file/not-portable"),
    ("own page of an error", {"content/extra/404.html": "x\n"}, "file/replaces"),
    ("music among pictures", {"content/images/an-example.mp3": b"ID3"}, "file/wrong-folder"),
    ("merge of another program", {"plugins/x.py": "a = 1\n%%%%%%% Changes from base\n"}, "merge/marker"),
]  # fmt: skip
"""Thought of after all rules were written: of 53, eight showed a hole, now closed."""
PASSES: list[tuple[str, Files]] = [
    ("Persian joiner", body("In Persian: \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645.\n")),
    ("Hebrew points and joiner", body("In Hebrew: \u05e9\u05c1\u05b8\u05dc\u05d5\u05b9\u200d\u05dd.\n")),
    ("joiner of Hindi", body("In Hindi: \u0915\u094d\u200d\u0937.\n")),
    ("Russian", body("In Russian: \u041f\u0440\u0438\u0432\u0435\u0442.\n")),
    ("Greek in medicine", body("It blocks TNF\u03b1, the \u03bc-opioid and the \u03b12 receptor; NF-\u03baB too.\n")),
    ("signs", body("It was 20 \u00b0C, H\u2082O, \u00bd, \u2713, \u2265 5 and 5\u2011HT.\n")),
    ("accents", body("Na\u00efve \u0141ukasz and Bj\u00f6rn ate cr\u00e8me.\n")),
    ("Chinese", body("In Chinese: \u6c2f\u80fa\u916e.\n")),
    ("accent as its own character", body("Cafe\u0301 and nai\u0308ve.\n")),
    ("named space", body("Words here &amp; there &lt; 5.\n")),
    ("fence with a language", body("```sh\nx\n```\n\n``` c++\nx\n```\n\n~~~\nx\n~~~\n")),
    ("code in three ticks", body("Type ```x { y }``` now.\n")),
    ("own id", body("## A thing {#a-thing}\n\nWords.\n")),
    ("tags that are allowed",
     body("H<sub>2</sub>O<br>x<sup>2</sup> <kbd>Esc</kbd> <abbr title=\"a word\">w</abbr>.\n")),
    ("doses",
     body("A trial gave people 0.5 mg/kg, 1,000 mg, 50 mcg, 10 mL, 2.25 g and 10 units; a 50-mg pill [@good2020].\n")),
    ("numbers without a unit", body("In 2000 people, P = .05, a ratio of 1.0, and 5.0 points [@good2020].\n")),
    ("people and years", body("In 2018 US clinics saw 720 US people, and in 2019, 40 mg was usual [@good2020].\n")),
    ("range of doses", body("A trial gave people 0.5 to 1 mg/kg, or 25-50 mg, over 40 minutes [@good2020].\n")),
    ("plain drawing", drawing('<defs><linearGradient id="a"><stop offset="0"/></linearGradient></defs>'
                              '<title>A</title><path d="M0 0" fill="url(#a)" style="stroke:#000"/><use href="#b"/>')),
    ("drawing of a program", {**drawing(""), DRAWING: '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE svg PUBLIC '
     '"-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n' + SVG % "<g/>"}),
    ("Google's word on who owns the site",
     {"content/extra/google1234567890abcdef.html": "google-site-verification: google1234567890abcdef.html"}),
    ("Bing's", {"content/extra/BingSiteAuth.xml": '<?xml version="1.0"?>\n<users>\n<user>A1</user>\n</users>\n'}),
    ("Yandex's", {"content/extra/yandex_1a2b.html": "<html><head><meta http-equiv=\"Content-Type\" content=\"text/html;"
     " charset=UTF-8\"></head><body>Verification: 1a2b</body></html>\n"}),
    ("files that hosts ask for", {"content/extra/CNAME": "a.example\n", "content/extra/ads.txt": "x\n"}),
    ("list in a quotation", body("> What to bring:\n>\n> - a friend\n> - water\n")),
    ("list in a quotation of two paragraphs", body("> Words.\n>\n> 1. One\n> 2. Two\n>\n> More.\n")),
    ("quotation that begins with a list", body("> - a friend\n> - water\n>\n> Then go.\n")),
    ("source of the year to come", entry("year = {2027}")),
    ("month and string", {BIB: '@string{jama = "JAMA"}\n' + entry("journal = jama\nmonth = jan")[BIB]}),
    ("accents in a title", entry(r"title = {Caf\'{e}, na{\"\i}ve \& B\o{}rge}")),
    ("archive of a page", body("See [it](https://web.archive.org/web/2024/https://www.example.org/).\n")),
    ("date next year", head("date: 2024-05-06", "date: 2027-05-06")),
    ("redirect", {OLD: "old/one.html: an-example\nold: an-example\n"}),
    ("link of the theme",
     {"theme/templates/x.html": '<a href="/a-page/">x</a> <a href="/">y</a> <a href="/tags/">z</a>\n'}),
    ("settings", {"pelicanconf.py": 'SITENAME = "x"\nTIMEZONE = "Europe/Berlin"\nSTATIC_PATHS = []\n'
     "DEFAULT_PAGINATION = 10\nTYPOGRIFY = False\nFEED_ALL_ATOM = None\n"}),
]  # fmt: skip


def test_every_id_of_the_templates_and_the_markup_is_known_as_the_sites_own() -> None:
    root = Path(__file__).parents[2]
    files = [*(root / "theme/templates").rglob("*.html"), *(root / "desk/markup").glob("*.py")]
    found = set()
    for file in files:
        if file.name not in ("specimens.html", "search.html"):  # no writer's text stands on a page with these
            text = file.read_text("utf-8")
            found |= set(re.findall(r'\bid="([\w-]+)"', text)) | set(re.findall(r'"id": f?"([\w-]+)[{"]', text))
    assert found
    assert {name for name in found if not is_site_id(name + "1" * name.endswith("-"), "post")} == set()


@pytest.mark.parametrize(("files", "code"), [(f, c) for _, f, c in SISTERS], ids=[n for n, _, _ in SISTERS])
def test_a_sister_of_a_slip_is_found(files: Files, code: str) -> None:
    found = problems(files, without=(POST, NEW, "content/posts/another-example.md", "content/posts/a-draft.md")
                     if code == "file/no-posts" else ())  # fmt: skip
    assert code in {problem.code for problem in found}, "\n".join(map(str, found))


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("title: A", "title A", 2),
        ("summary: One", "summary One", 3),
        ("status: published", "status published", 5),
        ("category: M", "category:M", 6),
        ("tags:", "tags", 7),
        ("  grade: limited", "  grade limited", 11),
        ("  reason: Two", "  reason Two", 12),
        ("conflicts: None.", "conflicts None.", 15),
    ],
)
def test_a_missing_colon_is_told_on_its_own_line(old: str, new: str, line: int) -> None:
    found = problems(head(old, new))
    assert [(each.line, "colon" in each.what) for each in found if each.code == "header/not-yaml"] == [(line, True)]


@pytest.mark.parametrize("files", [f for _, f, _ in SISTERS], ids=[n for n, _, _ in SISTERS])
def test_a_message_takes_two_lines_of_a_terminal_at_most(files: Files) -> None:
    for problem in problems(files):
        said = f"{problem.severity} {problem.code}: {problem.what} Fix: {problem.fix}"
        assert "\n" not in said
        # What a sentence weighs takes longer: its role, its words, what would carry them and how it is allowed.
        assert len(said) <= (400 if problem.code.startswith("wording/") else 240), said


@pytest.mark.parametrize(("files", "code"), [(f, c) for _, f, c in UNSEEN], ids=[n for n, _, _ in UNSEEN])
def test_a_sister_that_no_rule_was_tuned_on_is_found(files: Files, code: str) -> None:
    test_a_sister_of_a_slip_is_found(files, code)


@pytest.mark.parametrize(("files", "code"), [(f, c) for _, f, c in AFTER], ids=[n for n, _, _ in AFTER])
def test_a_sister_thought_of_afterwards_is_found(files: Files, code: str) -> None:
    test_a_sister_of_a_slip_is_found(files, code)


@pytest.mark.parametrize("files", [f for _, f in PASSES], ids=[n for n, _ in PASSES])
def test_what_is_right_brings_no_message(files: Files) -> None:
    assert not problems(files), "\n".join(map(str, problems(files)))
