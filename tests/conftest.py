"""What all tests share: data folders, samples, the corpus where there is one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# No test sees the developer's own key or keychain, nor does any process it starts.
for _name in ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL"):
    os.environ.pop(_name, None)
# Nor the developer's language: commands speak Czech where nothing says otherwise.
for _name in ("LC_ALL", "LC_MESSAGES"):
    os.environ.pop(_name, None)
os.environ["LANG"] = "C.UTF-8"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

import pytest
from loopback import guard
from samplebill import demo_bill, long_bill, sound_bill
from sampleprint import draw
from standin import StandIn

from estimator_desktop.config import HOME_VARIABLE, Paths
from estimator_desktop.storage.store import Store

ROOT = Path(__file__).resolve().parent.parent
guard()


@pytest.fixture(scope="session")
def demo_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped sample, drawn anew."""
    return draw(demo_bill(), tmp_path_factory.mktemp("demo") / "ukazka.pdf")


@pytest.fixture(scope="session")
def sound_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small bill without a fault."""
    return draw(sound_bill(), tmp_path_factory.mktemp("sound") / "pripojka.pdf")


@pytest.fixture(scope="session")
def long_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bill of many pages: reading it takes seconds."""
    return draw(long_bill(240), tmp_path_factory.mktemp("long") / "dlouhy.pdf")


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    """A data folder of its own."""
    home = tmp_path / "home"
    monkeypatch.setenv(HOME_VARIABLE, str(home))
    return Paths(home)


@pytest.fixture
def store(paths: Paths) -> Iterator[Store]:
    """An open store in that folder."""
    opened = Store(paths)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real budgets beside the checkout; tests that need it are skipped where there is none."""
    folder = Path(os.environ.get("ESTIMATOR_CORPUS", ROOT.parent / "shared" / "corpus"))
    if not (folder / "eval_positions.py").is_file():
        pytest.skip("the corpus of real budgets is not on this machine")
    return folder


@pytest.fixture
def service() -> Iterator[StandIn]:
    """A running stand-in for the Claude service."""
    with StandIn() as server:
        yield server
