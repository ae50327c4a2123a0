"""What a writer runs besides the check and the build: one command a module, and what these commands share."""
