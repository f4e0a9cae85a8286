#!/usr/bin/env python3
"""Writes a trained network and the language data beside it as one model file.

    export.py --net work/run1/net.pt --data data/en --name en-attribution --version 1 OUT.onrm
              [--calibration work/run1/calibration.json] [--cue-bias X] [--nested-bias X]

The file's layout is described in docs/formats/model.md.
"""
import argparse
import hashlib
import json
import struct

import numpy as np
import torch

import lemma
from data import ROWS
from net import STEPS, LABELS

MAGIC = b"ONRM\r\n\x1a\n"
HEADER, ENTRY, ALIGN = 128, 64, 64
BYTES, I8, I16, I32, F32 = range(5)
DTYPES = {BYTES: np.uint8, I8: np.int8, I16: np.int16, I32: np.uint32, F32: np.float32}
FEATURE_VERSION = 2
COLUMNS = 64
MASK64 = (1 << 64) - 1


def fnv_mix(data):
    h = 0xcbf29ce484222325
    for b in data:
        h = ((h ^ b) * 0x100000001b3) & MASK64
    h ^= h >> 30
    h = (h * 0xbf58476d1ce4e5b9) & MASK64
    h ^= h >> 27
    h = (h * 0x94d049bb133111eb) & MASK64
    return h ^ h >> 31


def checksum(seed, data):
    """The twin of src/model/checksum.c."""
    def mix(lane, word):
        lane = ((lane ^ word) * 0x9E3779B97F4A7C15) & MASK64
        return (lane << 29 | lane >> 35) & MASK64
    lanes = [(seed + i) & MASK64 for i in range(4)]
    whole = len(data) // 32 * 32
    tail = data[whole:].ljust(32, b"\0")
    for part in (data[:whole], tail):
        words = np.frombuffer(part, dtype="<u8").reshape(-1, 4)
        for row in words.tolist():
            for i in range(4):
                lanes[i] = mix(lanes[i], row[i])
    total = mix(seed, len(data))
    for lane in lanes:
        total = mix(total, lane)
    return total


def block_order(width):
    """The columns of a block as they lie in the file: 32 values, then their 32 gates."""
    half, order = COLUMNS // 2, []
    for first in range(0, width, half):
        order += list(range(first, first + half)) + list(range(width + first, width + first + half))
    return order


def parse_columns(rank, count):
    """The columns of the parser's matrix: root, reach and pull have a block of their own."""
    near = count - 4 * rank
    return padded(near) + list(range(near, count))


