"""Tests that ask the program scram are left out, by name, where it is not installed."""

from __future__ import annotations

import os
import shutil

import pytest


@pytest.fixture(scope="session", autouse=True)
def scram() -> str:
    """Give the program, or skip; in CI a missing one is a failure."""
    found = shutil.which("scram")
    if found is None:
        (pytest.fail if os.environ.get("OPMAP_REQUIRE") == "all" else pytest.skip)("the program scram is not installed")
    return found
