"""Real web servers on a free port of this machine, each with what `./site hosting` makes for it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from tests.peers.programs import found, free_port, listening

if TYPE_CHECKING:
    from desk.hosting.table import Table

MODULES = ("/usr/lib/apache2/modules", "/usr/lib64/httpd/modules", "/opt/homebrew/lib/httpd/modules")
NGINX_MODULES = ("/usr/lib/nginx/modules", "/usr/lib64/nginx/modules")
NEEDED = ("mpm_event", "authz_core", "dir", "headers", "mime", "rewrite", "alias", "unixd")

NGINX = """
{brotli}
daemon off;
pid {state}/pid;
error_log {state}/error.log;
{user}
worker_processes 1;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {state}/body;
    proxy_temp_path {state}/proxy;
    fastcgi_temp_path {state}/fastcgi;
    uwsgi_temp_path {state}/uwsgi;
    scgi_temp_path {state}/scgi;
    server {{
        listen 127.0.0.1:{port};
        root {folder};
        include {include};
    }}
}}
"""
SECURE = """
    server {{
        listen 127.0.0.1:{plain};
        server_name localhost;
        return 301 https://localhost:{port}$request_uri;
    }}
    server {{
        listen 127.0.0.1:{port} ssl;
        server_name localhost;
        ssl_certificate {state}/cert.pem;
        ssl_certificate_key {state}/key.pem;
        root {folder};
        include {include};
    }}
}}
"""
"""The same nginx as readers meet it: by https, and led there from http."""
CADDY = """
{{
    admin off
    auto_https off
}}
http://127.0.0.1:{port} {{
    root * {folder}
    import {include}
}}
"""
APACHE = """
{modules}
ServerRoot {state}
TypesConfig /dev/null
{user}
PidFile {state}/pid
ErrorLog {state}/error.log
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
<VirtualHost *:{port}>
    DocumentRoot {folder}
    Include {include}
</VirtualHost>
"""


def brotli_for_nginx() -> str | None:
    """nginx's module for packed files, or None."""
    places = (Path(folder, "ngx_http_brotli_static_module.so") for folder in NGINX_MODULES)
    return next((str(place) for place in places if place.exists()), None)


def _nginx(**words: object) -> tuple[str, list[str]]:
    user = "user root;" if os.geteuid() == 0 else ""
    conf = NGINX.format(user=user, brotli=f"load_module {brotli_for_nginx()};", **words)
    return conf, [found("nginx") or "nginx", "-e", f"{words['state']}/error.log", "-c"]


def _caddy(**words: object) -> tuple[str, list[str]]:
    return CADDY.format(**words), [found("caddy") or "caddy", "run", "--adapter", "caddyfile", "--config"]


def _apache(**words: object) -> tuple[str, list[str]]:
    if os.geteuid() == 0:  # it never serves as root, and folders of a test are root's alone
        for place in Path(str(words["folder"]), "x").parents:
            if place.is_relative_to(tempfile.gettempdir()):
                place.chmod(place.stat().st_mode | 0o011)
    folder = next(place for place in MODULES if Path(place).is_dir())
    there = (name for name in NEEDED if Path(folder, f"mod_{name}.so").exists())  # some are built in
    user = "User www-data\nGroup www-data" if os.geteuid() == 0 else ""
    modules = "\n".join(f"LoadModule {name}_module {folder}/mod_{name}.so" for name in there)
    return APACHE.format(modules=modules, user=user, **words), [
        found("apache2", "httpd") or "apache2",
        "-D",
        "FOREGROUND",
        "-f",
    ]


SERVERS: Mapping[str, Callable[..., tuple[str, list[str]]]] = {"nginx": _nginx, "caddy": _caddy, "apache": _apache}


def _nginx_secure(**words: object) -> tuple[str, list[str]]:
    _, command = _nginx(**words)
    user = "user root;" if os.geteuid() == 0 else ""
    head = NGINX[: NGINX.index("    server {{")]
    state = Path(str(words["state"]))
    make = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
            "-keyout", str(state / "key.pem"), "-out", str(state / "cert.pem")]  # fmt: skip
    subprocess.run(make, check=True, capture_output=True)
    conf = (head + SECURE).format(user=user, brotli=f"load_module {brotli_for_nginx()};", **words)
    return conf, command


@contextlib.contextmanager
def serving(host: str, folder: Path, state: Path, table: Table, plain: int = 0) -> Iterator[int]:
    """Serve `folder` by `host` as `table` says while the block runs; `state` is an empty folder. Yields the port.

    With a port for `plain` http, nginx serves by https, with a certificate of its own (cert.pem in `state`), and leads
    there from that port.
    """
    from desk.hosting import FORMS  # not before: tests/provision.py looks here for programs alone

    port = free_port()
    include, conf = state / "include", state / "conf"
    include.write_text(FORMS[host](table), "utf-8")
    words = {"folder": folder, "state": state, "port": port, "include": include}
    text, command = _nginx_secure(plain=plain, **words) if plain else SERVERS[host](**words)
    conf.write_text(text, "utf-8")
    home = {**os.environ, "HOME": str(state), "XDG_DATA_HOME": str(state), "XDG_CONFIG_HOME": str(state)}
    with listening([*command, str(conf)], port, state, home):
        yield port
