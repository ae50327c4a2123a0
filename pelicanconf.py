"""Settings of the site. Publishing adds publishconf.py; nothing else changes what is built.

A page is a pure function of its source, the model, the templates and these settings. The one clock is BUILD_DAY.
"""

import os
import sys
from pathlib import Path

from jinja2 import StrictUndefined
from markupsafe import Markup, escape
from typogrify.filters import widont

ROOT = Path(__file__).parent
sys.path.insert(0, str(ROOT))

from desk.markup.grade import mark_html  # noqa: E402
from desk.markup.quotes import curly  # noqa: E402
from desk.model import post, taxonomy  # noqa: E402
from desk.model.build_day import build_day  # noqa: E402

# Who we are. Change SITEURL (in publishconf.py) and REPOSITORY before you publish your own copy.
SITENAME = "Plain Ketamine"
SITESUBTITLE = "Ketamine therapy in plain words, with every claim sourced and graded"
SITEURL = "http://127.0.0.1:8000"
REPOSITORY = "https://github.com/plain-ketamine/plain-ketamine"
DEFAULT_LANG = "en"
LOCALE = ["C"]
TIMEZONE = "America/New_York"
DEFAULT_DATE_FORMAT = "%-d %B %Y"
BUILD_DAY = build_day(os.environ, TIMEZONE)
PREVIEW = False  # `make serve` sets it: drafts and scheduled posts are shown, and say so.

# What the model knows and the templates show.
AUTHOR = post.AUTHOR
NOT_REVIEWED = post.NOT_REVIEWED
GRADES = taxonomy.GRADES
CATEGORY_MEANINGS = taxonomy.CATEGORIES
TAG_MEANINGS = taxonomy.TAGS
APPROVAL = taxonomy.APPROVAL
CRISIS = taxonomy.CRISIS

# What is read. Only Markdown; only posts/ and pages/; only what readers may see on BUILD_DAY (plugins/post_reader.py).
PATH = str(ROOT / "content")
OUTPUT_PATH = str(ROOT / "output")
ARTICLE_PATHS = ["posts"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["images", "extra"]
EXTRA_PATH_METADATA = {
    file.relative_to(PATH).as_posix(): {"path": file.relative_to(ROOT / "content/extra").as_posix()}
    for file in sorted((ROOT / "content/extra").rglob("*"))
    if file.is_file()
}
READERS = {"html": None, "htm": None, "rst": None}
IGNORE_FILES = [".*", "*~", "#*"]
USE_FOLDER_AS_CATEGORY = False
WITH_FUTURE_DATES = True  # The reader has left future posts out by BUILD_DAY; Pelican's own clock has no say.
CACHE_CONTENT = LOAD_CONTENT_CACHE = False

# What is written, and where. Blank means never.
DELETE_OUTPUT_DIRECTORY = False
RELATIVE_URLS = False
ARTICLE_URL = PAGE_URL = "{slug}/"
ARTICLE_SAVE_AS = PAGE_SAVE_AS = "{slug}/index.html"
CATEGORY_URL, CATEGORY_SAVE_AS = "category/{slug}/", "category/{slug}/index.html"
TAG_URL, TAG_SAVE_AS = "tag/{slug}/", "tag/{slug}/index.html"
YEAR_ARCHIVE_URL, YEAR_ARCHIVE_SAVE_AS = "archives/{date:%Y}/", "archives/{date:%Y}/index.html"
DRAFT_SAVE_AS = DRAFT_PAGE_SAVE_AS = AUTHOR_SAVE_AS = AUTHORS_SAVE_AS = ""
ARTICLE_LANG_SAVE_AS = PAGE_LANG_SAVE_AS = DRAFT_LANG_SAVE_AS = DRAFT_PAGE_LANG_SAVE_AS = ""
DIRECT_TEMPLATES = [
    "index",
    "archives",
    "categories",
    "tags",
    "claims",
    "glossary",
    "not_found",
    "sitemap",
    "robots",
    "manifest",
]
INDEX_SAVE_AS, INDEX_URL = "index.html", ""
ARCHIVES_SAVE_AS, ARCHIVES_URL = "archives/index.html", "archives/"
CATEGORIES_SAVE_AS, CATEGORIES_URL = "categories/index.html", "categories/"
CLAIMS_SAVE_AS, CLAIMS_URL = "claims/index.html", "claims/"
GLOSSARY_SAVE_AS, GLOSSARY_URL = "glossary/index.html", "glossary/"
TAGS_SAVE_AS, TAGS_URL = "tags/index.html", "tags/"
NOT_FOUND_SAVE_AS, NOT_FOUND_URL = "404.html", "404.html"
SITEMAP_SAVE_AS, SITEMAP_URL = "sitemap.xml", "sitemap.xml"
ROBOTS_SAVE_AS, ROBOTS_URL = "robots.txt", "robots.txt"
MANIFEST_SAVE_AS, MANIFEST_URL = "site.webmanifest", "site.webmanifest"
TEMPLATE_EXTENSIONS = [".html", ".xml", ".txt", ".webmanifest"]
ARTICLE_ORDER_BY = PAGE_ORDER_BY = "order"  # plugins/post_reader.py gives it: newest first, then by address.
DEFAULT_PAGINATION = 10
PAGINATED_TEMPLATES = {"index": None, "tag": None, "category": None, "period_archives": None}
PAGINATION_PATTERNS = [
    (1, "{base_name}/", "{base_name}/index.html"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
]

# Feeds are for publishing: they hold whole addresses.
FEED_ALL_ATOM = FEED_ALL_RSS = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None

# How Markdown is read. Quotes and dashes are Markdown's own `smarty`, which leaves code, titles and the header alone;
# of typogrify only `widont` is used, for titles (smartypants took half of a stock build's time, and in every paragraph
# the fixed spaces of `widont` cost 200 bytes of the 14 KB that a post may have; `text-wrap` does it for nothing).
TYPOGRIFY = False
FORMATTED_FIELDS: list[str] = []
MARKDOWN = {
    "extensions": [
        "markdown.extensions.extra",
        "markdown.extensions.sane_lists",
        "markdown.extensions.smarty",
        "markdown.extensions.toc",
        "desk.markup.box",
        "desk.markup.claim",
        "desk.markup.numbers",
        "desk.markup.citation",
        "desk.markup.evidence_profile",
        "desk.markup.glossary",
        "desk.markup.stacked_table",
    ],
    "extension_configs": {
        "markdown.extensions.toc": {"anchorlink": True, "anchorlink_class": ""},
        "desk.markup.glossary": {"root": str(ROOT)},
        "desk.markup.citation": {"bibliography": str(ROOT / "content/references.bib")},
    },
    "output_format": "html",
}

# The theme, and plugins by dotted name so that none can be shadowed.
THEME = str(ROOT / "theme")
THEME_STATIC_DIR = "fonts"
THEME_STATIC_PATHS = ["static/fonts"]
CSS_FILE = ""
JINJA_FILTERS = {
    "curly": curly,
    "mark": lambda grade: Markup(mark_html(grade)),
    "widont": lambda text: Markup(widont(str(escape(text)))),
}
JINJA_ENVIRONMENT = {"autoescape": True, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
PLUGIN_PATHS = [str(ROOT)]
PLUGINS = [
    "plugins.post_reader",
    "plugins.own_theme",
    "plugins.local_links",
    "plugins.head_assets",
    "plugins.structured_data",
    "plugins.neighbours",
    "plugins.words_page",
    "plugins.feeds",
    "plugins.redirects",
]
