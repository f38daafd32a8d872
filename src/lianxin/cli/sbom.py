"""``lianxin sbom``: what this installation is made of, as a CycloneDX list (SBOM)."""

import argparse
import re
import tomllib
import uuid
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from lianxin.cli.output import emit_json
from lianxin.cli.parsing import Subparsers

SPEC_VERSION = "1.6"
_REQUIREMENT = re.compile(r"\s*([A-Za-z0-9._-]+)\s*(?:\[([^\]]*)\])?[^;]*(?:;\s*(.*))?")
_EXTRA = re.compile(r"extra\s*==\s*['\"]([^'\"]+)['\"]")


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "sbom",
        help="软件物料清单（CycloneDX）：用了哪些第三方程序库、什么版本、什么许可",
        description="把这里实际装着的第三方程序库列成软件物料清单（CycloneDX JSON），写到标准输出：名称、版本、许可、谁用到谁。"
        "安全检查、软件登记时用。不联网。",
    )
    parser.set_defaults(run=run, json=True)


def run(args: argparse.Namespace) -> int:
    """Write the list to standard output."""
    emit_json(bill())
    return 0


def bill() -> dict[str, Any]:
    """The list after CycloneDX 1.6 (ECMA-424): ours, what it needs as installed here, and who needs whom."""
    from lianxin import __version__

    ours = f"pkg:pypi/lianxin@{__version__}"
    needs, wanted = _closure()
    parts = [_component(metadata.distribution(name)) for name in sorted(needs)]
    content = str([part["bom-ref"] for part in parts])
    tied = [{"ref": ours, "dependsOn": [_ref(name) for name in sorted(wanted)]}]
    tied += [{"ref": _ref(name), "dependsOn": [_ref(each) for each in sorted(needs[name])]} for name in sorted(needs)]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": SPEC_VERSION,
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, ours + content)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": ours,
                "name": "lianxin",
                "version": __version__,
                "purl": ours,
                "licenses": [{"expression": "Apache-2.0"}],
            }
        },
        "components": parts,
        "dependencies": tied,
    }


def _closure() -> tuple[dict[str, set[str]], set[str]]:
    """Everything needed here with what it needs itself, and what we ask for ourselves; by tidied names."""
    needs: dict[str, set[str]] = {}
    wanted = dict(_needed(_our_requirements(), frozenset()))
    ahead = list(wanted.items())
    while ahead:
        name, extras = ahead.pop()
        found = dict(_needed(metadata.requires(name) or (), extras))
        before = needs.setdefault(name, set())
        new = {each: more for each, more in found.items() if each not in before}
        before |= set(found)
        ahead += new.items()
    return needs, set(wanted)


def _our_requirements() -> Iterable[str]:
    """As the installed package says, or in a checkout as ``pyproject.toml`` does."""
    try:
        return metadata.requires("lianxin") or ()
    except metadata.PackageNotFoundError:
        project = tomllib.loads((Path(__file__).resolve().parents[3] / "pyproject.toml").read_text("utf-8"))
        requirements: list[str] = project["project"]["dependencies"]
        return requirements


def _needed(requirements: Iterable[str], extras: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """The requirements that hold here, with the extras they ask for.

    Those of an extra hold when it was asked for; one for another platform or an older Python was not installed.
    """
    for requirement in requirements:
        found = _REQUIREMENT.match(requirement)
        if found is None:
            continue
        name, asked, marker = _tidied(found[1]), found[2] or "", found[3] or ""
        extra = _EXTRA.search(marker)
        if (extra is None or extra[1] in extras) and _is_installed(name):
            yield name, frozenset(each.strip() for each in asked.split(",") if each.strip())


def _tidied(name: str) -> str:
    """PEP 503: one spelling for each name."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _is_installed(name: str) -> bool:
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _ref(name: str) -> str:
    return f"pkg:pypi/{name}@{metadata.version(name)}"


def _component(part: metadata.Distribution) -> dict[str, Any]:
    name = _tidied(part.metadata["Name"])
    described = {"type": "library", "bom-ref": _ref(name), "name": name, "version": part.version, "purl": _ref(name)}
    licence = _licence(part)
    return {**described, **({"licenses": [licence]} if licence else {})}


def _licence(part: metadata.Distribution) -> dict[str, Any]:
    """As the package says: an SPDX expression, else words."""
    told = part.metadata
    said = told.get_all("License-Expression") or ()
    if said:
        return {"expression": said[0]}
    classified = [each.rsplit(" :: ", 1)[1] for each in told.get_all("Classifier") or () if each.startswith("License")]
    words = [*classified, *(line for text in told.get_all("License") or () for line in text.splitlines()[:1])]
    return {"license": {"name": words[0]}} if words else {}
