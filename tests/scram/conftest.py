"""Tests that ask the program scram are left out, by name, where it is not installed."""

from __future__ import annotations

import pytest
from tests.parts import program


@pytest.fixture(scope="session", autouse=True)
def scram() -> str:
    """Give the program, or skip; in CI a missing one is a failure."""
    return program("SCRAM", "scram")
