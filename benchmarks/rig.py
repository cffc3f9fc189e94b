"""The ground the stream's benchmarks stand on: builds the load tools, starts each server on one core, reads results."""

import argparse
import contextlib
import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATELINE = [sys.executable, "-c", "from dateline.project.cli import main; main()"]
SERVER_CPU, CLIENT_CPU = "0", "1"
Result = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A running server: where readers connect, where the load tool publishes, which processes to weigh."""

    name: str
    port: int
    path: str
    publish_port: int
    publish_path: str
    pids: tuple[int, ...]


def arguments(about: str, **defaults: int) -> argparse.Namespace:
    """The command line of a benchmark; each default is an option."""
    parser = argparse.ArgumentParser(description=about)
    bench = os.environ.get("DATELINE_BENCH_TOOLS") or str(ROOT.parent / "shared" / "bench")
    parser.add_argument("--bench", type=Path, default=Path(bench), help="folder with cfan.c and sseload.c")
    parser.add_argument("--peer-python", default="", help="a Python that has django-eventstream, uvicorn and uvloop")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, help="also write every result here")
    for name, value in defaults.items():
        parser.add_argument(f"--{name}", type=int, default=value)
    return parser.parse_args()


class Rig:
    """A temporary folder with the built tools."""

    def __init__(self, bench: Path, folder: Path) -> None:
        self.folder = folder
        for name in ("cfan", "sseload"):
            subprocess.run(["gcc", "-O2", "-w", "-o", folder / name, bench / f"{name}.c"], check=True)

    def load(self, target: Target, **options: object) -> Result:
        """One run of the load tool against the server."""
        pairs = {
            "port": target.port, "path": target.path, "pubport": target.publish_port,
            "pubpath": target.publish_path, "pids": ",".join(map(str, target.pids)), "cpu": CLIENT_CPU, **options,
        }  # fmt: skip
        words = [part for name, value in pairs.items() for part in (f"--{name}", str(value))]
        done = subprocess.run([self.folder / "sseload", *words], capture_output=True, text=True, timeout=300)
        if done.returncode or not done.stdout.startswith("{"):
            sys.exit(f"the load tool failed on {target.name}: {done.stderr or done.stdout}")
        return json.loads(done.stdout)

    @contextlib.contextmanager
    def floor(self) -> Iterator[Target]:
        """The C server that does nothing but write the same bytes to each socket."""
        port = free_port()
        with started([str(self.folder / "cfan"), str(port)], port) as pid:
            yield _raw("floor", port, pid)

    @contextlib.contextmanager
    def nchan(self) -> Iterator[Target]:
        """nginx with Nchan from Debian, one worker."""
        port, folder = free_port(), self.folder / f"nginx-{time.monotonic_ns()}"
        folder.mkdir()
        (folder / "nginx.conf").write_text(NCHAN.replace("PORT", str(port)).replace("FOLDER", str(folder)))
        with started(["nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)], port) as pid:
            yield _raw("nginx + Nchan", port, *children(pid))

    @contextlib.contextmanager
    def eventstream(self, python: str) -> Iterator[Target]:
        """django-eventstream on uvicorn, by a Python that has it."""
        port = free_port()
        with started([python, str(ROOT / "benchmarks" / "peer_eventstream.py"), str(port)], port) as pid:
            yield _raw("django-eventstream", port, pid)

    @contextlib.contextmanager
    def ours(self, **settings: str) -> Iterator[Target]:
        """`dateline serve` with a blog in its own fresh home, published to through its api by a relay."""
        home = self.folder / f"home-{time.monotonic_ns()}"
        env = {**os.environ, "DATELINE_HOME": str(home), "DATELINE_HOSTS": "*", **settings}
        run = dateline(env)
        run("migrate")
        run("user", "add", "bench", "--runs-newsroom", "--password-stdin", typed="a long bench password\n")
        run("blog", "create", "day", "--headline", "The day")
        run("blog", "state", "day", "live")
        token = run("token", "add", "bench", "--name", "bench").strip()
        port, relay = free_port(), free_port()
        serve = [*DATELINE, "serve", "--port", str(port)]
        with started(serve, port, env=env) as pid, started(_relay(relay, port, token), relay, cpu=CLIENT_CPU):
            yield Target(
                name="Dateline", port=port, path="/live/day/stream",
                publish_port=relay, publish_path="/pub", pids=(pid,),
            )  # fmt: skip


@contextlib.contextmanager
def rig(bench: Path) -> Iterator[Rig]:
    """The built tools, in a folder that goes away."""
    if not (bench / "sseload.c").is_file():
        sys.exit(f"no load tools in {bench}: say where they are with --bench")
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as folder:
        Path(folder).chmod(0o755)  # nginx reads it as somebody else
        yield Rig(bench, Path(folder))


def dateline(env: dict[str, str]) -> Callable[..., str]:
    """The command line of a newsroom; the call returns what it prints."""

    def run(*words: str, typed: str = "") -> str:
        command = [*DATELINE, *words]
        return subprocess.run(command, env=env, input=typed, text=True, check=True, stdout=subprocess.PIPE).stdout

    return run


@contextlib.contextmanager
def started(
    command: list[str], port: int, *, cpu: str = SERVER_CPU, env: dict[str, str] | None = None
) -> Iterator[int]:
    """The process on one core, from when its port answers until it is ended."""
    process = subprocess.Popen(["taskset", "-c", cpu, *command], env=env, stdout=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def wait_for(port: int, seconds: float = 30.0) -> None:
    """Returns once something listens there."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            time.sleep(0.3)
            return
        time.sleep(0.05)
    sys.exit(f"nothing answers on port {port}")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def has_nchan() -> bool:
    return bool(shutil.which("nginx")) and any(Path("/usr/lib/nginx/modules").glob("*nchan*"))


def medians(rounds: list[dict[str, Result]], name: str, field: str) -> float:
    """The median over the rounds of one figure of one server."""
    return statistics.median(one[name][field] for one in rounds if name in one)


def median_ratio(rounds: list[dict[str, Result]], field: str, name: str, *, over: str) -> float:
    """The median over the rounds of the ratio within each round: what else the machine does weighs on both alike."""
    return statistics.median(one[name][field] / one[over][field] for one in rounds if name in one and over in one)


def _raw(name: str, port: int, *pids: int) -> Target:
    return Target(name=name, port=port, path="/events", publish_port=port, publish_path="/pub", pids=pids)


def _relay(port: int, to: int, token: str) -> list[str]:
    return [sys.executable, str(ROOT / "benchmarks" / "relay.py"), str(port), str(to), token]


NCHAN = """
load_module /usr/lib/nginx/modules/ngx_nchan_module.so;
daemon off; worker_processes 1; worker_rlimit_nofile 20000; pid FOLDER/pid; error_log FOLDER/error.log;
events { worker_connections 18000; }
http {
  access_log off; client_body_temp_path FOLDER/body; proxy_temp_path FOLDER/proxy; fastcgi_temp_path FOLDER/fastcgi;
  uwsgi_temp_path FOLDER/uwsgi; scgi_temp_path FOLDER/scgi;
  server {
    listen 127.0.0.1:PORT backlog=4096;
    location /events { nchan_subscriber eventsource; nchan_channel_id live; nchan_subscriber_first_message newest; }
    location /pub { nchan_publisher; nchan_channel_id live; nchan_message_buffer_length 20; }
  }
}
"""
