#!/usr/bin/env python3
"""Measures the extraction of articles from web pages beside other programs, on one core.

    bench/pages.py BUILD [--rounds N] [--core N]

Pages: those of $ONR_SHARED/data/html (../shared), unpacked to BUILD/bench-data/pages; without them
nothing is measured. Peers: trafilatura (PyPI) and Mozilla's readability over linkedom (npm), each
fetched into BUILD/bench-NAME by the usual client and left out where that fails. Pages are in
memory; a round that does not count, then N rounds (5), of which the median of the processor time
counts. F1 is that of
$ONR_SHARED/score/score_html.py. `bench/run` calls this. Run it on a machine with nothing else to
do.
"""
import argparse
import glob
import gzip
import json
import os
import shutil
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
TRAFILATURA = ("trafilatura==2.3.1", "lxml_html_clean")
READABILITY = ("@mozilla/readability@0.6.0", "linkedom@0.18.15")


def unpack(shared, folder):
    """Paths of the pages."""
    os.makedirs(folder, exist_ok=True)
    paths = []
    for packed in sorted(glob.glob(os.path.join(shared, "data", "html", "pages", "*.html.gz"))):
        path = os.path.join(folder, os.path.basename(packed)[:-len(".gz")])
        with gzip.open(packed) as source, open(path, "wb") as out:
            shutil.copyfileobj(source, out)
        paths.append(path)
    return paths


def fetched(command):
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def trafilatura(folder):
    """The command to run, or None."""
    python = os.path.join(folder, "bin", "python")
    if not os.path.exists(python) and not fetched([sys.executable, "-m", "venv", folder]):
        return None
    if not fetched([python, "-m", "pip", "install", "-q", *TRAFILATURA]):
        return None
    return [python, os.path.join(HERE, "peer_trafilatura.py")]


def readability(folder):
    os.makedirs(folder, exist_ok=True)
    if not fetched(["npm", "install", "--prefix", folder, "--no-audit", "--no-fund", "--silent",
                    *READABILITY]):
        return None
    script = os.path.join(folder, "readability.js")
    shutil.copy(os.path.join(HERE, "readability.js"), script)
    return ["node", script]


def on_core(core, command):
    return ["taskset", "-c", str(core), *command] if shutil.which("taskset") else command


def f1(shared, predictions):
    scorer = os.path.join(shared, "score", "score_html.py")
    out = subprocess.check_output([sys.executable, scorer, os.path.join(shared, "data", "html"),
                                   predictions, "--json"])
    return json.loads(out)["f1"]


def own(build, core, paths, rounds, predictions):
    program = os.path.join(build, "article")
    with open(predictions, "wb") as out:
        subprocess.run([program, *paths], check=True, stdout=out)
    command = on_core(core, [program, "--rounds", str(rounds), *paths])
    return json.loads(subprocess.check_output(command))["seconds"]


def peer(command, core, paths, rounds, predictions):
    command = on_core(core, [*command, str(rounds), predictions, *paths])
    out = subprocess.check_output(command, stderr=subprocess.DEVNULL)
    return json.loads(out)["seconds"]


def compare(build, rounds, core=0):
    shared = os.environ.get("ONR_SHARED", os.path.join(ROOT, "..", "shared"))
    data = os.path.join(build, "bench-data")
    paths = unpack(shared, os.path.join(data, "pages"))
    if not paths:
        print("skipped: pages not found")
        return
    size = sum(os.path.getsize(p) for p in paths) / 1e6
    print(f"{len(paths)} pages, {size:.1f} MB, in memory; one core; median processor time of {rounds} "
          "rounds.\n")
    print("| program | pages/s | MB/s | F1 | onrecord is faster by |")
    print("| --- | ---: | ---: | ---: | ---: |")
    predictions = os.path.join(data, "pages.jsonl")
    reference = statistics.median(own(build, core, paths, rounds, predictions))
    rows = [("onrecord", reference, f1(shared, predictions))]
    peers = ((" ".join(TRAFILATURA[:1]), trafilatura, "bench-trafilatura"),
             (" over ".join(READABILITY), readability, "bench-readability"))
    for name, fetch, folder in peers:
        command = fetch(os.path.join(build, folder))
        if command is None:
            print(f"| {name} | could not be fetched | | | |")
            continue
        seconds = statistics.median(peer(command, core, paths, rounds, predictions))
        rows.append((name, seconds, f1(shared, predictions)))
    for name, seconds, score in rows:
        print(f"| {name} | {len(paths) / seconds:.1f} | {size / seconds:.1f} | {score:.3f} | "
              f"{seconds / reference:.1f} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--core", type=int, default=0)
    a = parser.parse_args()
    compare(os.path.abspath(a.build), a.rounds, a.core)


if __name__ == "__main__":
    main()
