"""What tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from tests.documents import document

__all__ = ["corpora", "document"]


@pytest.fixture(scope="session")
def corpora() -> Path:
    """Give the folder of other people's files, or skip: it is no part of the repository."""
    folder = Path(__file__).parents[2] / "shared" / "corpora"
    if not folder.is_dir():
        pytest.skip("the corpora are not beside the checkout")
    return folder


settings.register_profile("opmap", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("opmap"), derandomize=True)  # a landing is no lottery
settings.load_profile("ci" if os.environ.get("CI") else "opmap")
