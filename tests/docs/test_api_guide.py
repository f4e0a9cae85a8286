#!/usr/bin/env python3
"""Runs the commands of docs/api.md against a server over the store of docs/guide.md. Prints TAP.

    test_api_guide.py ONRECORD SOURCE_FOLDER

Blocks of sh must end with status 0 and print what is not empty; blocks of json must be JSON once
what is left out ("…") is a letter like others.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "serve"))
from serving import DAY, Server  # noqa: E402

BLOCK = re.compile(r"^```(sh|json)\n(.*?)^```$", re.M | re.S)


def run(code, server):
    env = dict(os.environ, TOKEN=server.token)
    code = code.replace("http://127.0.0.1:8080/", server.url)
    done = subprocess.run(["sh", "-e", "-c", code], env=env, capture_output=True, text=True)
    return done.returncode == 0 and done.stdout != "", done.stdout + done.stderr


def is_json(text):
    try:
        json.loads(text)
        return True, ""
    except ValueError as error:
        return False, str(error)


def main():
    program, source = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    with open(os.path.join(source, "docs", "api.md"), encoding="utf-8") as f:
        blocks = BLOCK.findall(f.read())
    if shutil.which("curl") is None:
        print("1..0 # SKIP no curl")
        return
    folder = tempfile.mkdtemp()
    os.chdir(folder)
    os.symlink(os.path.join(source, "examples"), "examples")
    with open("day.jsonl", "w", encoding="utf-8") as f:
        f.write(DAY)
    subprocess.run([program, "add", "--quiet", "--db", "record.db", "examples/summit.txt",
                    "day.jsonl"], check=True, stdin=subprocess.DEVNULL)
    failed = 0
    with Server(program, "--db", "record.db", folder=folder) as server:
        for number, (kind, code) in enumerate(blocks, 1):
            ok, output = run(code, server) if kind == "sh" else is_json(code)
            name = code.strip().splitlines()[0].replace("#", "")
            print(f"{'ok' if ok else 'not ok'} {number} - {kind}: {name}")
            if not ok:
                failed += 1
                print("\n".join("# " + line for line in output[:2000].splitlines()))
    print(f"1..{len(blocks)}")
    os.chdir("/")
    shutil.rmtree(folder)
    sys.exit(failed > 0 or len(blocks) < 10)


main()
