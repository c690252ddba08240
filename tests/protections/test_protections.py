"""The tables of protections name what is there; `taken_out.py` shows what each is worth."""

import ast

import pytest

from tests.protections.protections import FAMILIES, ROOT, Protection, protections


def functions(path: str) -> set[str]:
    """Return the names of the tests in a file."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("protection", protections(), ids=lambda each: each.promise)
def test_a_protection_is_where_it_says_and_has_tests(protection: Protection) -> None:
    """Once, so that taking it out takes out this and nothing else."""
    whole = (ROOT / protection.file).read_text(encoding="utf-8")
    assert 1 == whole.count(protection.present)
    if protection.file.endswith(".py"):
        ast.parse(whole.replace(protection.present, protection.absent))
    assert protection.tests
    for test in protection.tests:
        path, _, name = test.partition("::")
        assert name.partition("[")[0] in functions(path), test


def test_every_family_has_protections() -> None:
    """A table that cannot be read would be an empty page."""
    assert set(FAMILIES) == {each.family for each in protections()}


def test_no_promise_is_made_twice() -> None:
    """Each row of the page says something else."""
    promises = [each.promise for each in protections()]
    assert sorted(set(promises)) == sorted(promises)
