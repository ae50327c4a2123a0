"""`make sbom`: what builds the site and what of others is in it, as CycloneDX 1.6 (https://cyclonedx.org).

Made from the locks and from the files that readers get, by OWASP's own library, and held to its own schema: the same
commit on the same day gives the same bytes on any machine. A lock names every file of a package for every system; so
its hashes stand with the package's distribution.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import sys
import tomllib
import uuid
from collections.abc import Iterable
from pathlib import Path

from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from desk.check import site_of
from desk.model.build_day import today
from tests.build_site import ROOT
from tests.supply.packages import ASSETS, BUILD, READERS, Package, of_npm, of_pypi

SERVED = {
    "minisearch": ["theme/static/js/minisearch.js"],
    "@fontsource-variable/literata": sorted((ROOT / "theme/static/fonts").glob("literata.*.woff2")),
    "@fontsource-variable/source-sans-3": sorted((ROOT / "theme/static/fonts").glob("source-sans-3*.woff2")),
}
"""What readers get of each of READERS."""


def text(root: Path, day: dt.date) -> str:
    """The SBOM of the project at `root` on `day`. Raises ValueError where it breaks CycloneDX's schema."""
    bom = Bom(serial_number=uuid.UUID(int=0))
    bom.metadata.timestamp = dt.datetime.combine(day, dt.time(), dt.UTC)
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    ours = Component(
        type=ComponentType.APPLICATION, name=project["name"], version=project["version"], bom_ref=project["name"],
        licenses=[LicenseExpression(project["license"])], description=project["description"],
        external_references=[ExternalReference(type=ExternalReferenceType.VCS, url=XsUri(site_of(root).repository))],
    )  # fmt: skip
    bom.metadata.component = ours
    build = {package.name: (package, _of_pypi(package)) for package in of_pypi(BUILD)}
    served = [_of_npm(package) for package in of_npm(ASSETS) if package.name in READERS]
    for component in [*(component for _, component in build.values()), *served]:
        bom.components.add(component)
    needs: dict[str, list[Component]] = {name: [] for name in build}
    for package, component in build.values():
        for name in package.asked_by:
            needs[name].append(component)
    asked = {name for name in build if not build[name][0].asked_by} | _direct(project["dependencies"])
    bom.register_dependency(ours, [*(build[name][1] for name in sorted(asked)), *served])
    for name, components in needs.items():
        bom.register_dependency(build[name][1], components)
    whole = JsonV1Dot6(bom).output_as_string(indent=2)
    # What it is about gives it its number, so that two of one commit are one.
    bom.serial_number = uuid.uuid5(uuid.NAMESPACE_URL, hashlib.sha256(whole.encode()).hexdigest())
    whole = JsonV1Dot6(bom).output_as_string(indent=2) + "\n"
    if slip := JsonStrictValidator(SchemaVersion.V1_6).validate_str(whole):
        raise ValueError(f"the SBOM breaks the schema of CycloneDX: {slip}")
    return whole


def _direct(dependencies: Iterable[str]) -> set[str]:
    return {name.partition("==")[0].lower() for name in dependencies}


def _of_pypi(package: Package) -> Component:
    url = PackageURL("pypi", name=package.name, version=package.version)
    hashes = [HashType(alg=HashAlgorithm.SHA_256, content=digest) for digest in package.digests]
    files = ExternalReference(
        type=ExternalReferenceType.DISTRIBUTION, url=XsUri(f"https://pypi.org/project/{package.name}/{package.version}/"),
        comment="one hash for each file of this release", hashes=hashes,
    )  # fmt: skip
    return Component(
        type=ComponentType.LIBRARY, name=package.name, version=package.version, purl=url, bom_ref=str(url),
        licenses=[LicenseExpression(package.licence)], scope=ComponentScope.EXCLUDED, external_references=[files],
        description="It builds the site; nothing of it is in what readers get.",
    )  # fmt: skip


def _of_npm(package: Package) -> Component:
    group, _, name = package.name.rpartition("/")
    url = PackageURL("npm", namespace=group or None, name=name, version=package.version)
    algorithm, _, digest = package.digests[0].partition("-")
    assert algorithm == "sha512"
    archive = HashType(alg=HashAlgorithm.SHA_512, content=base64.b64decode(digest).hex())
    return Component(
        type=ComponentType.LIBRARY, group=group or None, name=name, version=package.version, purl=url, bom_ref=str(url),
        licenses=[LicenseExpression(package.licence)], scope=ComponentScope.REQUIRED, hashes=[archive],
        description="Readers get it, cut down by theme/assets.",
        components=[_file(ROOT / file, str(url)) for file in SERVED[package.name]],
    )  # fmt: skip


def _file(file: Path, of: str) -> Component:
    name = file.relative_to(ROOT).as_posix()
    digest = HashType(alg=HashAlgorithm.SHA_256, content=hashlib.sha256(file.read_bytes()).hexdigest())
    return Component(type=ComponentType.FILE, name=name, bom_ref=f"{of}#{name}", hashes=[digest])


def main(place: str) -> int:
    """Write it to `place`."""
    file = Path(place)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text(ROOT, today(ROOT)), "utf-8", newline="\n")
    print(f"{file} tells what builds the site and what of others is in it.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
