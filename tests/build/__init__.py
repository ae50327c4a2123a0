"""Every built page, and everything else that a build writes."""
