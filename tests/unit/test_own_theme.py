"""plugins/own_theme.py"""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from jinja2 import Environment, TemplateNotFound

from desk.model.snapshot import take_snapshot
from plugins.own_theme import use_own_templates
from tests.build_site import ROOT


def test_a_template_that_we_lack_is_an_error_and_never_pelican_s_own() -> None:
    edition = SimpleNamespace(snapshot=take_snapshot(ROOT))
    generator = SimpleNamespace(env=Environment(autoescape=True), settings={"EDITION": edition})
    use_own_templates(generator)
    assert generator.env.get_template("base.html")
    for strange in ("authors.html", "gosquared.html", "!simple/base.html"):
        with pytest.raises(TemplateNotFound):
            generator.env.get_template(strange)
