#!/usr/bin/env python3
"""Makes a network to go on from out of a model file.

    thaw.py --model models/en/attribution.onrm [--tower OTHER.onrm] [--gazetteer work/gazetteer.npz]
            --out work/thawed/net.pt
    thaw.py --net work/tower/net.pt --gazetteer work/gazetteer.npz --out work/more/net.pt

The weights are the rounded ones that the file holds; what export.py added up into the table of forms
stays there. With --tower the tower, its heads and its columns of the tables are those of another file
of the same shape and vocabulary. With --gazetteer the words of gazetteer.py have rows of their own, which
begin as the row of unknown words, and vectors; --net does this to a network. graft.py puts what train.py --only-tower makes of it back into a file.
"""
import argparse
import os
import struct

import numpy as np
import torch

from export import COLUMNS, DTYPES, ENTRY, HEADER, block_order, parse_columns
from net import BINS, LABELS, STEPS, Net

TABLES = 8
HEADS = ("dependent", "head", "root", "reach", "pull", "rel_dependent", "rel_head")


def read_sections(path):
    """{name: array} of a model file, in its order."""
    with open(path, "rb") as f:
        data = f.read()
    count = struct.unpack_from("<I", data, 12)[0]
    out = {}
    for i in range(count):
        name, kind, rows, columns, _, offset, size = struct.unpack_from("<32sIIIIQQ", data, HEADER + i * ENTRY)
        out[name.rstrip(b"\0").decode()] = np.frombuffer(data, DTYPES[kind], rows * columns, offset).reshape(
            rows, columns)
    return out


