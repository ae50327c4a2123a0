"""Each slip of a writer that was seen to pass Pelican in silence, and more of each kind: planted in a project, found
at its line, with a fix."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from desk.checks.code import BOXES, FRONT, GOOD, HEADER, PAGE, POST
from desk.checks.image import PNG
from tests.examined import examine_tree

BODY_LINE = HEADER.count("\n") + 1
NEW = "content/posts/a-new-post.md"
GOOD_HEADER = HEADER.replace("An example", "A new example")
NEW_FRONT = FRONT.replace("An example", "A new example")


@dataclass(frozen=True)
class Slip:
    """What was done, in which file, and the code and line it must come back with."""

    name: str
    path: str
    content: str | bytes
    code: str
    line: int
    at: str = ""

    @property
    def where(self) -> str:
        return self.at or self.path


def body(name: str, text: str, code: str, line: int = 1) -> Slip:
    return Slip(name, NEW, GOOD_HEADER + text, code, BODY_LINE + line - 1)


def header(name: str, old: str, new: str, code: str, line: int) -> Slip:
    assert old in GOOD_HEADER
    return Slip(name, NEW, GOOD_HEADER.replace(old, new, 1) + "Words.\n", code, line)


def file(name: str, path: str, content: str | bytes, code: str, line: int = 1, at: str = "") -> Slip:
    return Slip(name, path, content, code, line, at)


POSTED = GOOD_HEADER + "Words.\n"
HEADERS = [
    header("no title", "title: A new example of a good post\n", "", "header/missing-field", 1),
    file("zero bytes", NEW, "", "header/empty-file"),
    file("only blank lines", NEW, "\n\n\n", "header/empty-file"),
    header("no colon", "title: A", "title A", "header/not-yaml", 2),
    file("status below the header", NEW,
         NEW_FRONT.replace("status: published\n", "") + "status: draft\n\n" + BOXES + "Words.\n",
         "header/field-in-body", FRONT.count("\n")),
    header("Stauts", "status: published", "stauts: draft", "header/unknown-key", 5),
    header("Tag", "tags:", "tag:", "header/unknown-key", 7),
    header("Categories", "category:", "categories:", "header/unknown-key", 6),
    header("large letters", "category: M", "Category: M", "header/unknown-key", 6),
    header("zero-width space before title", "title: A", "\u200btitle: A", "encoding/zero-width", 2),
    header("title on two lines as a list", "title: A new example of a good post", "title: [One, Two]",
           "header/wrong-type", 2),
    header("field twice", "category: Migraine", "category: Migraine\ncategory: Pain", "header/duplicate-key", 7),
    header("only punctuation", "A new example of a good post", '"??? !!! ???"', "header/no-words", 2),
    header("script in title", "A new example", "A <script>x</script> new", "header/html-in-header", 2),
    header("bold in title", "A new example", "A **new** example", "header/markup", 2),
    header("entity in title", "A new example", "Pain &amp; sleep, an", "header/markup", 2),
    header("template in summary", "One plain", "One {{ plain }}", "header/markup", 3),
    header("citation in summary", "One plain", "One [@good2020] plain", "header/markup", 3),
    header("authors", "audience: ", "authors: Jane Doe, MD\naudience: ", "header/unknown-key", 9),
    header("category in small letters", "Migraine", "migraine", "header/unknown-category", 6),
    header("misspelt category", "Migraine", "Migrane", "header/unknown-category", 6),
    header("key named is_valid", "audience: ", "is_valid: no\naudience: ", "header/unknown-key", 9),
    header("key named _content", "audience: ", "_content: x\naudience: ", "header/unknown-key", 9),
    header("key named translations", "audience: ", "translations: x\naudience: ", "header/unknown-key", 9),
    header("slug", "audience: ", "slug: tags\naudience: ", "header/unknown-key", 9),
    header("save_as outside", "audience: ", "save_as: ../output-evil/x.html\naudience: ", "header/unknown-key", 9),
    header("save_as empty", "audience: ", "save_as:\naudience: ", "header/unknown-key", 9),
    header("url", "audience: ", "url: /nice/\naudience: ", "header/unknown-key", 9),
    header("template", "audience: ", "template: other\naudience: ", "header/unknown-key", 9),
    header("lang", "audience: ", "lang: klingon!!\naudience: ", "header/unknown-key", 9),
    header("tags in two cases", "  - infusions", "  - infusions\n  - Infusions", "header/unknown-tag", 9),
    header("tag twice", "  - infusions", "  - infusions\n  - infusions", "header/duplicate-tag", 8),
    header("no tags", "tags:\n  - infusions", "tags: []", "header/empty-value", 7),
    header("tags on one line", "tags:\n  - infusions", "tags: infusions, trials", "header/wrong-type", 7),
    header("status hidden", "published", "hidden", "header/bad-status", 5),
    header("status yes", "published", "yes", "header/bad-status", 5),
    header("status in large letters", "published", "Published", "header/bad-status", 5),
    header("anchor", "conflicts: None.", "conflicts: &a None.", "header/yaml-magic", 15),
    header("tag of YAML", "conflicts: None.", "conflicts: !!python/object:os.system x", "header/yaml-magic", 15),
    header("tab", "evidence:\n  grade", "evidence:\n\tgrade", "header/not-yaml", 11),
    header("open quote", "title: A", 'title: "A', "header/not-yaml", 2),
    header("no grade", "  grade: limited\n", "", "header/missing-field", 10),
    header("grade not of the list", "grade: limited", "grade: proven", "header/unknown-grade", 11),
    header("no author of conflicts", "conflicts: None.", "conflicts:", "header/empty-value", 15),
    header("note to oneself", "audience: people", "audience: TODO people", "placeholder/left", 9),
    header("misspelt title", "A new example", "Patients recieve an example", "spelling/misspelt", 2),
    file("no header at all", NEW, "Just words.\n", "header/no-header"),
    file("Pelican's own header", NEW, "Title: Bad\nStatus: draft\n\nWords.\n", "header/no-header"),
    file("not closed", NEW, "---\ntitle: A title of a post\nstatus: published\n\nWords.\n", "header/not-closed"),
    file("same title", NEW, HEADER + "Words.\n", "header/same-title", 2, POST),
]  # fmt: skip
DATES = [
    header("soon", "date: 2024-05-06", "date: soon", "header/not-a-date", 4),
    header("month 13", "date: 2024-05-06", "date: 2024-13-01", "header/no-such-day", 4),
    header("32 January", "date: 2024-05-06", "date: 2026-01-32", "header/no-such-day", 4),
    header("29 February", "date: 2024-05-06", "date: 2025-02-29", "header/no-such-day", 4),
    header("slashes", "date: 2024-05-06", "date: 03/04/2026", "header/not-a-date", 4),
    header("short year", "date: 2024-05-06", "date: 01/02/26", "header/not-a-date", 4),
    header("dots", "date: 2024-05-06", "date: 3.4.2026", "header/not-a-date", 4),
    header("weekday", "date: 2024-05-06", "date: Friday", "header/not-a-date", 4),
    header("today", "date: 2024-05-06", "date: today", "header/not-a-date", 4),
    header("with a time", "date: 2024-05-06", "date: 2024-05-06 25:61", "header/not-a-date", 4),
    header("year 206", "date: 2024-05-06", "date: 0206-01-04", "header/unlikely-year", 4),
    header("year 3026", "date: 2024-05-06", "date: 3026-01-04", "header/unlikely-year", 4),
    header("modified yesterday", "status:", "modified: yesterday\nstatus:", "header/not-a-date", 5),
    header("modified before date", "status:", "modified: 2024-01-01\nstatus:", "header/date-order", 5),
    header("modified in the future", "status:", "modified: 2027-01-01\nstatus:", "header/future-day", 5),
    header("reviewed in the future", "reviewed: 2024-05-06\nreview_due: 2025", "reviewed: 2027-05-06\nreview_due: 2028",
           "header/future-day", 13),
    header("due before review", "review_due: 2025", "review_due: 2023", "header/date-order", 14),
    header("timezone", "status:", "timezone: Mars/Base\nstatus:", "header/unknown-key", 5),
    header("words", "date: 2024-05-06", "date: May 6, 2024", "header/not-a-date", 4),
]  # fmt: skip
ADDRESSES = [
    file("page and post of one name", "content/pages/an-example.md", str(GOOD[PAGE]).replace("A page", "One page"),
         "file/address-clash", 1, POST),
    file("draft and post of one name", "content/pages/a-draft.md", str(GOOD[PAGE]).replace("A page", "One page"),
         "file/address-clash", 1, "content/posts/a-draft.md"),
    file("reserved name", "content/posts/tags.md", POSTED, "file/bad-name"),
    file("reserved page", "content/pages/feeds.md", str(GOOD[PAGE]).replace("A page", "One page"), "file/bad-name"),
    file("large letters", "content/posts/About-This.md", POSTED, "file/bad-name"),
    file("names in two cases", "content/posts/An-example.md", POSTED, "file/case-clash", 1, POST),
    file("underscore", "content/posts/a_new_post.md", POSTED, "file/bad-name"),
    file("space", "content/posts/a new post.md", POSTED, "file/bad-name"),
    file("accent", "content/posts/caf\u00e9.md", POSTED, "file/bad-name"),
    file("file at a post's address", "content/extra/an-example/index.html", "<p>x</p>\n", "file/address-clash"),
]  # fmt: skip
TEXTS = [
    file("Windows quotes", NEW, GOOD_HEADER.encode() + b"One.\nIt\x92s here.\n", "encoding/not-utf8", BODY_LINE + 1),
    file("UTF-16", NEW, ("\ufeff" + POSTED).encode("utf-16-le"), "encoding/not-utf8"),
    file("a picture named .md", NEW, PNG, "encoding/not-utf8"),
    file("a Word file named .md", NEW, b"PK\x03\x04\x14\x00\x06\x00\xff\xfe", "encoding/not-utf8"),
    file(
        "Latin-1 bibliography", "content/references.bib", b"@article{a,\n title = {Caf\xe9}}\n", "encoding/not-utf8", 2
    ),
    body("NUL", "One.\nTwo\x00.\n", "encoding/nul", 2),
    body("control character", "One.\nTwo\x08.\n", "encoding/control", 2),
    body("line separator", "One.\nTwo\u2028three.\n", "encoding/control", 2),
    body("zero-width joiner", "Keta\u200cmine.\n", "encoding/zero-width"),
    body("soft hyphen", "Keta\u00admine.\n", "encoding/zero-width"),
    body("turned text", "Take \u202e5 gm\u202c.\n", "encoding/bidi"),
    body("mojibake of a quote", "It\u00e2\u20ac\u2122s.\n", "encoding/garbled"),
    body("mojibake of a letter", "Caf\u00c3\u00a9.\n", "encoding/garbled"),
    body("lost letter", "Caf\ufffd.\n", "encoding/lost-letter"),
    body("Cyrillic a", "Ket\u0430mine.\n", "encoding/look-alike"),
    body("no-break space as a list", "-\u00a0one\n", "encoding/odd-space"),
    file("old Mac line ends", NEW, POSTED.replace("\n", "\r"), "encoding/line-ends"),
    file("mixed line ends", NEW, POSTED + "More.\r\n", "encoding/line-ends", BODY_LINE + 1),
    file("byte order mark", NEW, "\ufeff" + POSTED, "encoding/byte-order-mark"),
    file("no last line break", NEW, POSTED + "More.", "encoding/final-newline", BODY_LINE + 1),
    body("half a merge", "One.\n<<<<<<< HEAD\nTwo.\n=======\nThree.\n>>>>>>> x\n", "merge/marker", 2),
    file("merge in the glossary", "content/glossary.yml", "- term: a\n>>>>>>> x\n", "merge/marker", 2),
    file("very long line", NEW, GOOD_HEADER + "word " * 2_000 + "\n", "encoding/too-long"),
]
FILES = [
    file("post.MD", "content/posts/a-new-post.MD", POSTED, "file/wrong-extension"),
    file("post.markdown", "content/posts/a-new-post.markdown", POSTED, "file/wrong-extension"),
    file("post.txt", "content/posts/a-new-post.txt", POSTED, "file/wrong-extension"),
    file("post.html", "content/posts/a-new-post.html", "<p>x</p>\n", "file/wrong-extension"),
    file("post.rst", "content/posts/a-new-post.rst", "A\n=\n", "file/wrong-extension"),
    file("post.docx", "content/posts/a-new-post.docx", b"PK\x03\x04", "file/wrong-extension"),
    file("README.md", "content/README.md", "Words.\n", "file/wrong-folder"),
    file("mistyped folder", "content/Sleeep/a-new-post.md", POSTED, "file/wrong-folder"),
    file("folder in posts", "content/posts/sleep/a-new-post.md", POSTED, "file/wrong-folder"),
    file("post among pictures", "content/images/a-new-post.md", POSTED, "file/wrong-folder"),
    file("picture among posts", "content/posts/an-example-x.png", PNG, "file/wrong-folder"),
    file("copy", "content/posts/an-example (copy).md", POSTED, "file/copy"),
    file("second download", "content/posts/an-example (1).md", POSTED, "file/copy"),
    file("copy on a Mac", "content/posts/an-example copy.md", POSTED, "file/copy"),
    file("backup", "content/posts/an-example.md~", POSTED, "file/leftover"),
    file("vim's file", "content/posts/.an-example.md.swp", b"b0VIM", "file/lock"),
    file("git's file", "content/posts/an-example.md.orig", POSTED, "file/leftover"),
    file("Finder's file", "content/images/.DS_Store", b"\0\0\0\1Bud1", "file/leftover"),
    file("hidden post", "content/posts/.a-new-post.md", POSTED, "file/hidden"),
    file("passwords", "content/.env", "TOKEN=1\n", "file/secret"),
    file("passwords of production", "content/extra/.env.production", "TOKEN=1\n", "file/secret"),
    file("private key", "content/extra/id_rsa", "x\n", "file/secret"),
    file("key in a text", "content/extra/notes.txt", "One.\n-----BEGIN RSA PRIVATE KEY-----\n", "file/secret", 2),
    body("token in a post", "Use ghp_" + "a1B2" * 9 + " here.\n", "file/secret"),
]  # fmt: skip
LINKS = [
    body("no such post", "See [that post]({filename}nope.md).\n", "link/missing"),
    body("no such page", "One.\n\nSee [that page]({filename}../pages/nope.md).\n", "link/missing", 3),
    body("no such file", "See [that file]({static}../extra/nope.pdf).\n", "link/missing"),
    body("wrong case", "See [that page]({filename}../pages/A-Page.md).\n", "link/case"),
    body("no such picture", "![A drip]({static}../images/nope.png)\n", "image/missing"),
    body("picture by a plain path", "![A drip](images/nope.png)\n", "image/plain-path"),
    body("address of another system", "See [that post](/nope.html).\n", "link/plain-path"),
    body("plain file name", "See [that page](../pages/a-page.md).\n", "link/plain-path"),
    body("mistyped braces", "See [that post]({filenmae}good.md).\n", "link/unknown-brace"),
    body("empty braces", "See [that post]({}good.md).\n", "link/unknown-brace"),
    body("draft", "See [that post]({filename}a-draft.md).\n", "link/not-published"),
    body("tag", "See [that tag]({tag}nonexistent).\n", "link/attach"),
    body("old braces", "See [that post](|filename|good.md).\n", "link/attach"),
    body("file outside", "See [that file]({static}../../private.env).\n", "link/outside"),
    body("attached file of the computer", "See [it now]({attach}/../../../../etc/hostname).\n", "link/attach"),
    body("static file of the computer", "See [it now]({static}/../../../etc/hostname).\n", "link/outside"),
    body("unpublished file", "See [the list]({static}../references.bib).\n", "link/wrong-brace"),
    body("anchor", "See [that post]({filename}another-example.md#what-it-wass).\n", "link/anchor"),
    body("own anchor", "## Harms\n\nSee [harms](#harm).\n", "link/anchor", 3),
    body("localhost", "See [this post](http://localhost:8000/a.html).\n", "link/local-address"),
    body("home network", "See [this post](http://192.168.1.2/a.html).\n", "link/local-address"),
    body("file of the computer", "See [this post](file:///C:/a.html).\n", "link/local-address"),
    body("Windows path", "See [this post](C:\\docs\\a.html).\n", "link/local-address"),
    body("own site", "See [this post](https://plainketamine.example/an-example/).\n", "link/own-address"),
    body("own site with www", "See [this post](http://www.plainketamine.example/an-example/).\n", "link/own-address"),
    body("javascript", "See [this post](javascript:alert(1)).\n", "link/bad-scheme"),
    body("data", "See [this post](data:text/html,x).\n", "link/bad-scheme"),
    body("scheme missing", "See [this post](//www.example.org/).\n", "link/bad-scheme"),
    body("www alone", "See [this post](www.example.org).\n", "link/bad-scheme"),
    body("slash missing", "See [this post](https:/www.example.org).\n", "link/bad-address"),
    body("two addresses", "See [this post](https://https://www.example.org).\n", "link/bad-address"),
    body("user and password", "See [this post](https://me:pw@www.example.org/).\n", "link/bad-address"),
    body("mail", "Write to [the desk](mailto:desk.example.org).\n", "link/bad-address"),
    body("phone", "Call [the desk](tel:nine-one-one).\n", "link/bad-address"),
    body("tracker", "See [the agency](https://www.example.org/?fbclid=abc&x=1).\n", "link/tracking"),
    body("shortener", "See [the agency](https://tinyurl.com/abc).\n", "link/short-address"),
    body("bare address", "One.\nSee www.example.org for more.\n", "link/bare", 2),
    body("brackets swapped", "See (the agency)[https://www.example.org/].\n", "link/bad-form"),
    body("bracket open", "See [the agency](https://www.example.org/\n", "link/bad-form"),
    body("no words", "See [](https://www.example.org/).\n", "link/no-words"),
    body("click here", "For more [click here](https://www.example.org/).\n", "link/vague-words"),
    body("hot-linked picture", "![A drip](http://www.example.org/a.png)\n", "image/hot-link"),
    body("picture without words", "![]({static}../images/nope.png)\n", "image/no-alt"),
    body("file name as words", "![IMG_0042.jpg]({static}../images/nope.png)\n", "image/alt-is-name"),
    body("unknown label", "See [the agency][agency].\n", "link/no-such-label"),
]  # fmt: skip
MARKUP = [
    body("onclick", 'One.\nThe [agency](https://www.example.org/){: onclick="x" }.\n', "html/handler", 2),
    body("onclick on a paragraph", "Words.\n{: onmouseover=x }\n", "html/handler", 2),
    body("onclick on a heading", "## Words {: onclick=x }\n", "html/handler"),
    body("style on a paragraph", "Words.\n{: style=color:red }\n", "html/style", 2),
    body("iframe", '<iframe src="https://www.youtube.com/embed/x"></iframe>\n', "html/script"),
    body("script", "One.\n\n<script>alert(1)</script>\n", "html/script", 3),
    body("script never closed", "<script src=//x.example\n", "html/script"),
    body("svg", "<svg onload=alert(1)>\n", "html/script"),
    body("img with a handler", "<img src=x onerror=alert(1)>\n", "html/handler"),
    body("img without words", "<img src=x>\n", "html/tag"),
    body("bold", "Some <B>words</B>.\n", "html/tag"),
    body("braces in HTML", '<a href="{foo}">x</a>\n', "html/tag"),
    body("style element", "<style>p{color:red}</style>\n", "html/style"),
    body("style on an allowed tag", 'H<sub style="x">2</sub>O\n', "html/style"),
    body("tag not closed", "H<sub>2O\n", "html/unclosed"),
    body("tag never opened", "H2</sub>O\n", "html/unclosed"),
    body("less than in a sentence", "When x <y and z> w.\n", "html/tag"),
    body("comment not closed", "One.\n\n<!-- ask Sam\n\nTwo.\n", "fence/unclosed-comment", 3),
    body("comment in a sentence over two paragraphs", "One <!-- ask\n\nSam --> two.\n", "fence/unclosed-comment"),
    body("same ids", "## A thing {#x}\n\nWords.\n\n## Other {#x}\n", "heading/duplicate-id", 5),
    body("table without a separator", "| a | b |\n| 1 | 2 |\n", "table/no-separator"),
    body("table below a text", "Doses:\n| a | b |\n| --- | --- |\n| 1 | 2 |\n", "table/no-blank-line", 2),
    body("table with a short separator", "| a | b |\n| --- |\n| 1 | 2 |\n", "table/columns", 2),
    body("table with a long row", "| a | b |\n| --- | --- |\n| 1 | 2 | 3 |\n", "table/columns", 3),
    body("text below a table", "| a | b |\n| --- | --- |\n| 1 | 2 |\nWords.\n", "table/columns", 4),
    body("60 lists in lists", "\n".join("    " * i + "- x" for i in range(60)) + "\n", "list/too-deep", 4),
    body("list without a blank line", "One:\n- a\n- b\n", "list/no-blank-line", 2),
    body("numbers without a blank line", "One:\n1. a\n2. b\n", "list/no-blank-line", 2),
    body("two spaces before an item", "- a\n  - b\n", "list/indent", 2),
    body("three spaces before a text", "1. a\n\n   b\n", "list/continued", 3),
    body("typed dots", "\u2022 a\n\u2022 b\n", "list/bad-mark"),
    body("brackets for numbers", "1) a\n2) b\n", "list/bad-mark"),
    body("tab before a paragraph", "One.\n\n\tCall first.\n", "fence/indented", 3),
    body("four spaces before a paragraph", "    Call first.\n", "fence/indented"),
    body("fence not closed", "One.\n\n```\nTwo.\n", "fence/unclosed-fence", 3),
    body("back-tick not closed", "One `two.\n", "fence/unclosed-code"),
    body("stars not closed", "One **two.\n", "emphasis/unclosed"),
    body("stars with spaces", "One ** two ** three.\n", "emphasis/unclosed"),
    body("first heading", "# One\n", "heading/h1"),
    body("hash tag", "#ketamine\n", "heading/h1"),
    body("heading below a jump", "## One\n\nWords.\n\n#### Two\n", "heading/jump", 5),
    body("third level first", "### One\n", "heading/jump"),
    body("empty heading", "## \n", "heading/empty"),
    body("rule right below a text", "Words.\n---\n", "heading/underlined"),
    body("footnote without its note", "Words.[^1]\n", "footnote/undefined"),
    body("note without its mark", "Words.\n\n[^1]: Note.\n", "footnote/unused", 3),
    body("abbreviation nobody uses", "Words.\n\n*[NMDA]: a switch\n", "abbreviation/unused", 3),
    body("no such source", "Words [@nobody2020].\n", "citation/unknown"),
    body("second of two sources", "Words [@good2020; @nobody2020].\n", "citation/unknown"),
    body("comma between sources", "Words [@good2020, @good2020].\n", "citation/bad-form"),
    body("source without brackets", "Words @good2020.\n", "citation/bad-form"),
    body("source in round brackets", "Words (@good2020).\n", "citation/bad-form"),
    body("unknown box", "/// keypoints\nWords.\n///\n", "box/unknown"),
    body("box not closed", "One.\n\n/// note\nWords.\n", "fence/unclosed-box", 3),
    body("box closed twice", "/// note\nWords.\n///\n///\n", "fence/stray-close", 4),
    body("box in a box", "/// note\nWords.\n\n/// urgent\nMore.\n///\n\n///\n", "box/nested", 4),
    body("heading in a box", "/// note\nWords.\n\n## More\n\nWords.\n///\n", "box/heading", 4),
    body("claim without a grade", "/// claim | Does it help?\n\nWords [@good2020].\n///\n", "box/missing-option"),
    body("claim without a title", "/// claim\n    grade: limited\n\nWords [@good2020].\n///\n", "box/no-title"),
    body("grade with two spaces", "/// claim | Does it help?\n  grade: limited\n\nWords [@good2020].\n///\n",
         "box/option-place", 2),
    body("count in words", "/// numbers | Pain\n    of: ten\n    with: 6\n    without: 3\n\nX [@good2020].\n///\n",
         "box/bad-option", 2),
    body("out of nothing", "/// numbers | Pain\n    of: 0\n    with: 0\n    without: 0\n\nX [@good2020].\n///\n",
         "box/bad-option", 2),
    body("more than all", "/// numbers | Pain\n    of: 10\n    with: 11\n    without: 3\n\nX [@good2020].\n///\n",
         "box/bad-count", 3),
    body("three labels", "/// numbers | Pain\n    of: 10\n    with: 6\n    without: 3\n    labels: a, b, c\n\n"
         "X [@good2020].\n///\n", "box/bad-option", 5),
    body("another system's box", "!!! note\n\nWords.\n", "box/other-marks"),
    body("GitHub's box", "> [!NOTE]\n> Words.\n", "box/other-marks"),
    body("note to oneself", "One.\n\nThe price is TBD.\n", "placeholder/left", 3),
    body("lorem ipsum", "Lorem ipsum dolor.\n", "placeholder/left"),
    body("misspelt word", "Patients recieve it.\n", "spelling/misspelt"),
]  # fmt: skip
IMAGES = [
    file("web page named .png", "content/images/an-example-x.png", "<html></html>\n", "image/wrong-type"),
    file(
        "JPEG named .png", "content/images/an-example-x.png", b"\xff\xd8\xff\xe0\0\x10JFIF\xff\xd9", "image/wrong-type"
    ),
    file("half a picture", "content/images/an-example-x.png", PNG[:-12], "image/broken"),
    file("12 MB", "content/images/an-example-x.png", PNG[:-12] + b"\0" * 12_000_000 + PNG[-12:], "image/too-large"),
    file(
        "photo with its place",
        "content/images/an-example-x.jpg",
        b"\xff\xd8\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\0\0\0\0\0\xff\xd9",
        "image/place",
    ),
    file(
        "photo with its place in XMP",
        "content/images/an-example-x.jpg",
        b"\xff\xd8\xff\xe1\0\x40http://ns.adobe.com/xap/1.0/\0<x exif:GPSLatitude='1'/>\xff\xd9",
        "image/place",
    ),
    file(
        "script in a drawing",
        "content/images/an-example-x.svg",
        '<svg xmlns="http://www.w3.org/2000/svg">\n<script>1</script></svg>\n',
        "image/script",
        2,
    ),
    file("handler in a drawing", "content/images/an-example-x.svg", '<svg onload="x()"></svg>\n', "image/script"),
    file(
        "drawing that loads another",
        "content/images/an-example-x.svg",
        '<svg><image href="https://x.example/a.png"/></svg>\n',
        "image/script",
    ),
    file("iPhone's picture", "content/images/an-example-x.heic", b"\0\0\0\x18ftypheic", "image/bad-kind"),
    file("unused picture", "content/images/an-example-x.png", PNG, "image/unused"),
]
OTHERS = [
    file("redirect in a circle", "content/redirects.yml", "a: b\nb: a\n", "redirect/loop"),
    file("redirect to itself", "content/redirects.yml", "a: a\n", "redirect/loop"),
    file("redirect of a redirect", "content/redirects.yml", "b: an-example\na: b\n", "redirect/chain", 2),
    file("redirect to nothing", "content/redirects.yml", "a: nope\n", "redirect/missing-target"),
    file("redirect over a post", "content/redirects.yml", "an-example: another-example\n", "redirect/shadows"),
    file("redirect over the site", "content/redirects.yml", "tags/pain: an-example\n", "redirect/shadows"),
    file("redirect to a draft", "content/redirects.yml", "a: a-draft\n", "redirect/not-published"),
    file("gone without a reason", "content/redirects.yml", "a: {gone: }\n", "redirect/no-reason"),
    file("redirect out of the site", "content/redirects.yml", "../a: an-example\n", "redirect/bad-address"),
    file(
        "term twice",
        "content/glossary.yml",
        "- {term: a, meaning: b}\n- {term: A, meaning: c}\n",
        "glossary/duplicate-term",
        2,
    ),
    file("term without a meaning", "content/glossary.yml", "- term: aura\n", "glossary/missing-field"),
    file("setting mistyped", "pelicanconf.py", 'SITNAME = "x"\nSITENAME = "y"\n', "settings/unknown"),
    file("setting in small letters", "pelicanconf.py", 'Sitename = "x"\nSITENAME = "y"\n', "settings/unknown"),
    file("settings with a slip", "pelicanconf.py", 'SITENAME = "x"\nX = (\n', "settings/not-python", 2),
    file("template with a slip", "theme/templates/x.html", "<p>\n{% if x %}\n", "template/unreadable", 2),
    file("template that is missing", "theme/templates/x.html", '\n{% include "y.html" %}\n', "template/missing", 2),
    file("template that looks into a text", "theme/templates/x.html", "\n{{ a.content|length }}\n", "template/body", 2),
    file("template with a style", "theme/templates/x.html", '\n<p style="x">{{ a }}</p>\n', "template/style", 2),
    file(
        "template with a handler",
        "theme/templates/x.html",
        '<p {% if a %}onclick="x"{% endif %}>\n',
        "template/handler",
    ),
    file("source twice", "content/references.bib", str(GOOD["content/references.bib"]) * 2, "source/duplicate", 8),
    file(
        "source of an unknown kind",
        "content/references.bib",
        str(GOOD["content/references.bib"]).replace("rct", "rtc"),
        "source/bad-value",
        6,
    ),
]
SLIPS = [*HEADERS, *DATES, *ADDRESSES, *TEXTS, *FILES, *LINKS, *MARKUP, *IMAGES, *OTHERS]


def plant(root: Path, files: dict[str, str | bytes]) -> None:
    for path, content in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.encode() if isinstance(content, str) else content)


def codes_of(project: Path) -> list[str]:
    """What is said, but not that a post made here is not noted as published (tests/content/test_published.py)."""
    return [p.code for p in examine_tree(project) if p.code != "published/unlisted"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    plant(tmp_path, dict(GOOD))
    return tmp_path


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_a_slip_comes_back_with_its_code_its_line_and_a_fix_and_with_little_else(project: Path, slip: Slip) -> None:
    plant(project, {slip.path: slip.content})
    found = examine_tree(project)
    said = "\n".join(map(str, found))
    assert (slip.code, slip.line, slip.where) in [(p.code, p.line, p.path) for p in found], said
    assert all(p.what and p.fix for p in found)
    assert len({p.code for p in found}) <= 3, "one slip brings few kinds of message"


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("folder outside", lambda place: place.symlink_to("/etc")),
        ("dangling", lambda place: place.symlink_to("nowhere.png")),
        ("file outside", lambda place: place.symlink_to("/etc/hostname")),
        ("itself", lambda place: place.symlink_to(place)),
    ],
)
def test_a_symbolic_link_is_refused_and_not_followed(project: Path, name: str, make: Callable[[Path], None]) -> None:
    place = project / "content/images/an-example-etc"
    place.parent.mkdir()
    make(place)
    found = examine_tree(project)
    assert [(p.code, p.path, p.severity) for p in found] == [("file/symlink", "content/images/an-example-etc", "error")]


def test_a_pipe_is_refused_and_not_read(project: Path) -> None:
    os.mkfifo(project / "content/posts/a-new-post.md")
    assert [p.code for p in examine_tree(project)] == ["file/unreadable"]


def test_the_same_broken_link_in_three_posts_is_said_three_times(project: Path) -> None:
    for number in range(3):
        text = GOOD_HEADER.replace("new", f"new {number}") + "See [that post]({filename}nope.md).\n"
        plant(project, {f"content/posts/post-{number}.md": text})
    assert codes_of(project) == ["link/missing"] * 3


def test_all_slips_of_a_post_are_said_at_once(project: Path) -> None:
    plant(project, {NEW: GOOD_HEADER.replace("Migraine", "Sleep") + "# One\n\n<b>Two</b> recieve [@x].\n"})
    codes = {p.code for p in examine_tree(project)}
    assert codes == {"header/unknown-category", "heading/h1", "html/tag", "spelling/misspelt", "citation/unknown"}


@pytest.mark.parametrize("text", ["# One\n", "Words recieve.\n", "See [that post]({filename}nope.md).\n"])
def test_a_draft_only_warns(project: Path, text: str) -> None:
    plant(project, {NEW: GOOD_HEADER.replace("published", "draft") + text})
    assert {p.severity for p in examine_tree(project)} == {"warning"}


def scheduled(name: str, day: str, body: str) -> str:
    return HEADER.replace("An example", name).replace("date: 2024-05-06", f"date: {day}", 1) + body


@pytest.mark.parametrize(("day", "codes"), [("2026-12-24", []), ("2026-11-30", ["link/not-published"])])
def test_a_scheduled_post_is_linked_from_posts_that_come_later_alone(project: Path, day: str, codes: list[str]) -> None:
    linking = scheduled("A later one", day, "See [the late one]({filename}late.md).\n")
    late = scheduled("A late one", "2026-12-01", "Words.\n")
    plant(project, {"content/posts/late.md": late, "content/posts/later.md": linking})
    assert codes_of(project) == codes


def test_nothing_there_is_said_in_words(tmp_path: Path) -> None:
    assert [p.code for p in examine_tree(tmp_path)] == ["file/no-content"]
