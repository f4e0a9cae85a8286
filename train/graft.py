#!/usr/bin/env python3
"""Puts the tower of a network, and the tags, names and trees on it, into a model file.

    graft.py --model models/en/attribution.onrm --net work/tower/net.pt --version 4 OUT.onrm

What attribution reads stays as it is in the file, byte for byte: the network has to come from it by
thaw.py and train.py --only-tower. The scorer of coreference (sections coref.*) is left out, since it has
learned from the tower that was: coref.py trains another.
"""
import argparse

import numpy as np
import torch

from export import BYTES, DTYPES, I16, Writer, add_syntax
from thaw import TABLES, forms_of, read_sections

KINDS = {np.dtype(t): kind for kind, t in DTYPES.items()}


def tower_columns(table, width, weight, scale):
    """A table of the file with other columns for the tower."""
    new = np.clip(np.rint(weight[:, width:] / scale), -32767, 32767).astype(np.int16)
    return np.concatenate([table[:, :width], new], 1)


def places_of(known, forms):
    """The row of the file for each row of the network; words that are new to it have that of the unknown."""
    assert np.isin(known, forms).all()
    at = np.minimum(np.searchsorted(known, forms), len(known) - 1)
    return np.concatenate([[0], np.where(known[at] == forms, at + 1, 0)])


def form_rows(state):
    """The rows of the forms with what vectors add to them."""
    return state["encoder.tables.0.weight"] + state["encoder.vectors"] @ state["encoder.project"]


def graft(sections, saved, out):
    state = {k: v.numpy() for k, v in saved["state"].items()}
    width, scale = saved["config"]["width"], sections["table.scale"][0, 0]
    place = places_of(forms_of(sections), saved["forms"])
    new = Writer()
    add_syntax(new, saved)
    new.words("vocabulary", [(int(form), i + 1) for i, form in enumerate(saved["forms"])])
    new.add("cue.steps", BYTES, sections["cue.steps"][place])
    for i in range(TABLES):
        table = sections[f"table.{i}"]
        if i == 0:
            new.add("table.0", I16, tower_columns(table[place], width, form_rows(state), scale))
        else:
            new.add(f"table.{i}", I16,
                    tower_columns(table, width, state[f"encoder.tables.{i}.weight"], scale))
    fresh = {name: (kind, array) for name, kind, array in new.sections}
    for name, array in sections.items():
        if not name.startswith("coref"):
            out.add(name, *fresh.get(name, (KINDS[array.dtype], array)))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--model", required=True)
    ap.add_argument("--net", required=True)
    ap.add_argument("--name", default="en-attribution")
    ap.add_argument("--version", required=True)
    ap.add_argument("out")
    a = ap.parse_args()
    out = Writer()
    graft(read_sections(a.model), torch.load(a.net, weights_only=False), out)
    sha, size = out.save(a.out, a.name, a.version)
    print(a.out, size, "bytes, sha256 of the payload", sha)


if __name__ == "__main__":
    main()
