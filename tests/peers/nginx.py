"""A real nginx that serves one folder, or stands before a bucket, on a free port of this machine."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from tests.peers.programs import found, free_port, listening

CONF = """
daemon off;
pid {state}/pid;
error_log {state}/error.log;
{user}
worker_processes 2;
events {{ worker_connections 256; }}
http {{
    include {types};
    default_type application/octet-stream;
    access_log off;
    client_body_temp_path {state}/body;
    proxy_temp_path {state}/proxy;
    fastcgi_temp_path {state}/fastcgi;
    uwsgi_temp_path {state}/uwsgi;
    scgi_temp_path {state}/scgi;
    server {{
        listen 127.0.0.1:{port};
        {place}
    }}
}}
"""
FOLDER = """root {folder};
        error_page 404 /404.html;"""
BUCKET = """location / {{
            rewrite ^(.*)/$ $1/index.html;
            proxy_pass {bucket}/;
            proxy_intercept_errors on;
            error_page 403 404 /404.html;
        }}
        location = /404.html {{ internal; proxy_pass {bucket}/404.html; }}"""
"""As CloudFront by what `./site hosting s3` says: /one/ is one/index.html there, and what is not there is 404."""


def _mime_types() -> str:
    places = ("/etc/nginx/mime.types", "/opt/homebrew/etc/nginx/mime.types", "/usr/local/etc/nginx/mime.types")
    return next(place for place in places if Path(place).exists())


@contextlib.contextmanager
def serving(folder: Path, state: Path) -> Iterator[int]:
    """Serve `folder` while the block runs; `state` is an empty folder for nginx's own files. Yields the port."""
    with _running(FOLDER.format(folder=folder), state) as port:
        yield port


@contextlib.contextmanager
def before(bucket: str, state: Path) -> Iterator[int]:
    """Serve what the bucket at the address `bucket` holds, otherwise as `serving`."""
    with _running(BUCKET.format(bucket=bucket), state) as port:
        yield port


@contextlib.contextmanager
def _running(place: str, state: Path) -> Iterator[int]:
    nginx, port = found("nginx"), free_port()
    if not nginx:
        raise RuntimeError("nginx is not installed. Fix: run `make test`, which installs it, or install it yourself.")
    user = "user root;" if os.geteuid() == 0 else ""
    conf = state / "nginx.conf"
    conf.write_text(CONF.format(state=state, types=_mime_types(), port=port, place=place, user=user))
    with listening([nginx, "-c", str(conf), "-e", str(state / "error.log")], port, state):
        yield port
