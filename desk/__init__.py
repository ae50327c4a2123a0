"""The desk: what a writer runs around a build. `python -m desk` lists it."""
