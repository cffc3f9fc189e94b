"""What scripts and people rely on of the `dateline` command: its words, its exit codes, its folder."""

import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from builders import live_blog, published
from cast import ada, noor, rui
from dateline.accounts.models import User
from dateline.events.models import Event
from dateline.project import cli, env

PASSWORD = "long-enough-to-pass-7"


def dateline(*arguments: str, home, **settings: str) -> subprocess.CompletedProcess[str]:
    """A run of the command in a process of its own, as a shell starts it."""
    surroundings = {k: v for k, v in os.environ.items() if not k.startswith("DATELINE_") and k != "DATABASE_URL"}
    command = [sys.executable, "-c", "from dateline.project.cli import main; main()", *arguments]
    surroundings |= {"DATELINE_HOME": str(home), **settings}
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, timeout=60, check=False)


def test_help_names_every_command_and_the_home_folder(capsys):
    assert cli.run(["--help"]) == 0

    said = capsys.readouterr().out
    assert str(env.home()) in said.replace("\n", "")
    for command in ("demo", "serve", "work", "verify", "user", "migrate"):
        assert f"  {command} " in said


def test_every_command_explains_itself():
    for name in cli.cli.list_commands(None):
        command = cli.cli.get_command(None, name)

        assert command is not None
        assert command.help, name


def test_an_unknown_command_is_wrong_usage():
    assert cli.run(["publish-everything"]) == cli.Exit.USAGE


def test_a_setting_that_cannot_be_used_is_named(tmp_path):
    done = dateline("verify", home=tmp_path, DATELINE_READERS_MAX="many")

    assert done.returncode == cli.Exit.USAGE
    assert "DATELINE_READERS_MAX" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_is_away_is_the_worlds_failure(tmp_path):
    url = "postgres://nobody@127.0.0.1:1/nothing?connect_timeout=1"

    done = dateline("verify", home=tmp_path, DATABASE_URL=url)

    assert done.returncode == cli.Exit.WORLD_FAILED
    assert "Traceback" not in done.stderr


def test_our_own_mistake_is_not_mistaken_for_a_finding(monkeypatch, capsys):
    monkeypatch.setattr(cli.cli, "main", lambda *_, **__: 1 / 0)

    assert cli.run(["verify"]) == cli.Exit.OUR_MISTAKE
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_settings_hides_secrets(monkeypatch, capsys):
    monkeypatch.setenv("DATELINE_SECRET_KEY", "hush-hush")
    monkeypatch.setenv("DATABASE_URL", "postgres://desk:hush@db/live")

    assert cli.run(["settings"]) == 0
    said = capsys.readouterr().out
    assert "hush" not in said
    assert "postgres://desk:••••@db/live" in said


def test_a_fresh_home_is_made_and_brought_up_once(tmp_path):
    assert dateline("migrate", "--check", home=tmp_path / "home").returncode == cli.Exit.DOES_NOT_HOLD
    assert dateline("migrate", home=tmp_path / "home").returncode == 0
    assert dateline("migrate", "--check", home=tmp_path / "home").returncode == 0
    assert (tmp_path / "home" / "secret_key").stat().st_mode & 0o077 == 0


