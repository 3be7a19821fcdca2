"""`byleave sbom`: the bill of materials of this installation."""

from __future__ import annotations

import json
import sys


def sbom() -> None:
    """Print what this installation is made of, as CycloneDX JSON."""
    from app.operations.sbom import bill

    json.dump(bill(), sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")