class Writer:
    def __init__(self):
        self.sections = []

    def add(self, name, kind, array):
        array = np.ascontiguousarray(array, dtype=DTYPES[kind])
        if array.ndim == 1:
            array = array[:, None]
        assert len(name) < 32 and array.ndim == 2, name
        self.sections.append((name, kind, array))

    def matrix(self, name, weight, bias, columns):
        """weight [inputs, n] float; column order given by `columns`, -1 is an empty column."""
        inputs = weight.shape[0]
        w = np.zeros((inputs, len(columns)), dtype=np.float32)
        b = np.zeros(len(columns), dtype=np.float32)
        for to, at in enumerate(columns):
            if at >= 0:
                w[:, to], b[to] = weight[:, at], bias[at]
        scale = np.maximum(np.abs(w).max(0), 1e-8).astype(np.float32) / np.float32(127)
        q = np.clip(np.rint(w / scale), -127, 127).astype(np.int32)
        packed = q.reshape(inputs // 4, 4, len(columns) // COLUMNS, COLUMNS).transpose(2, 0, 3, 1)
        self.add(name + ".weights", I8, packed.reshape(len(columns), inputs))
        self.add(name + ".offsets", I32, (128 * q.sum(0)).astype(np.int32).view(np.uint32))
        self.add(name + ".scales", F32, scale / np.float32(STEPS))
        self.add(name + ".biases", F32, b)

    def stack(self, name, width, dilations, blocks):
        self.add(name + ".width", I32, [width])
        self.add(name + ".dilations", I32, dilations)
        for i, (w, b) in enumerate(blocks):
            self.matrix(f"{name}.{i}", w, b, block_order(width))

    def words(self, name, pairs):
        """An open-addressing table of (key, value), value 0 marking a free slot."""
        size = 2
        while size < 2 * len(pairs) + 2:
            size *= 2
        slots = np.zeros((size, 2), dtype=np.uint32)
        for key, value in pairs:
            at = key & (size - 1)
            while slots[at, 1]:
                at = (at + 1) & (size - 1)
            slots[at] = key, value
        self.add(name, I32, slots)

    def save(self, path, name, version):
        table, offset = b"", HEADER + ENTRY * len(self.sections)
        body = bytearray()
        for section, kind, array in self.sections:
            pad = -(offset + len(body)) % ALIGN
            body += b"\0" * pad
            data = array.tobytes()
            table += struct.pack("<32sIIIIQQ", section.encode(), kind, array.shape[0], array.shape[1],
                                 0, offset + len(body), len(data))
            body += data
        payload = table + bytes(body)
        size = HEADER + len(payload)
        sha = hashlib.sha256(payload).digest()

        def header(total):
            return struct.pack("<8sIIQQ32s32s32s", MAGIC, 1, len(self.sections), size, total, sha,
                               name.encode(), version.encode())
        total = checksum(checksum(0, header(0)), payload)
        with open(path, "wb") as f:
            f.write(header(total) + payload)
        return sha.hex(), size


def read_pairs(path):
    with open(path, encoding="utf-8") as f:
        for line in f:
            if line.strip() and not line.startswith("#"):
                yield line.split()


def add_tables(out, state, bins):
    tables = [state[f"encoder.tables.{i}.weight"].numpy() for i in range(9)]
    # How often a form is a cue is known for each form, and so is its vector.
    form = tables[0] + tables[8][bins]
    form = form + state["encoder.vectors"].numpy() @ state["encoder.project"].numpy()
    scale = max(np.abs(t).max() for t in [form, *tables[1:8]]) / 32767
    for i, table in enumerate([form, *tables[1:8]]):
        assert i == 0 or len(table) == ROWS[i]
        out.add(f"table.{i}", I16, np.rint(table / scale).astype(np.int16))
    out.add("table.scale", F32, [scale])
    out.add("features.version", I32, [FEATURE_VERSION])


def add_network(out, saved):
    c, state = saved["config"], saved["state"]
    array = {k: v.numpy() for k, v in state.items()}

    def blocks(prefix, n):
        return [(array[f"{prefix}.{i}.weight"], array[f"{prefix}.{i}.bias"]) for i in range(n)]
    out.stack("encoder", c["width"], c["dilations"], blocks("encoder.blocks", len(c["dilations"])))
    tagger = np.concatenate([array["cue.weight"], array["token.weight"]], 1)
    bias = np.concatenate([array["cue.bias"], array["token.bias"]])
    columns = [0, 1, 2] + [-1] * (COLUMNS - 3) + list(range(3, 3 + c["span_width"]))
    out.matrix("tagger", tagger, bias, columns)
    out.stack("span", c["span_width"], c["span_dilations"],
              blocks("span_blocks", len(c["span_dilations"])))
    out.matrix("span.head", array["head.weight"], array["head.bias"], list(range(c["span_width"])))
    out.matrix("span.out", array["span_out.weight"], array["span_out.bias"],
               list(range(len(LABELS))) + [-1] * (COLUMNS - len(LABELS)))
    out.add("span.distances", F32, array["distance.weight"])
    out.add("span.flags", F32, array["flag.weight"])
    out.add("span.transitions", F32, array["transition"])


def add_labels(out, name, labels):
    text = "".join(label + "\0" for label in labels).encode()
    out.add(name, BYTES, np.frombuffer(text, dtype=np.uint8))


def padded(n):
    return list(range(n)) + [-1] * (-n % COLUMNS)


def add_syntax(out, saved):
    c, sets = saved["config"], saved["labels"]
    array = {k[len("syntax."):]: v.numpy() for k, v in saved["state"].items() if k.startswith("syntax.")}

    def joined(*heads):
        return [np.concatenate([array[f"{h}.{part}"] for h in heads], -1) for part in ("weight", "bias")]
    out.stack("tower", c["width"] + c["extra"], c["tower"],
              [(array[f"blocks.{i}.weight"], array[f"blocks.{i}.bias"]) for i in range(len(c["tower"]))])
    weight, bias = joined("taggers.upos", "taggers.xpos", "taggers.feats")
    out.matrix("tag", weight, bias, padded(len(bias)))
    weight, bias = joined("taggers.names")
    out.matrix("names", weight, bias, padded(len(bias)))
    weight, bias = joined("dependent", "head", "root", "reach", "pull", "rel_dependent", "rel_head")
    rank = array["dependent.bias"].shape[0]
    out.matrix("parse", weight, bias, parse_columns(rank, len(bias)))
    out.matrix("parse.rel", *joined("rel_out"), padded(len(sets["rels"])))
    out.add("parse.rel_root", F32, array["rel_root"][None])
    for name, key in (("tag.upos", "upos"), ("tag.xpos", "xpos"), ("tag.feats", "feats"),
                      ("names.labels", "names"), ("parse.rels", "rels")):
        add_labels(out, name, sets[key])


def add_acts(out, folder):
    acts = {"speech": 1, "writing": 2, "thought": 3, "intent": 4}
    verbs = [(fnv_mix(w.encode()) & 0xFFFFFFFF, acts[a]) for w, a in read_pairs(folder + "/cue_verbs.txt")]
    out.words("acts.verbs", verbs)
    lemmas, forms = b"", []
    for form, base in read_pairs(folder + "/irregular_verbs.txt"):
        forms.append((fnv_mix(form.encode()) & 0xFFFFFFFF, len(lemmas) + 1))
        lemmas += base.encode() + b"\0"
    out.words("acts.forms", forms)
    out.add("acts.lemmas", BYTES, np.frombuffer(lemmas, dtype=np.uint8))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--net", required=True)
    ap.add_argument("--data", default="data/en")
    ap.add_argument("--name", default="en-attribution")
    ap.add_argument("--version", default="1")
    ap.add_argument("--calibration")
    ap.add_argument("--lemmas", required=True, help="what lemma.py wrote")
    ap.add_argument("--cue-bias", type=float, default=0.0)
    ap.add_argument("--nested-bias", type=float, default=1.0)
    ap.add_argument("--floor", type=float, default=0.0, help="least confidence of an indirect attribution")
    ap.add_argument("out")
    a = ap.parse_args()
    saved = torch.load(a.net)
    out = Writer()
    add_tables(out, saved["state"], saved["bins"])
    forms = saved["forms"]
    out.words("vocabulary", [(int(f), i + 1) for i, f in enumerate(forms)])
    out.add("cue.steps", BYTES, saved["bins"].astype(np.uint8))
    out.add("cue.biases", F32, [a.cue_bias, a.nested_bias])
    add_network(out, saved)
    add_syntax(out, saved)
    add_acts(out, a.data)
    with open(a.lemmas, encoding="utf-8") as f:
        lemma.add_sections(out, json.load(f))
    calibration = {"weights": [0, 1, 0, 0, 0, 0], "curve": [[0, 0.3], [8, 0.95]]}
    if a.calibration:
        with open(a.calibration) as f:
            calibration = json.load(f)
    out.add("confidence.weights", F32, calibration["weights"])
    out.add("confidence.floor", F32, [a.floor])
    out.add("confidence.curve", F32, np.array(calibration["curve"]))
    sha, size = out.save(a.out, a.name, a.version)
    print(a.out, size, "bytes, sha256 of the payload", sha)


if __name__ == "__main__":
    main()
