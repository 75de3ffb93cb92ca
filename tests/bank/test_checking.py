from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.bank.cache import Cache
from bot.bank.checking import check_files
from bot.bank.folder import check_folder
from bot.bank.lock import LOCK, write_lock
from bot.rules.errors import BankError
from tests.bank.conftest import CONFUSION, TODAY

Write = Callable[..., Path]

GOOD = "- {id: one, level: mid, q: Which?, right: a, wrong: {b: c}, why: d}\n"
OTHER = "python/numpy/broadcasting.yaml"
AGED = '- {id: aged, level: mid, q: Which?, right: a, wrong: {b: c}, why: d, refs: [r], checked: "pandas 3, 2025-11"}\n'


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def test_it_finds_what_a_check_of_the_whole_finds_the_second_time_too(folder: Path, write: Write, cache: Cache) -> None:
    write(GOOD + "- {id: two, level: mid, q: Which?, right: a, wrong: {a: c}}\n")
    write(GOOD + "- {id: three, level: nobody}\n", OTHER)
    (folder / "stats" / "passed-over.yml").touch()
    whole = check_folder(folder, TODAY)
    assert {fault.code for fault in whole.faults} >= {"E01", "E03", "E04", "E05"}
    for _ in range(2):
        checked = check_files(folder, TODAY, cache)
        assert (checked.faults, checked.unlocked) == (whole.faults, whole.unlocked)


def test_only_a_changed_file_is_checked_again(folder: Path, write: Write, cache: Cache) -> None:
    write(GOOD)
    write(GOOD.replace("one", "two"), OTHER)
    check_files(folder, TODAY, cache)
    before = set(cache)
    assert len(cache) == 2
    write(GOOD.replace("one", "two").replace("why: d", "short: d"), OTHER)
    assert [fault.code for fault in check_files(folder, TODAY, cache).faults] == ["E05"]
    assert len(cache) == 3
    assert before < set(cache)


def test_what_was_kept_is_what_is_told(folder: Path, write: Write, cache: Cache) -> None:
    write(GOOD)
    check_files(folder, TODAY, cache)
    [key] = cache
    cache[key] = cache[key].replace(b'"one"', b'"uno"')
    assert check_files(folder, TODAY, cache).unlocked == ("uno",)


def test_the_skill_tree_the_place_and_the_month_count(folder: Path, write: Write, cache: Cache) -> None:
    write(AGED)
    assert check_files(folder, date(2026, 11, 23), cache).faults == ()
    assert [fault.code for fault in check_files(folder, date(2026, 12, 1), cache).faults] == ["W08"]
    (folder / OTHER).parent.mkdir(parents=True)
    (folder / CONFUSION).rename(folder / OTHER)
    check_files(folder, date(2026, 12, 1), cache)
    assert len(cache) == 3
    tree = folder / "skills.yaml"
    tree.write_text(tree.read_text("utf-8").replace("id: broadcasting", "id: shapes"), "utf-8")
    assert [fault.code for fault in check_files(folder, TODAY, cache).faults] == ["E02"]


def test_a_lock_is_looked_at_whatever_was_kept(folder: Path, write: Write, cache: Cache) -> None:
    write(GOOD)
    assert check_files(folder, TODAY, cache).unlocked == ("one",)
    write_lock(folder / LOCK, check_folder(folder, TODAY).items)
    assert check_files(folder, TODAY, cache).unlocked == ()
    write("\n" + GOOD.replace("why: d", "why: e"))
    for _ in range(2):
        [fault] = check_files(folder, TODAY, cache).faults
        assert (fault.code, fault.line) == ("E19", 2)


def test_a_folder_without_a_skill_tree_is_refused(tmp_path: Path, cache: Cache) -> None:
    with pytest.raises(BankError, match="there is no skill tree"):
        check_files(tmp_path, TODAY, cache)


def test_a_damaged_value_is_no_value(tmp_path: Path) -> None:
    cache, key = Cache(tmp_path), "a" * 64
    cache[key] = b"value"
    assert cache[key] == b"value"
    assert list(tmp_path.iterdir()) == [tmp_path / key]
    (tmp_path / key).write_bytes((tmp_path / key).read_bytes()[:-1])
    assert cache.get(key) is None
    (tmp_path / key).write_bytes(b"")
    assert cache.get(key) is None


def test_a_value_can_be_forgotten_once(tmp_path: Path) -> None:
    cache, key = Cache(tmp_path), "a" * 64
    cache[key] = b"value"
    del cache[key]
    assert (list(cache), len(cache)) == ([], 0)
    with pytest.raises(KeyError):
        del cache[key]


@pytest.mark.parametrize("key", ["", "../" + "a" * 61, "A" * 64, "a" * 63])
def test_a_key_is_a_digest_and_no_path(tmp_path: Path, key: str) -> None:
    cache = Cache(tmp_path)
    assert cache.get(key) is None
    with pytest.raises(KeyError):
        cache[key] = b"value"
    with pytest.raises(KeyError):
        del cache[key]
    assert list(tmp_path.iterdir()) == []


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    cache = Cache(tmp_path / "taken")
    cache["a" * 64] = b"value"
    assert "a" * 64 not in cache
    assert list(cache) == []