def matrix(sections, name, columns):
    """(weights [inputs, n], biases [n]) in the order in which export.py was given them."""
    packed = sections[name + ".weights"]
    total, inputs = packed.shape
    q = packed.reshape(total // COLUMNS, inputs // 4, COLUMNS, 4).transpose(1, 3, 0, 2).reshape(inputs, total)
    w = q * (sections[name + ".scales"].ravel() * np.float32(STEPS))
    b = sections[name + ".biases"].ravel()
    n = max(columns) + 1
    weight, bias = np.zeros((inputs, n), np.float32), np.zeros(n, np.float32)
    for at, to in enumerate(columns):
        if to >= 0:
            weight[:, to], bias[to] = w[:, at], b[at]
    return weight, bias


def stack(sections, name, prefix):
    width = int(sections[name + ".width"][0, 0])
    out = {}
    for i in range(len(sections[name + ".dilations"])):
        out[f"{prefix}.{i}.weight"], out[f"{prefix}.{i}.bias"] = matrix(sections, f"{name}.{i}",
                                                                       block_order(width))
    return out


def labels_of(sections, name):
    return sections[name].tobytes().decode().split("\0")[:-1]


def parts(sections, name, heads, columns):
    """The heads that lie behind one another in a matrix; `heads` are (name, columns)."""
    weight, bias = matrix(sections, name, columns)
    out, at = {}, 0
    for head, n in heads:
        out[head + ".weight"], out[head + ".bias"] = weight[:, at:at + n], bias[at:at + n]
        at += n
    return out


def attribution_state(sections, span_width):
    state = stack(sections, "encoder", "encoder.blocks") | stack(sections, "span", "span_blocks")
    columns = [0, 1, 2] + [-1] * (COLUMNS - 3) + list(range(3, 3 + span_width))
    state |= parts(sections, "tagger", [("cue", 3), ("token", span_width)], columns)
    state |= parts(sections, "span.head", [("head", span_width)], list(range(span_width)))
    state |= parts(sections, "span.out", [("span_out", len(LABELS))], list(range(len(LABELS))))
    return state | {"distance.weight": sections["span.distances"], "flag.weight": sections["span.flags"],
                    "transition": sections["span.transitions"]}


def tower_state(sections, sets):
    rank = sections["parse.rel_root"].shape[1] // 2
    counts = {k: len(v) for k, v in sets.items()}
    taggers = [("taggers." + k, counts[k]) for k in ("upos", "xpos", "feats")]
    sizes = (rank, rank, 1, BINS, BINS, 2 * rank, 2 * rank)
    state = stack(sections, "tower", "blocks")
    state |= parts(sections, "tag", taggers, list(range(sum(n for _, n in taggers))))
    state |= parts(sections, "names", [("taggers.names", counts["names"])], list(range(counts["names"])))
    state |= parts(sections, "parse", list(zip(HEADS, sizes)), parse_columns(rank, sum(sizes)))
    state |= parts(sections, "parse.rel", [("rel_out", counts["rels"])], list(range(counts["rels"])))
    state["rel_root"] = sections["parse.rel_root"][0]
    return {"syntax." + k: v for k, v in state.items()}


def tables(sections, width, tower):
    """The tables of both files: the columns of attribution of the one, those of the tower of the other."""
    out = {}
    for i in range(TABLES):
        own, other = (s[f"table.{i}"] * s["table.scale"][0, 0] for s in (sections, tower))
        out[f"encoder.tables.{i}.weight"] = np.concatenate([own[:, :width], other[:, width:]], 1)
    columns = out["encoder.tables.0.weight"].shape[1]
    out[f"encoder.tables.{TABLES}.weight"] = np.zeros((8, columns), np.float32)  # is in the table of forms
    out["encoder.vectors"] = np.zeros((len(out["encoder.tables.0.weight"]), 1), np.float32)
    out["encoder.project"] = np.zeros((1, columns), np.float32)
    return out


def forms_of(sections):
    slots = sections["vocabulary"]
    pairs = sorted((int(row), int(form)) for form, row in slots if row)
    return np.array([form for _, form in pairs], dtype=np.uint32)


def learn_words(saved, path):
    """Gives what gazetteer.py wrote rows and vectors. Where the network has vectors of the same columns, what
    it has learned of them holds for new words, too."""
    known = np.load(path)
    forms = np.union1d(saved["forms"], known["forms"])
    place = 1 + np.searchsorted(saved["forms"], forms)
    place = np.where(np.isin(forms, saved["forms"]), place, 0)
    rows = torch.from_numpy(np.concatenate([[0], place]))
    vectors = np.zeros((len(rows), known["vectors"].shape[1]), np.float32)
    vectors[1 + np.searchsorted(forms, known["forms"])] = known["vectors"]
    state = saved["state"]
    name = "encoder.tables.0.weight"
    state[name] = state[name][rows]
    if state["encoder.vectors"].shape[1] != vectors.shape[1]:
        state["encoder.project"] = torch.zeros(vectors.shape[1], state[name].shape[1])
    state["encoder.vectors"] = torch.from_numpy(vectors)
    saved["forms"], saved["bins"] = forms, saved["bins"][rows.numpy()]
    saved["config"]["rows"][0] = len(rows)


def thaw(sections, tower):
    """What train.py saves."""
    sets = {k: labels_of(tower, name) for k, name in
            (("upos", "tag.upos"), ("xpos", "tag.xpos"), ("feats", "tag.feats"), ("rels", "parse.rels"),
             ("names", "names.labels"))}
    width, span_width = (int(sections[k + ".width"][0, 0]) for k in ("encoder", "span"))
    state = tables(sections, width, tower) | attribution_state(sections, span_width)
    state |= tower_state(tower, sets)
    rows = [len(state[f"encoder.tables.{i}.weight"]) for i in range(TABLES + 1)]
    dilations = {k: tuple(int(d) for d in s[k + ".dilations"].ravel())
                 for s, k in ((sections, "encoder"), (sections, "span"), (tower, "tower"))}
    net = Net(rows, torch.zeros(rows[0], 1), width, dilations["encoder"], span_width, dilations["span"], 0.1,
              int(tower["tower.width"][0, 0]) - width, dilations["tower"], {k: len(v) for k, v in sets.items()})
    state = {k: torch.from_numpy(np.array(v, np.float32)) for k, v in state.items()}
    missing = net.load_state_dict(state, strict=False).missing_keys
    assert all(k.startswith("roles.") for k in missing), missing
    return {"config": net.config, "state": net.state_dict(), "forms": forms_of(sections),
            "bins": sections["cue.steps"].ravel().astype(np.int64), "labels": sets}


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--model")
    ap.add_argument("--net", help="a network in place of a model file")
    ap.add_argument("--tower", help="another file, whose tower to take")
    ap.add_argument("--gazetteer", help="what gazetteer.py wrote")
    ap.add_argument("--out", required=True)
    a = ap.parse_args()
    if a.net:
        saved = torch.load(a.net, weights_only=False)
    else:
        sections = read_sections(a.model)
        tower = read_sections(a.tower) if a.tower else sections
        assert np.array_equal(forms_of(sections), forms_of(tower))
        saved = thaw(sections, tower)
    os.makedirs(os.path.dirname(os.path.abspath(a.out)), exist_ok=True)
    if a.gazetteer:
        learn_words(saved, a.gazetteer)
    torch.save(saved, a.out)


if __name__ == "__main__":
    main()
