"""A small city that tests can change, and the example city."""

import shutil
from pathlib import Path

import pytest

from madoguchi.project import Project, load

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "content_src"


@pytest.fixture(scope="session")
def example() -> Project:
    """The example city, loaded once."""
    return load(EXAMPLE)


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A copy of a city with a home page, one topic and English, free to be broken."""
    root = tmp_path / "content_src"
    shutil.copytree(ROOT / "tests" / "city", root)
    return root
