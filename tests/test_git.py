"""Git is asked about the folder, whoever calls: in a hook, in another's repository, without any."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from madoguchi import git
from madoguchi.check.changed import changed_lines
from madoguchi.dashboard.history import history
from madoguchi.errors import SettingsError


def call(folder: Path, *args: str) -> None:
    who = ("-c", "user.name=Hana", "-c", "user.email=hana@city.example", "-c", "commit.gpgsign=false")  # fmt: skip
    # the tests may run in a hook themselves
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    subprocess.run(
        ["git", "-C", str(folder), *who, *args], capture_output=True, check=True,
        env={**env, "GIT_CONFIG_GLOBAL": os.devnull},
    )  # fmt: skip


@pytest.fixture
def repository(city: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A city in a repository of its own, with a line that is not committed and a new file."""
    call(city.parent, "init", "-q", "-b", "main")
    call(city.parent, "add", "-A")
    call(city.parent, "commit", "-qm", "x")
    with (city / "site.yml").open("a", encoding="utf-8") as site:
        site.write("# more\n")
    (city / "new.txt").write_text("new", encoding="utf-8")
    monkeypatch.chdir(city.parent)
    return city


@pytest.mark.parametrize(
    "of_the_caller",
    [
        {},
        {"GIT_DIR": ".git"},
        {"GIT_DIR": ".git", "GIT_INDEX_FILE": ".git/index", "GIT_PREFIX": ""},
        {"GIT_DIR": "elsewhere/.git", "GIT_WORK_TREE": "elsewhere"},
    ],
)
def test_in_a_hook(
    repository: Path, of_the_caller: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in of_the_caller.items():
        monkeypatch.setenv(name, value)
    found = history(repository, 12)
    assert found.note is None
    assert [point.share is not None for point in found.points] == [True]
    lines = changed_lines("main", repository)
    count = len((repository / "site.yml").read_text(encoding="utf-8").splitlines())
    assert lines == {
        (repository / "site.yml").resolve(): {count},
        (repository / "new.txt").resolve(): None,
    }


ASK = """
from pathlib import Path
from madoguchi.check.changed import changed_lines
from madoguchi.dashboard.history import history

city = Path("content_src")
print(history(city, 12).note, *sorted(path.name for path in changed_lines("main", city)))
"""


@pytest.mark.skipif(os.name == "nt", reason="the hook is a shell script")
def test_in_a_real_hook_of_a_linked_work_tree(repository: Path, tmp_path: Path) -> None:
    hook = repository.parent / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    script = tmp_path / "ask.py"
    script.write_text(ASK, encoding="utf-8")
    out = tmp_path / "out.txt"
    hook.write_text(f"#!/bin/sh\n'{sys.executable}' '{script}' > '{out}' 2>&1\n", encoding="utf-8")
    hook.chmod(0o755)
    linked = tmp_path / "linked"
    call(repository.parent, "worktree", "add", "-q", str(linked), "-b", "other")
    (linked / "content_src" / "site.yml").write_text("# other", encoding="utf-8")
    call(linked, "commit", "-qam", "y")
    assert out.read_text(encoding="utf-8") == "None site.yml\n"


def test_a_repository_of_somebody_else(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Git's own switch to test this without a second user
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    cure = "git config --global --add safe.directory"
    note = history(repository, 12).note
    assert note is not None and cure in note.ja and cure in note.en
    with pytest.raises(SettingsError) as error:
        changed_lines("main", repository)
    assert cure in error.value.message.ja and cure in error.value.message.en
    # as the message says
    trusted = repository.parent / "gitconfig"
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(trusted))
    said = note.en.rpartition("run: ")[2]
    assert str(repository.parent.resolve()) in said
    subprocess.run(said, shell=True, check=True)
    assert history(repository, 12).note is None


def test_where_there_is_none(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(city.parent.parent.resolve()))
    for said in ("リポジトリ", "Git がありません"):
        note = history(city, 12).note
        assert note is not None and said in note.ja
        with pytest.raises(SettingsError) as error:
            changed_lines("main", city)
        assert "--changed-since" in error.value.message.ja and said in error.value.message.ja
        monkeypatch.setenv("PATH", "")


def test_a_text_that_looks_like_the_head_of_a_diff(repository: Path) -> None:
    call(repository.parent, "commit", "-qam", "y")
    page = repository / "pages" / "index.md"
    lines = page.read_text(encoding="utf-8").splitlines()
    page.write_text("\n".join(["++ b/x", *lines, "++ b/y", "@@ -1 +1 @@"]), encoding="utf-8")
    found = changed_lines("main", repository)
    assert found[page.resolve()] == frozenset({1, len(lines) + 2, len(lines) + 3})


def test_a_revision_that_is_not_there(repository: Path) -> None:
    assert git.run(repository, "rev-parse", "--verify", "nothing").problem.startswith("fatal: ")
    with pytest.raises(SettingsError) as error:
        changed_lines("nothing", repository)
    assert "fetch-depth: 0" in error.value.message.ja
