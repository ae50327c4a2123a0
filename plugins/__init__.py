"""What Pelican runs during a build: one idea a module. Nothing imports this package but Pelican and Markdown."""