@pytest.mark.django_db
def test_a_person_is_added_once_and_can_sign_in(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", standard_input(PASSWORD, PASSWORD))
    add = ["user", "add", "ada", "--name", "Ada Lindqvist", "--runs-newsroom", "--password-stdin"]

    assert cli.run(add) == 0
    assert cli.run(add) == cli.Exit.REFUSED
    assert "already exists" in capsys.readouterr().err
    assert User.objects.get(username="ada").check_password(PASSWORD)


@pytest.mark.django_db
def test_a_weak_password_is_refused_with_its_reason(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", standard_input("short"))

    assert cli.run(["user", "add", "ada", "--password-stdin"]) == cli.Exit.REFUSED
    assert "too short" in capsys.readouterr().err
    assert not User.objects.exists()


@pytest.mark.django_db
def test_the_last_who_runs_the_newsroom_stays():
    ada()

    assert cli.run(["user", "close", "ada"]) == cli.Exit.REFUSED
    assert User.objects.get(username="ada").is_active


@pytest.mark.django_db
def test_a_role_is_given_and_listed(capsys):
    live_blog(ada())
    rui()

    assert cli.run(["user", "role", "rui", "storm", "reporter"]) == 0
    capsys.readouterr()
    assert cli.run(["user", "list", "--json"]) == 0
    people = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    roles = {p["username"]: p["roles"] for p in people}
    assert roles["ada"]["storm"] == "editor"
    assert roles["rui"] == {"storm": "reporter"}


@pytest.mark.django_db
def test_who_has_no_access_cannot_open_a_blog_from_the_terminal():
    noor()

    assert cli.run(["blog", "create", "x", "--headline", "X", "--by", "noor"]) == cli.Exit.REFUSED


@pytest.mark.django_db
def test_a_blog_is_opened_and_made_live(capsys):
    ada()

    assert cli.run(["blog", "create", "flood", "--headline", "A river rises", "--zone", "Europe/Kyiv"]) == 0
    assert cli.run(["blog", "state", "flood", "live"]) == 0
    capsys.readouterr()
    assert cli.run(["blog", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"blog": "flood", "state": "live", "headline": "A river rises"}


@pytest.mark.django_db
def test_verify_says_what_holds_and_what_does_not(capsys):
    blog = live_blog(ada())
    published(blog, ada())
    assert cli.run(["verify", "storm", "--json"]) == 0
    head = json.loads(capsys.readouterr().out)["head"]
    assert cli.run(["verify", "storm", "--anchor", head]) == 0

    Event.objects.filter(kind="post.published").update(actor="somebody else")

    capsys.readouterr()
    assert cli.run(["verify", "--json"]) == cli.Exit.DOES_NOT_HOLD
    *answers, pictures, claims, wire, surveys = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    answer = next(a for a in answers if a["blog"] == "storm")
    assert pictures == {"pictures": []}
    assert claims == {"claims": []}
    assert wire == {"wire": []}
    assert surveys == {"surveys": []}
    assert not answer["holds"]
    assert "altered" in answer["faults"][0]["what"]


@pytest.mark.django_db
def test_verify_of_no_such_blog_is_wrong_usage():
    assert cli.run(["verify", "nope"]) == cli.Exit.USAGE
    assert cli.run(["verify", "--anchor", "1:ab"]) == cli.Exit.USAGE


def test_the_demo_refuses_a_folder_that_holds_something_else(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")

    done = dateline("demo", "--fresh", "--port", "0", "--home", str(tmp_path), home=tmp_path)

    assert done.returncode == cli.Exit.USAGE
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_port_that_is_taken_is_said_at_once(tmp_path, command):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = dateline("--home", str(tmp_path / "d"), command, "--port", port, home=tmp_path)

    assert done.returncode == cli.Exit.WORLD_FAILED
    assert "--port" in done.stderr
    assert not (tmp_path / "d").exists()


@pytest.mark.slow
def test_the_server_answers_and_stops_on_sigterm(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    surroundings = {**os.environ, "DATELINE_HOME": str(tmp_path), "DATABASE_URL": ""}
    command = [sys.executable, "-c", "from dateline.project.cli import main; main()", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=surroundings, stdout=subprocess.DEVNULL)
    try:
        assert answers(f"http://127.0.0.1:{port}/live/nothing/") == 404
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=5) == 0
    finally:
        server.kill()


def answers(url: str) -> int:
    """The status at the address, once something answers there."""
    for _ in range(200):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"nothing answers at {url}")


def standard_input(*lines: str):
    """A standard input that gives these lines."""
    return io.StringIO("".join(f"{line}\n" for line in lines))
