"""The articles on pages, by trafilatura; for bench/pages.py.

    python peer_trafilatura.py ROUNDS OUT.jsonl PAGE.html...

Writes {"id", "text"} of each page, then prints the seconds of processor time of each further round.
"""
import json
import os
import sys
import time

import trafilatura


def extract(page):
    return trafilatura.extract(page, include_comments=False) or ""


def main():
    rounds, out, paths = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
    pages = []
    for path in paths:
        with open(path, "rb") as f:
            pages.append(f.read())
    with open(out, "w", encoding="utf-8") as f:
        for path, page in zip(paths, pages):
            name = os.path.basename(path)[:-len(".html")]
            f.write(json.dumps({"id": name, "text": extract(page)}) + "\n")
    seconds = []
    for _ in range(rounds):
        start = time.process_time()
        for page in pages:
            extract(page)
        seconds.append(time.process_time() - start)
    print(json.dumps({"seconds": seconds}))


main()
