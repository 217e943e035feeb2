"""The house stands as it is drawn: who may import whom, and no table is forgotten."""

import importlib
import inspect
import pkgutil
import subprocess
import sys

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

import producers.models
import shop.models


def test_imports_go_one_way():
    found = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        capture_output=True,
        text=True,
    )
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize("index", [producers.models, shop.models])
def test_index_names_every_table(index):
    app = index.__name__.split(".")[0]
    package = importlib.import_module(app)
    tables = set()
    for module in pkgutil.walk_packages(package.__path__, f"{app}."):
        if module.name.endswith(".models"):
            stage = importlib.import_module(module.name)
            tables |= {
                name
                for name, table in inspect.getmembers(stage, inspect.isclass)
                if issubclass(table, models.Model)
                and not table._meta.abstract
                and table.__module__ == module.name
            }
    assert tables == set(index.__all__)
    assert tables == {model.__name__ for model in apps.get_app_config(app).get_models()}


@pytest.mark.django_db
def test_no_table_waits_for_a_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
