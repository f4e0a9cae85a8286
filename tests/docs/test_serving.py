#!/usr/bin/env python3
"""The unit of docs/serving.md: what it starts is what the program takes, and systemd takes the unit,
where there is one. Prints TAP.

    test_serving.py ONRECORD SOURCE_FOLDER
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "serve"))
from serving import Tap, make_store  # noqa: E402


def read_unit(source):
    with open(os.path.join(source, "docs", "serving.md"), encoding="utf-8") as f:
        return re.search(r"^```ini\n(.*?)^```$", f.read(), re.M | re.S)[1]


def check_command(t, program, unit, folder):
    """The command of the unit, on a free port, with its files in a folder of ours."""
    command = re.search(r"^ExecStart=(.*?[^\\])$", unit, re.M | re.S)[1].replace("\\\n", " ")
    store = make_store(program, folder)
    with open(os.path.join(folder, "token"), "w", encoding="ascii") as f:
        f.write("0123456789abcdef\n")
    words = (command.replace("${CREDENTIALS_DIRECTORY}", folder)
             .replace("/var/lib/onrecord/record.db", store)
             .replace("/usr/local/bin/onrecord", program).split())
    server = subprocess.Popen([*words, "--port", "0"], stdout=subprocess.PIPE, text=True)
    said = [server.stdout.readline() for _ in range(2)]
    server.terminate()
    t.same("the command starts and ends", server.wait(60), 0)
    t.ok("with the token of its file", said[0].startswith("http://127.0.0.1:") and
         said[1].endswith("#token=0123456789abcdef\n"), said)


def check_unit(t, program, unit, folder):
    if shutil.which("systemd-analyze") is None:
        t.skip("systemd takes the unit", "no systemd-analyze")
        return
    path = os.path.join(folder, "onrecord.service")
    with open(path, "w", encoding="utf-8") as f:
        f.write(unit.replace("/usr/local/bin/onrecord", program))
    done = subprocess.run(["systemd-analyze", "verify", path], capture_output=True, text=True)
    about = [line for line in done.stderr.splitlines() if "onrecord" in line]
    t.ok("systemd takes the unit", not about, done.stderr)


def main():
    program, source = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    t = Tap()
    unit = read_unit(source)
    with tempfile.TemporaryDirectory() as folder:
        check_command(t, program, unit, folder)
        check_unit(t, program, unit, folder)
    t.finish()


main()
