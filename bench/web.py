"""50 people typing against one `goigen serve` on this machine: how long a check takes, from the request to the whole answer.

    .venv/bin/python bench/web.py [people] [seconds] [pause]

Each has a form of their own (the samples in turn), types a figure or a paragraph, pauses (2 s on average, as the dice fall), and goes on:
every request changes the form, saves it to the disk with fsync, checks it whole and draws the findings. Needs httpx.
"""

from __future__ import annotations

import asyncio
import json
import random
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from time import monotonic, perf_counter

import httpx

from goigen.standard import FORM

ROOT = Path(__file__).resolve().parent.parent
SERVE = """
import sys
from pathlib import Path
from goigen.web.server import serve
serve(Path(sys.argv[1]), port=0, previous=None, browser=False, say=lambda text: print(text, flush=True))
"""


async def person(client: httpx.AsyncClient, form: str, seconds: float, pause: float, times: list[float], chance: random.Random) -> None:
    version = (await client.get("/api/state", params={"form": form})).json()["version"]
    await asyncio.sleep(chance.uniform(0, pause))
    end = monotonic() + seconds
    while monotonic() < end:
        section = chance.choice([s for s in FORM.sections if s.table])
        path, value = chance.choice(section.table.figures).yaml_path, str(chance.randrange(1000))
        if chance.random() < 0.3:
            section = FORM.sections[0]
            path = (section.name, chance.choice(section.topics))
            value = "全年办结政府信息公开申请{{ 办结 }}件。" * chance.randrange(3, 30)
        body = {"version": version, "changes": [{"path": path, "value": value}]}
        start = perf_counter()
        answer = await client.post("/api/change", params={"form": form, "step": section.key}, content=json.dumps(body))
        times.append(perf_counter() - start)
        assert answer.status_code == 200, answer.text
        version = answer.json()["version"]
        await asyncio.sleep(chance.expovariate(1 / pause))


async def crowd(url: str, people: int, seconds: float, pause: float) -> list[float]:
    base = url.partition("/?")[0]
    times: list[float] = []
    limits = httpx.Limits(max_connections=people, max_keepalive_connections=people)
    async with httpx.AsyncClient(base_url=base, headers={"origin": base}, limits=limits, timeout=30) as client:
        await client.get(url)
        await asyncio.gather(*(person(client, f"{n}.yaml", seconds, pause, times, random.Random(n)) for n in range(people)))
    return sorted(times)


def main() -> None:
    people, seconds, pause = (float(given) for given in (*sys.argv[1:], *("50", "30", "2")[len(sys.argv) - 1 :]))
    texts = [path.read_bytes() for path in sorted((ROOT / "sample_inputs").glob("*.yaml"))]
    with tempfile.TemporaryDirectory() as folder:
        for number in range(int(people)):
            (Path(folder) / f"{number}.yaml").write_bytes(texts[number % len(texts)])
        with subprocess.Popen([sys.executable, "-c", SERVE, folder], stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            url = [server.stdout.readline().strip() for _ in range(3)][1]
            times = asyncio.run(crowd(url, int(people), seconds, pause))
            server.terminate()
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
    middle, most = times[len(times) // 2], times[int(len(times) * 0.95)]
    print(f"{people:.0f} people, {len(times)} checks in {seconds:.0f} s ({len(times) / seconds:.0f} a second)")
    print(f"median {middle * 1000:.0f} ms, p95 {most * 1000:.0f} ms, longest {times[-1] * 1000:.0f} ms")
    print(f"the server used {used.ru_utime + used.ru_stime:.0f} s of processor, at most {used.ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
