"""Proves that the contracts of pyproject.toml can break: each meets a small project with one wrong import."""

import os
import tomllib
from pathlib import Path

import pytest

from drills.nursery import nursery

ROOT = Path(__file__).parents[2]
MODULES = (
    *("desk", "desk.__main__", "desk.app", "desk.ui", "desk.ui.window", "desk.cli", "desk.cli.demo", "desk.services"),
    *("desk.services.sync", "desk.store", "desk.store.orders", "desk.system", "desk.domain", "desk.domain.values"),
    *("connectors", "connectors.registry", "connectors.http", "connectors.contract", "connectors.simulation"),
    *("connectors.channels", "connectors.channels.one", "connectors.channels.one.client"),
    *("connectors.channels.one.mapping", "connectors.channels.one.units", "connectors.channels.one.settings"),
    *("connectors.channels.one.connector", "connectors.channels.one.simulator", "connectors.channels.two"),
    *("connectors.channels.two.client", "drills", "checks", "desk.bench", "desk.bench.search"),
)
PACKAGES = {module.rpartition(".")[0] for module in MODULES}
GOOD = {
    "desk.app": "import desk.ui.window, desk.cli, desk.services, connectors.registry\nfrom PySide6 import QtCore",
    "desk.ui.window": "import desk.services.sync\nfrom PySide6 import QtWidgets",
    "desk.cli.demo": "import connectors.simulation, desk.bench.search",
    "desk.bench.search": "import desk.services.sync, desk.store.orders",
    "desk.services.sync": "import desk.store.orders, connectors.contract",
    "desk.store.orders": "import sqlalchemy, desk.domain.values",
    "connectors.channels.one.client": "import connectors.http",
    "connectors.channels.one.connector": "import connectors.contract, connectors.channels.one.client",
    "connectors.channels.one.simulator": "import connectors.simulation",
    "connectors.http": "import connectors.contract, desk.domain",
    "connectors.contract": "import desk.domain.values",
    "drills": "import connectors.simulation",
    "checks": "import PySide6",
}
# From the contract to imports that break it.
BAD = [
    ("layers", "desk.domain.values", "import desk.store"),
    ("layers", "desk.services.sync", "def late():\n    import desk.ui.window"),
    ("layers", "desk.ui.window", "import desk.cli.demo"),
    ("layers", "desk.services.sync", "def late():\n    import desk.bench.search"),
    ("layers", "desk.store.orders", "import desk.system"),
    ("layers", "desk.cli", "import desk.app"),
    ("layers", "connectors.http", "import connectors.registry"),
    ("layers", "connectors.contract", "import desk.services"),
    ("independent-connectors", "connectors.channels.one.client", "import connectors.channels.two.client"),
    ("qt-only-in-the-window", "desk.services.sync", "from PySide6 import QtCore"),
    ("qt-only-in-the-window", "desk.cli", "import qtpy"),
    ("qt-only-in-the-window", "connectors.simulation", "import shiboken6"),
    ("sql-only-in-the-store", "desk.services.sync", "import sqlalchemy"),
    ("sql-only-in-the-store", "desk.app", "import sqlite3"),
    ("sql-only-in-the-store", "desk.ui.window", "import sqlcipher3"),
    ("connectors-are-injected", "desk.cli.demo", "import connectors.channels.one.simulator"),
    ("connectors-are-injected", "desk.app", "import connectors.channels.two"),
    ("simulators-know-no-desk", "connectors.channels.one.simulator", "import desk.domain.values"),
    ("simulators-know-no-desk", "connectors.simulation", "import connectors.http"),
    ("simulators-know-no-desk", "connectors.channels.one.simulator", "import connectors.channels.one.mapping"),
    ("simulators-know-no-desk", "connectors.channels.one.simulator", "import connectors.channels.one.settings"),
    ("drills-know-no-desk", "drills", "import desk.services"),
    ("drills-know-no-desk", "drills", "import connectors.channels.two.client"),
    ("product-knows-no-proofs", "desk.cli.demo", "import drills"),
]


LINT = """
import os, sys
folder = sys.argv[1]
os.chdir(folder)
# The small project's packages have the names of ours.
sys.path[:] = [folder, *(path for path in sys.path if os.path.realpath(path or ".") != sys.argv[2])]
for name in [name for name in sys.modules if name.partition(".")[0] in ("desk", "connectors", "drills", "checks")]:
    del sys.modules[name]
sys.argv[1:] = ["--no-cache", "--no-logo"]
from importlinter.cli import lint_imports_command
lint_imports_command()
"""


def lint(folder: Path, sources: dict[str, str]) -> str:
    for module in MODULES:
        path = folder.joinpath(*module.split("."))
        path = path / "__init__.py" if module in PACKAGES or "." not in module else path.with_suffix(".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(sources.get(module, ""), encoding="utf-8")
    (folder / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    said = folder / "said.txt"
    with said.open("wb") as out:
        environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "200"}
        files = {"1": out.fileno(), "2": out.fileno()}
        # To import the linter takes longer than to lint so little.
        linter = nursery("importlinter.cli", "importlinter.contracts.layers", "importlinter.contracts.forbidden")
        status = linter.fork(("-c", LINT), [str(folder), str(ROOT)], environment, files).wait()
    told = said.read_text(encoding="utf-8")
    assert status is not None
    assert (status == 0) is (" 0 broken" in told), told
    return told


def contract_name(identifier: str) -> str:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    return next(str(contract["name"]) for contract in contracts if contract["id"] == identifier)


def test_the_allowed_imports_break_nothing(tmp_path: Path) -> None:
    assert " 0 broken" in lint(tmp_path, GOOD)


@pytest.mark.parametrize("contract,module,statement", BAD)
def test_a_wrong_import_breaks_its_contract(tmp_path: Path, contract: str, module: str, statement: str) -> None:
    output = lint(tmp_path, {**GOOD, module: GOOD.get(module, "") + "\n" + statement})
    assert f"{contract_name(contract)} BROKEN" in output


def test_each_contract_is_proved() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    assert {contract["id"] for contract in contracts} == {contract for contract, _, _ in BAD}
