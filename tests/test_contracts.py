"""The laws of imports: setup.cfg states them, import-linter reads every import, this says which one broke.

Its use case is called and not its command, which would silence every logger of the tests after it.
"""

import sys
from configparser import ConfigParser
from pathlib import Path

import grimp
import pytest
from importlinter import configuration
from importlinter.application.use_cases import lint_imports

ROOT = Path(__file__).parents[1]
SETUP = ROOT / "setup.cfg"
configuration.configure()


def contracts() -> list[str]:
    setup = ConfigParser()
    setup.read(SETUP)
    return [name.removeprefix("importlinter:contract:") for name in setup if name.startswith("importlinter:contract:")]


@pytest.mark.parametrize("contract", contracts())
def test_contract_is_kept(contract: str, capsys: pytest.CaptureFixture[str]):
    kept = lint_imports(config_filename=str(SETUP), limit_to_contracts=(contract,), cache_dir=None)

    assert kept, capsys.readouterr().out


def test_the_domain_imports_the_standard_library_and_itself():
    graph = grimp.build_graph("iopsched", include_external_packages=True, cache_dir=None)
    domain = {"iopsched.domain", *graph.find_descendants("iopsched.domain")}

    beyond = {(module, used) for module in domain for used in graph.find_modules_directly_imported_by(module) - domain}

    assert {(module, used) for module, used in beyond if used.split(".")[0] not in sys.stdlib_module_names} == set()
