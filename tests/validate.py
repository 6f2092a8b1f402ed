"""Holds a built site against the standards of its open data.

Every data package must be valid for Frictionless, and every page's JSON-LD must expand to
nodes of schema.org without a term that the processor does not know.

    python tests/validate.py OUTPUT
"""

import json
import pathlib
import re
import sys

from frictionless import validate
from pyld import jsonld

# schema.org's own context maps every term to its vocabulary; the network is not asked.
CONTEXT = {"@context": {"@vocab": "https://schema.org/", "url": {"@type": "@id"}}}


def load(url, _options):
    assert url.rstrip("/") == "https://schema.org", url
    return {"contextUrl": None, "documentUrl": url, "document": CONTEXT}


def packages(output):
    found = sorted(output.glob("data/**/datapackage.json"))
    for path in found:
        report = validate(str(path))
        if not report.valid:
            sys.exit(f"{path}: {report.flatten(['rowNumber', 'fieldName', 'message'])[:5]}")
    return len(found)


def graphs(output):
    jsonld.set_document_loader(load)
    n_nodes = 0
    for path in sorted(output.glob("**/*.html")):
        html = path.read_text(encoding="utf-8")
        pattern = r'<script type="application/ld\+json">(.*?)</script>'
        for text in re.findall(pattern, html, re.S):
            for node in jsonld.expand(json.loads(text)):
                types = node.get("@type")
                if not types or not all(t.startswith("https://schema.org/") for t in types):
                    sys.exit(f"{path}: a node without a type of schema.org: {node}")
                n_nodes += 1
    return n_nodes


output = pathlib.Path(sys.argv[1])
n_packages, n_nodes = packages(output), graphs(output)
print(f"{n_packages} data packages and {n_nodes} nodes of JSON-LD are valid")
if not n_packages or not n_nodes:
    sys.exit("there was nothing to validate")
