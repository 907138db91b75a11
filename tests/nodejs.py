"""Where a Node.js is, for the tests of the map's script."""

from __future__ import annotations

import os
import shutil

import pytest


def node_program() -> str:
    """Give the program, or skip by name where there is none."""
    program = shutil.which("node")
    if program is None:
        if os.environ.get("OPMAP_REQUIRE") == "all":
            pytest.fail("no Node.js is installed, and OPMAP_REQUIRE=all asks for one")
        pytest.skip("no Node.js is installed")
    return program
