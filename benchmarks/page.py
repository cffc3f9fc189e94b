"""How many times a second is the live page served, beside nginx with the same bytes from disk? Needs wrk, nginx."""

import http.client
import json
import re
import shutil
import statistics
import subprocess
import sys
import time

from rig import CLIENT_CPU, Rig, Target, arguments, children, free_port, rig, started

NGINX = """
daemon off; worker_processes 1; pid FOLDER/pid; error_log FOLDER/error.log;
events { worker_connections 1024; }
http {
  access_log off; client_body_temp_path FOLDER/body; proxy_temp_path FOLDER/proxy; fastcgi_temp_path FOLDER/fastcgi;
  uwsgi_temp_path FOLDER/uwsgi; scgi_temp_path FOLDER/scgi;
  default_type text/html; sendfile on; tcp_nopush on; keepalive_requests 1000000;
  server { listen 127.0.0.1:PORT backlog=4096; root FOLDER/root; }
}
"""


def fetched(target: Target, path: str, encoding: str) -> bytes:
    """The page's bytes as they go over the wire."""
    connection = http.client.HTTPConnection("127.0.0.1", target.port)
    connection.request("GET", path, headers={"Accept-Encoding": encoding})
    response = connection.getresponse()
    assert response.status == 200, response.status
    assert (response.headers["Content-Encoding"] or "") == ("gzip" if encoding == "gzip" else "")
    return response.read()


def requests_a_second(port: int, path: str, encoding: str, seconds: int) -> float:
    """What wrk reaches with 32 kept connections."""
    command = ["taskset", "-c", CLIENT_CPU, "wrk", "-t1", "-c32", f"-d{seconds}s", "-H", f"Accept-Encoding: {encoding}"]
    text = subprocess.run([*command, f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True).stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", text)
    if found is None or "Non-2xx" in text:
        sys.exit(f"wrk: {text}")
    return float(found[1])


def from_nginx(tools: Rig, body: bytes, encoding: str, seconds: int) -> float:
    """The same bytes from disk."""
    folder, port = tools.folder / f"page-{time.monotonic_ns()}", free_port()
    (folder / "root").mkdir(parents=True)
    (folder / "root" / "page.html").write_bytes(body)
    conf = NGINX.replace("FOLDER", str(folder)).replace("PORT", str(port))
    (folder / "nginx.conf").write_text(conf)
    with started(["nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder)], port) as pid:
        assert children(pid), "one worker"
        return requests_a_second(port, "/page.html", encoding, seconds)


def main() -> None:
    asked = arguments(__doc__ or "", seconds=5, posts=30)
    if not shutil.which("wrk") or not shutil.which("nginx"):
        sys.exit("this needs wrk and nginx: apt-get install wrk nginx")
    rounds: dict[str, list[tuple[float, float]]] = {"gzip": [], "identity": []}
    with rig(asked.bench) as tools, tools.ours() as target:
        tools.load(target, conns=1, events=asked.posts, mode="closed", size=1500)
        for _ in range(asked.rounds):
            for encoding, results in rounds.items():
                body = fetched(target, "/live/day/", encoding)
                ours = requests_a_second(target.port, "/live/day/", encoding, asked.seconds)
                theirs = from_nginx(tools, body, encoding, asked.seconds)
                results.append((ours, theirs))
                print(f"{encoding:8} {len(body):8,} bytes  dateline {ours:9,.0f}/s  nginx {theirs:9,.0f}/s", flush=True)
    if asked.json:
        asked.json.write_text(json.dumps(rounds, indent=1))
    for encoding, results in rounds.items():
        print(f"{encoding}: dateline / nginx {statistics.median(a / b for a, b in results):.2f} x")


if __name__ == "__main__":
    main()
