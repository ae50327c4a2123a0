"""PubMed and Crossref as they answer, for one made-up paper each, on a port of this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, unquote

IN_PUBMED = "10.1000/calm.2021.7"
IN_CROSSREF = "10.1000/only-here"
PMID = "12345678"
NBIB = f"""
PMID- {PMID}
TI  - A made-up trial of a quiet room in migraine.
PG  - 11-19
LID - {IN_PUBMED} [doi]
FAU - Quiet, Ann
JT  - Journal of made-up tests
TA  - J Made Up Tests
DP  - 2021 Mar
VI  - 4
PT  - Randomized Controlled Trial
"""
BIBTEX = f"""@article{{Elsewhere_2022, title={{A paper that PubMed does not have}}, volume={{2}}, DOI={{{IN_CROSSREF}}},
 journal={{Made-up Letters}}, author={{Elsewhere, Bo}}, year={{2022}}, pages={{1-2}} }}"""
XML = """<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>12345678</PMID><Article>
<ArticleTitle>A made-up trial of a quiet room in migraine.</ArticleTitle></Article></MedlineCitation>
<PubmedData><ArticleIdList><ArticleId IdType="doi">10.1000/calm.2021.7</ArticleId></ArticleIdList></PubmedData>
</PubmedArticle></PubmedArticleSet>"""


class _Answer(BaseHTTPRequestHandler):
    retracted = False
    crossref_down = False

    def do_POST(self) -> None:
        asked = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        ids = asked.get("id", [""])[0].split(",")
        if "esearch" in self.path:
            there = IN_PUBMED in asked["term"][0]
            self._say(json.dumps({"esearchresult": {"idlist": [PMID] if there else []}}))
        elif asked.get("rettype") == ["medline"]:
            self._say(NBIB if ids == [PMID] else "")
        else:
            self._say(XML if PMID in ids else "<PubmedArticleSet/>")

    def do_GET(self) -> None:
        doi = unquote(self.path.partition("/works/")[2]).removesuffix("/transform/application/x-bibtex")
        if self.crossref_down:
            self._say("", 500)
        elif doi not in (IN_PUBMED, IN_CROSSREF):
            self._say("Resource not found.", 404)
        elif self.path.endswith("x-bibtex"):
            self._say(BIBTEX)
        else:
            updates = [{"type": "retraction", "DOI": "10.1000/notice", "label": "Retraction"}] if self.retracted else []
            self._say(json.dumps({"message": {"DOI": doi, "title": ["A title"], "updated-by": updates}}))

    def _say(self, text: str, status: int = 200) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def answering(*, retracted: bool = False, crossref_down: bool = False) -> Iterator[str]:
    """The address at which both answer: /pubmed and /crossref."""
    handler = type("Answer", (_Answer,), {"retracted": retracted, "crossref_down": crossref_down})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
