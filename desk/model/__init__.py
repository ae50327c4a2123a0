"""What a post, a page, a source and a problem are. Typed, strict; knows nothing of Pelican or the theme."""
