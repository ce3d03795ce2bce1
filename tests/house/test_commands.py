"""The shell scripts: what setup.sh asks for, what it leaves alone, and what the others call.

setup.sh runs here in a copy of the project and with a PATH of its own, on which the programs that
would change this machine only write down that they were called.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ["setup.sh", "run.sh", "test.sh", ".ci/run"]
NEEDED = [
    "setup.sh",
    "run.sh",
    "requirements.txt",
    "requirements-scale.txt",
    "requirements-dev.txt",
]
PLAIN = ["cat", "cksum", "tr", "grep", "sh", "dirname", "rm", "env", "mkdir", "chmod", "tee", "ls"]
ASK = "Please ask an administrator to run:  apt-get install -y --no-install-recommends"
RUNTIME = ["libpangoft2-1.0-0", "libharfbuzz-subset0", "fontconfig"]


@dataclass
class Machine:
    """A machine on which nothing can be harmed."""

    folder: Path
    calls: Path

    def put(self, name: str, body: str) -> None:
        """A program on the PATH that writes down its call, then does `body`."""
        path = self.folder / "bin" / name
        path.unlink(missing_ok=True)
        path.write_text(f'#!/bin/sh\necho "{name} $*" >> {self.calls}\n{body}\n')
        path.chmod(0o755)

    def run(self, script: str, *arguments: str, **changed: str) -> tuple[int, str, str]:
        done = subprocess.run(
            ["/bin/sh", script, *arguments],
            cwd=self.folder,
            env={"PATH": str(self.folder / "bin"), **changed},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    def called(self, name: str) -> list[str]:
        lines = self.calls.read_text().splitlines() if self.calls.exists() else []
        return [line for line in lines if line.startswith(f"{name} ")]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """Debian with a Python that has venv, an ordinary account, no sudo, and no Pango."""
    made = Machine(tmp_path / "project", tmp_path / "calls")
    (made.folder / "bin").mkdir(parents=True)
    for name in NEEDED:
        shutil.copy(ROOT / name, made.folder / name)
    for name in PLAIN:
        (made.folder / "bin" / name).symlink_to(shutil.which(name) or "/nowhere")
    made.put("id", "echo 1000")
    made.put("dpkg-query", "exit 1")
    made.put("apt-get", "")
    made.put("python3", PYTHON)
    return made


# `python3 -m venv` leaves what setup.sh looks for; the Python in it takes every package.
PYTHON = """\
case "$1$2" in
  -V) echo "Python 3.11.2" ;;
  -mvenv) mkdir -p .venv/bin; cat "$0" > .venv/bin/python; chmod 755 .venv/bin/python
          cat "$0" > .venv/bin/pip; chmod 755 .venv/bin/pip ;;
