"""Pelican's settings, all of them. Publishing adds publishconf.py; nothing else changes what is built.

A page is a pure function of the edition (desk/edition.py), the templates and these settings. Who we are, our topics,
tags and grades stand in content/site.toml: the desk lays its name, address and day over these settings, and hands the
edition on as EDITION. Build with `make site`; plain `pelican` has no edition to build.
"""

from pathlib import Path

from jinja2 import StrictUndefined
from markupsafe import Markup, escape
from typogrify.filters import widont

from desk.markup.grade import mark_html
from desk.markup.unbroken import in_template
from desk.model.quotes import curly

ROOT = Path(__file__).parent

# The desk lays the real ones over these.
EDITION = None
HANDOUTS: dict[str, object] = {}  # what of it is on paper (desk/handouts/), by address
PREVIEW = False  # `make serve` sets it: drafts and scheduled posts are shown, and say so.
SITEURL = "http://127.0.0.1:8000"
DEFAULT_LANG = "en"
LOCALE = ["C"]
DEFAULT_DATE_FORMAT = "%-d %B %Y"

# What is read. Only Markdown; only posts/ and pages/; only what readers may see on the edition's day
# (plugins/post_reader.py).
PATH = str(ROOT / "content")
OUTPUT_PATH = str(ROOT / "output")
ARTICLE_PATHS = ["posts"]
PAGE_PATHS = ["pages"]
STATIC_PATHS: list[str] = []  # The desk writes them, from the edition (desk/site/render.py).
READERS = {"html": None, "htm": None, "rst": None}
IGNORE_FILES = [".*", "*~", "#*"]
USE_FOLDER_AS_CATEGORY = False
WITH_FUTURE_DATES = True  # The reader has left future posts out; Pelican's own clock has no say.
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
    "search",
    "glossary",
    "not_found",
    "offline",
    "sitemap",
    "robots",
    "manifest",
]
INDEX_SAVE_AS, INDEX_URL = "index.html", ""
ARCHIVES_SAVE_AS, ARCHIVES_URL = "archives/index.html", "archives/"
CATEGORIES_SAVE_AS, CATEGORIES_URL = "categories/index.html", "categories/"
SEARCH_SAVE_AS, SEARCH_URL = "search/index.html", "search/"
CLAIMS_SAVE_AS, CLAIMS_URL = "claims/index.html", "claims/"
GLOSSARY_SAVE_AS, GLOSSARY_URL = "glossary/index.html", "glossary/"
TAGS_SAVE_AS, TAGS_URL = "tags/index.html", "tags/"
NOT_FOUND_SAVE_AS, NOT_FOUND_URL = "404.html", "404.html"
OFFLINE_SAVE_AS, OFFLINE_URL = "offline.html", "offline.html"
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
FEED_ALL_ATOM: str | None = None
FEED_ALL_RSS: str | None = None
CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None

# Markdown is read by desk/markup, before Pelican begins. Of typogrify only `widont` is used, for titles: smartypants
# took half of a stock build's time, and in every paragraph the fixed spaces of `widont` cost 200 bytes of the 14 KB
# that a post may have; `text-wrap` does it for nothing. What must not break is kept whole by desk/markup/unbroken.py.
TYPOGRIFY = False
FORMATTED_FIELDS: list[str] = []

# The theme, and plugins by dotted name so that none can be shadowed.
THEME = str(ROOT / "theme")
THEME_STATIC_PATHS: list[str] = []
CSS_FILE = ""
JINJA_FILTERS = {
    "curly": curly,
    "mark": lambda grade: Markup(mark_html(grade)),
    "unbroken": in_template,
    # Two long words on one line are too long for a phone with large letters.
    "widont": lambda text: Markup(widont(str(escape(text)))) if len(" ".join(text.split()[-2:])) < 16 else text,
}
JINJA_ENVIRONMENT = {"autoescape": True, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
PLUGIN_PATHS = [str(ROOT)]
PLUGINS = [
    "plugins.post_reader",
    "plugins.own_theme",
    "plugins.local_links",
    "plugins.lists",
    "plugins.head_assets",
    "plugins.structured_data",
    "plugins.neighbours",
    "plugins.reading_order",
    "plugins.feeds",
    "plugins.redirects",
]
