"""Settings for the site that readers see: pelicanconf.py, plus its feeds. The address is content/site.toml's."""

from pelicanconf import *  # noqa: F403

FEED_ALL_ATOM, FEED_ALL_ATOM_URL = "feeds/atom.xml", "feeds/atom.xml"
FEED_ALL_RSS, FEED_ALL_RSS_URL = "feeds/rss.xml", "feeds/rss.xml"
FEED_MAX_ITEMS = 20
RSS_FEED_SUMMARY_ONLY = False
