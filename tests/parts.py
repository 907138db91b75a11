"""Parts that some tests need and a machine may lack: a program, a server, a script."""

from __future__ import annotations

import os
import shutil
from typing import NoReturn

import pytest


def lacking(what: str) -> NoReturn:
    """Skip the test and name what it lacks; where every part is required, as in CI, fail it."""
    if os.environ.get("OPMAP_REQUIRE") == "all":
        pytest.fail(f"{what}, and OPMAP_REQUIRE=all asks for it")
    pytest.skip(what)


def program(called: str, *names: str) -> str:
    """Give where a program is, by the first of its names that is found."""
    for name in names:
        if found := shutil.which(name):
            return found
    lacking(f"no {called} is installed")
