#!/usr/bin/env python3
"""Labels unmarked reports with several trained networks together, for a smaller one to learn from.

    label.py --shared ../shared --tool build/features --nets work/t1/net.pt work/t2/net.pt
             --out work/silver.pickle [--most 2000]

Self-training with an ensemble as teacher (Hinton et al. 2015 for the soft labels of cues).
"""
import argparse
import os
import pickle
import tempfile

import numpy as np
import torch

import data
import decode
from batch import Vocabulary
from net import Net
from train import table_ids
from vectors import texts_of


def load(path):
    saved = torch.load(path)
    state, c = saved["state"], saved["config"]
    net = Net(c["rows"], state["encoder.vectors"], c["width"], c["dilations"], c["span_width"],
              c["span_dilations"], c["dropout"])
    net.load_state_dict(state)
    net.eval()
    return net, Vocabulary(saved["forms"].tolist()), saved["bins"]


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", default="../shared")
    ap.add_argument("--tool", default="build/features")
    ap.add_argument("--nets", nargs="+", required=True)
    ap.add_argument("--out", required=True)
    ap.add_argument("--most", type=int, default=10 ** 9)
    a = ap.parse_args()
    torch.set_num_threads(1)
    nets = [load(p) for p in a.nets]
    with tempfile.TemporaryDirectory() as folder:
        paths = [p for p in texts_of(a.shared, folder) if p.startswith(folder)]
        docs = list(data.run_features(a.tool, paths))
    docs = [d for d in docs if 40 <= len(d.begin) <= 3000][:a.most]
    out, found = [], 0
    for doc in docs:
        ids = [table_ids(doc, vocabulary, bins) for _, vocabulary, bins in nets]
        relations, soft = decode.decode_document([n for n, _, _ in nets], ids, doc, soft=True)
        for r in relations:
            doc.attributions.append(data.Attribution(r["source"], r["cue"], r["content"],
                                                     data.pieces_of(r["source"]),
                                                     data.pieces_of(r["content"])))
        found += len(relations)
        out.append((doc, soft.astype(np.float32)))
    print("documents", len(out), "tokens", sum(len(d.begin) for d, _ in out), "attributions", found)
    with open(a.out, "wb") as f:
        pickle.dump(out, f)


if __name__ == "__main__":
    main()
