"""Tests that share something run on one worker, in their order."""

from typing import Any

import pytest


@pytest.fixture
def root(pytestconfig: pytest.Config) -> Any:
    """The conftest of the project."""
    plugins = pytestconfig.pluginmanager.get_plugins()
    return next(plugin for plugin in plugins if hasattr(plugin, "TOGETHER"))


def test_groups_are_of_tests_that_are_there(root: Any, pytestconfig: pytest.Config) -> None:
    assert [path for path in root.TOGETHER if not (pytestconfig.rootpath / path).exists()] == []


@pytest.mark.parametrize(
    ("test", "group"),
    [
        ("tests/journeys/test_first_day.py::test_a", "office"),
        ("tests/journeys/test_credit.py::test_a", "days"),
        ("tests/test_up.py::test_a[1]", "up"),
        ("src/minga/kit/tests/test_money.py::test_a", "src/minga/kit/tests/test_money.py::test_a"),
    ],
)
def test_a_test_is_of_the_first_group_that_names_it(root: Any, test: str, group: str) -> None:
    scheduling = object.__new__(root.TogetherScheduling)
    assert scheduling._split_scope(test) == group


def test_the_journeys_are_asked_to_stay_together(request: pytest.FixtureRequest) -> None:
    asked = request.config.pluginmanager.hook.pytest_xdist_make_scheduler
    assert any(hasattr(one.plugin, "TOGETHER") for one in asked.get_hookimpls())
