#!/usr/bin/env python3
"""Runs what docs/guide.md shows, block by block, in a folder of its own. Prints TAP.

    test_guide.py ONRECORD SOURCE_FOLDER

Blocks of sh must end with status 0, queries must give rows, Python must run. The block of pandas is
skipped where pandas is not installed.
"""
import importlib.util
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

BLOCK = re.compile(r"^```(sh|sql|python)\n(.*?)^```$", re.M | re.S)


def run_sh(code, env):
    done = subprocess.run(["sh", "-e", "-c", code], env=env, capture_output=True, text=True)
    return done.returncode == 0, done.stdout + done.stderr


def run_sql(code, env):
    rows = sqlite3.connect("record.db").execute(code).fetchall()
    return len(rows) > 0, repr(rows)


def run_python(code, env):
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True)
    return done.returncode == 0, done.stdout + done.stderr


def main():
    program, source = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    with open(os.path.join(source, "docs", "guide.md"), encoding="utf-8") as f:
        blocks = BLOCK.findall(f.read())
    folder = tempfile.mkdtemp()
    os.chdir(folder)
    os.symlink(os.path.join(source, "examples"), "examples")
    os.mkdir("bin")
    os.symlink(program, os.path.join("bin", "onrecord"))
    env = dict(os.environ, PATH=os.path.join(folder, "bin") + ":" + os.environ["PATH"])
    failed = 0
    kinds = {"sh": run_sh, "sql": run_sql, "python": run_python}
    for number, (kind, code) in enumerate(blocks, 1):
        name = f"{kind}: {code.strip().splitlines()[0]}".replace("#", "")
        if "pandas" in code and importlib.util.find_spec("pandas") is None:
            print(f"ok {number} - {name} # SKIP no pandas")
            continue
        ok, output = kinds[kind](code, env)
        print(f"{'ok' if ok else 'not ok'} {number} - {name}")
        if not ok:
            failed += 1
            print("\n".join("# " + line for line in output.splitlines()))
    print(f"1..{len(blocks)}")
    os.chdir("/")
    shutil.rmtree(folder)
    sys.exit(failed > 0 or len(blocks) < 10)


main()