esac"""
INSTALLED = "printf 'install ok installed'"


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_is_whole_and_plain_sh(script: str) -> None:
    path = ROOT / script
    assert path.read_text().startswith("#!/bin/sh\n")
    assert os.access(path, os.X_OK)
    assert subprocess.run(["/bin/sh", "-n", path], check=False).returncode == 0


def test_without_rights_it_prints_the_one_line_for_an_administrator(machine: Machine) -> None:
    line = " ".join([ASK, *RUNTIME])
    assert machine.run("setup.sh") == (1, "", f"{line}\n")
    assert machine.called("apt-get") == []
    assert not (machine.folder / ".venv").exists()


def test_what_is_there_is_not_asked_for(machine: Machine) -> None:
    machine.put("dpkg-query", f'case "$*" in *pango*|*font*) {INSTALLED} ;; *) exit 1 ;; esac')
    assert machine.run("setup.sh") == (1, "", f"{ASK} libharfbuzz-subset0\n")


def test_a_python_without_venv_is_asked_for(machine: Machine) -> None:
    machine.put("python3", f'case "$*" in *ensurepip*) exit 1 ;; esac\n{PYTHON}')
    line = " ".join([ASK, "python3-venv", *RUNTIME])
    assert machine.run("setup.sh") == (1, "", f"{line}\n")


def test_root_installs(machine: Machine) -> None:
    machine.put("id", "echo 0")
    status, said, errors = machine.run("setup.sh")
    assert (status, errors) == (0, "")
    assert said.splitlines() == [
        f"Installing with apt: {' '.join(RUNTIME)}",
        "Installing the locked Python packages",
        "Ready. Start with:  sh run.sh",
    ]
    quiet = "apt-get -qq -o DPkg::Lock::Timeout=300"
    assert machine.called("apt-get") == [
        f"{quiet} update",
        f"{quiet} install -y --no-install-recommends {' '.join(RUNTIME)}",
    ]


def test_sudo_installs(machine: Machine) -> None:
    machine.put("sudo", '"$@"')
    assert machine.run("setup.sh")[0] == 0
    assert [line.split()[-1] for line in machine.called("apt-get")] == ["update", "fontconfig"]


def test_an_apt_that_fails_is_shown_with_the_line(machine: Machine) -> None:
    machine.put("id", "echo 0")
    machine.put("apt-get", "echo 'E: no network' >&2; exit 100")
    status, _, errors = machine.run("setup.sh")
    line = " ".join([ASK, *RUNTIME])
    assert (status, errors) == (1, f"E: no network\nThat did not work. {line}\n")


def test_a_second_time_asks_neither_apt_nor_pip(machine: Machine) -> None:
    machine.put("dpkg-query", INSTALLED)
    assert machine.run("setup.sh")[0] == 0
    machine.calls.unlink()
    assert machine.run("setup.sh") == (0, "", "")
    assert set(machine.calls.read_text().splitlines()) == {"python3 -V"}


@pytest.mark.parametrize("changed", ["requirements.txt", "setup.sh"])
def test_a_changed_lock_is_installed(machine: Machine, changed: str) -> None:
    machine.put("dpkg-query", INSTALLED)
    assert machine.run("setup.sh")[0] == 0
    with (machine.folder / changed).open("a") as file:
        file.write("# one more line\n")
    machine.calls.unlink()
    assert machine.run("setup.sh")[0] == 0
    assert len(pip_calls(machine)) == 1


def pip_calls(machine: Machine) -> list[str]:
    """The locks that pip was asked for. The Python of .venv writes itself down as python3 does."""
    return re.findall(r"-m pip install .*--require-hashes (.*)", machine.calls.read_text())


@pytest.mark.parametrize(
    ("settings", "locks"),
    [
        ({}, "-r requirements.txt"),
        ({"CIRCLE_DATABASE_URL": "sqlite:////tmp/circle.db"}, "-r requirements.txt"),
        (
            {"CIRCLE_DATABASE_URL": "postgresql+psycopg://circle@db/circle"},
            "-r requirements.txt -r requirements-scale.txt",
        ),
        (
            {"CIRCLE_QUEUE_URL": "redis://queue"},
            "-r requirements.txt -r requirements-scale.txt",
        ),
    ],
)
def test_what_is_installed_follows_the_settings(
    machine: Machine, settings: dict[str, str], locks: str
) -> None:
    machine.put("dpkg-query", INSTALLED)
    assert machine.run("setup.sh", **settings)[0] == 0
    assert pip_calls(machine) == [locks]


def test_the_packages_of_the_tests_hold_all_others(machine: Machine) -> None:
    machine.put("dpkg-query", INSTALLED)
    assert machine.run("setup.sh", "--dev")[0] == 0
    assert machine.run("setup.sh")[0] == 0
    assert machine.run("setup.sh", CIRCLE_QUEUE_URL="redis://queue")[0] == 0
    assert pip_calls(machine) == ["-r requirements-dev.txt"]


def test_another_python_gets_another_venv(machine: Machine) -> None:
    machine.put("dpkg-query", INSTALLED)
    assert machine.run("setup.sh")[0] == 0
    (machine.folder / ".venv" / "old").write_text("")
    machine.put("python3", PYTHON.replace("3.11.2", "3.13.5"))
    status, said, _ = machine.run("setup.sh")
    first = "The folder or its Python has changed: .venv is made anew."
    assert (status, said.splitlines()[0]) == (0, first)
    assert not (machine.folder / ".venv" / "old").exists()


def test_a_python_too_old_is_named(machine: Machine) -> None:
    machine.put("dpkg-query", INSTALLED)
    machine.put(
        "python3",
        f'case "$*" in *version_info*) exit 1 ;; esac\n{PYTHON.replace("3.11.2", "3.9.2")}',
    )
    sentence = "Quiet Circle needs Python 3.11 or newer. python3 here is: Python 3.9.2\n"
    assert machine.run("setup.sh") == (1, "", sentence)


def test_run_sets_up_then_hands_over_to_the_program(machine: Machine) -> None:
    machine.put("dpkg-query", INSTALLED)
    assert machine.run("run.sh", "--lan")[0] == 0
    assert machine.calls.read_text().splitlines()[-1] == "python3 app.py --lan"


def test_make_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = re.findall(r"^([a-z]+):", makefile, re.MULTILINE)
    listed = subprocess.run(["make", "-s", "-C", ROOT], capture_output=True, text=True, check=True)
    assert [line.split()[0] for line in listed.stdout.splitlines()] == targets
    assert set(re.findall(r"^\.PHONY: (.*)", makefile, re.MULTILINE)[0].split()) == set(targets)
