"""How fast a load is, as ratios to other programs on the same folder in the same run; see README.md beside this."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from tests.benchmarks.tree import make_tree

HOME = Path(__file__).parent.parent.parent
ROUNDS = 3
LOAD = (
    "import sys; from pathlib import Path; from dashboard.loader import load; from dashboard.settings import Settings\n"
    "load(Path(sys.argv[1]), Path(sys.argv[2]), Settings(store_texts=sys.argv[3] == 'texts'))"
)


def main(articles: int) -> None:
    with tempfile.TemporaryDirectory(prefix="bench-load-") as made:
        folder = Path(made)
        content = folder / "content"
        size = make_tree(content, articles)
        settle(content)
        for file in content.rglob("*.md"):  # everything is read from memory from here on
            file.read_bytes()
        print(f"{articles} articles, {size / 1e6:.0f} MB; the best of {ROUNDS} rounds, whole processes")
        measure(folder, content)


def measure(folder: Path, content: Path) -> None:
    database = folder / "editorial.duckdb"
    hugo = shutil.which("hugo", path=os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", ""))))
    site = folder / "site"
    site.mkdir()
    (site / "hugo.toml").write_text(f'baseURL = "https://site.example/"\ncontentDir = "{content}"\n')
    plain = [sys.executable, str(HOME / "tests" / "benchmarks" / "plain_script.py"), str(content)]
    best: dict[str, float] = {}
    peak = 0.0
    for _ in range(ROUNDS):
        for texts in ("no texts", "texts"):
            database.unlink(missing_ok=True)
            taken, memory = run(ours(content, database, texts))
            note(best, f"full, {texts}", taken)
            peak = max(peak, memory) if texts == "no texts" else peak
            note(best, f"unchanged, {texts}", run(ours(content, database, texts))[0])
            change(content, 1)
            note(best, f"one file, {texts}", run(ours(content, database, texts))[0])
            change(content, 100)
            note(best, f"1 %, {texts}", run(ours(content, database, texts))[0])
        if hugo:
            note(best, "hugo", run([hugo, "list", "all", "-s", str(site)])[0])
        other = folder / "plain.duckdb"
        other.unlink(missing_ok=True)
        note(best, "plain", run([*plain, str(other)])[0])
        note(best, "find", run(["find", str(content), "-type", "f", "-printf", "%p %s %T@\\n"])[0])
    for name, taken in best.items():
        print(f"  {name:24} {taken:8.2f} s")
    print(f"  {'peak memory, no texts':24} {peak / 1e6:8.0f} MB, all processes")
    if hugo:
        ratio("full / hugo list all", best["full, no texts"], best["hugo"], 0.5)
        ratio("full with texts / hugo list all", best["full, texts"], best["hugo"], 1.0)
    ratio("full / plain script", best["full, no texts"], best["plain"], 0.4)
    ratio("unchanged / find -printf", best["unchanged, no texts"], best["find"], 2.5)
    for name in ("one file", "1 %"):
        ratio(f"{name} / unchanged", best[f"{name}, no texts"], best["unchanged, no texts"], 2.2)


def ours(content: Path, database: Path, texts: str) -> list[str]:
    return [sys.executable, "-c", LOAD, str(content), str(database), texts]


def run(command: list[str]) -> tuple[float, float]:
    """Wall time in seconds, and the most memory its processes had together, in bytes."""
    clock = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(HOME)}
    ) as process:
        most = [0.0]
        done = threading.Event()
        watch = threading.Thread(target=_watch, args=(process.pid, most, done))
        watch.start()
        code = process.wait()
        taken = time.perf_counter() - clock
        done.set()
        watch.join()
    if code:
        raise SystemExit(f"{command[0]} … ended with {code}")
    return taken, most[0]


def _watch(root: int, most: list[float], done: threading.Event) -> None:
    while not done.wait(0.1):
        most[0] = max(most[0], sum(map(_memory, _family(root))))


def _family(root: int) -> list[int]:
    try:
        tasks = Path(f"/proc/{root}/task").iterdir()
        inner = [int(pid) for task in tasks for pid in (task / "children").read_text().split()]
    except OSError:
        return []
    return [root, *(pid for child in inner for pid in _family(child))]


def _memory(pid: int) -> float:
    """Proportional: what processes share counts once."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return 0.0


def settle(content: Path) -> None:
    """Sets the folder's clock back: into a file that was written this moment, the next load looks again."""
    hour_ago = time.time() - 3600
    for file in content.rglob("*.md"):
        os.utime(file, (hour_ago, hour_ago))


def change(content: Path, one_of: int) -> None:
    """Adds a line to one file, or to each hundredth, and makes it minutes old."""
    files = sorted(content.rglob("*.md"))
    for file in files[:1] if one_of == 1 else files[::one_of]:
        with file.open("a", encoding="utf-8") as text:
            text.write("\nNog een regel.\n")
        ago = time.time() - 300
        os.utime(file, (ago, ago))


def note(best: dict[str, float], name: str, taken: float) -> None:
    best[name] = min(taken, best.get(name, taken))


def ratio(name: str, ours: float, theirs: float, goal: float) -> None:
    print(f"  {name:34} {ours / theirs:5.2f}  (goal: at most {goal})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
