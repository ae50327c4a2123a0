"""Settings for the site that readers see: pelicanconf.py, plus its address and its feeds."""

from pelicanconf import *  # noqa: F403

SITEURL = "https://plainketamine.example"
FEED_DOMAIN = SITEURL
FEED_ALL_ATOM, FEED_ALL_ATOM_URL = "feeds/atom.xml", "feeds/atom.xml"
FEED_ALL_RSS, FEED_ALL_RSS_URL = "feeds/rss.xml", "feeds/rss.xml"
FEED_MAX_ITEMS = 20
RSS_FEED_SUMMARY_ONLY = False
