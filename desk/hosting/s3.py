"""The table for S3 and CloudFront: what each object is stored with, and what CloudFront adds."""

from __future__ import annotations

import json
from typing import Any

from desk.hosting.table import CSP, Table, slashless


def recipe(table: Table) -> str:
    """A response headers policy and a function for CloudFront, and how to store each object."""
    return "\n".join(
        (
            "# Made by `./site hosting s3`. Objects are stored by `./site deploy`, or with these words, a line a kind:",
            *(f"#   **.{suffix}: --content-type '{kind}'" for suffix, kind in table.types.items()),
            *(f"#   {rule.files}: --content-type '{rule.type}'" for rule in table.rules if rule.type),
            *(
                f"#   {rule.files}: --cache-control '{rule.headers['Cache-Control']}'"
                for rule in table.rules
                if "Cache-Control" in rule.headers
            ),
            f"#   all others: --cache-control '{table.every['Cache-Control']}'",
            "# CloudFront packs text by itself (Compress: true); the .br and .gz files need not be sent.",
            "# CloudFront allows 10,000 letters of function, so some 150 redirects; the pages lead on by themselves.",
            "",
            "# aws cloudfront create-response-headers-policy --response-headers-policy-config file://headers.json",
            json.dumps(_policy(table), indent=2),
            "",
            "# aws cloudfront create-function ... --function-code fileb://addresses.js (viewer request)",
            _function(table),
        )
    )


def _policy(table: Table) -> dict[str, Any]:
    security = {
        "ContentSecurityPolicy": {"Override": True, "ContentSecurityPolicy": table.every[CSP]},
        "ContentTypeOptions": {"Override": True},
        "FrameOptions": {"Override": True, "FrameOption": table.every["X-Frame-Options"]},
        "ReferrerPolicy": {"Override": True, "ReferrerPolicy": table.every["Referrer-Policy"]},
        "StrictTransportSecurity": {
            "Override": True,
            "AccessControlMaxAgeSec": int(table.every["Strict-Transport-Security"].partition("=")[2]),
            "IncludeSubdomains": False,
            "Preload": False,
        },
    }
    own = {
        CSP,
        "X-Content-Type-Options",
        "X-Frame-Options",
        "Referrer-Policy",
        "Strict-Transport-Security",
        "Cache-Control",
    }
    said = {**table.every, **table.ahead}
    custom = [{"Header": n, "Value": v, "Override": False} for n, v in said.items() if n not in own]
    return {
        "Name": "plain-ketamine",
        "SecurityHeadersConfig": security,
        "CustomHeadersConfig": {"Quantity": len(custom), "Items": custom},
    }


def _function(table: Table) -> str:
    moved = {slashless(address): target for address, target in table.moved}
    return f"""\
var moved = {json.dumps(moved, separators=(",", ":"))};
function handler(event) {{
    var request = event.request, address = request.uri.replace(/\\/$/, "");
    if (moved[address])
        return {{ statusCode: 301, statusDescription: "Moved Permanently",
                 headers: {{ location: {{ value: moved[address] }} }} }};
    if (/\\/[^/.]+$/.test(request.uri))
        return {{ statusCode: 301, statusDescription: "Moved Permanently",
                 headers: {{ location: {{ value: request.uri + "/" }} }} }};
    if (request.uri.endsWith("/")) request.uri += "index.html";
    return request;
}}"""
