#!/usr/bin/env python3
"""Word vectors from our own corpora: positive pointwise mutual information, then a truncated SVD
(Levy and Goldberg 2014). They tell the network which rare words behave alike.

    vectors.py --shared ../shared --tool build/features --out work/vectors.npz
"""
import argparse
import collections
import json
import os
import subprocess
import sys
import tempfile

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.linalg import svds

import data

WINDOW, MIN_COUNT, WIDTH = 4, 3, 64


def texts_of(shared, folder):
    """Writes every text of train and raw as a file of its own; yields the paths."""
    polnear = os.path.join(shared, "data", "polnear", "train", "text")
    for name in sorted(os.listdir(polnear)):
        yield os.path.join(polnear, name)
    for name in ("bbc", "abc"):
        with open(os.path.join(shared, "data", "raw", name, name + ".jsonl"), encoding="utf-8") as f:
            for i, line in enumerate(f):
                path = os.path.join(folder, f"{name}-{i}.txt")
                with open(path, "w", encoding="utf-8", newline="") as out:
                    out.write(json.loads(line)["text"])
                yield path


def treebanks(shared, folder):
    """The same for the raw texts of the treebanks."""
    for name in ("ewt", "gum"):
        path = os.path.join(folder, f"{name}.txt")
        with open(path, "wb") as out:
            subprocess.run([sys.executable, os.path.join(shared, "score", "score_conllu.py"), "--raw",
                            os.path.join(shared, "data", "ud", f"en_{name}-train.conllu")],
                           check=True, stdout=out)
        yield path


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", default="../shared")
    ap.add_argument("--tool", default="build/features")
    ap.add_argument("--out", required=True)
    a = ap.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        paths = list(texts_of(a.shared, folder)) + list(treebanks(a.shared, folder))
        sequences = [d.features[:, data.FORM] for d in data.run_features(a.tool, paths)]
    counts = collections.Counter()
    for s in sequences:
        counts.update(s.tolist())
    forms = np.array(sorted(f for f, n in counts.items() if n >= MIN_COUNT), dtype=np.uint32)
    print("tokens", sum(len(s) for s in sequences), "forms", len(forms))
    n = len(forms)
    total = None
    rows, columns, weights = [], [], []
    for s in sequences:
        at = np.minimum(np.searchsorted(forms, s), n - 1)
        known = forms[at] == s
        for step in range(1, WINDOW + 1):
            left, right = at[:-step], at[step:]
            both = known[:-step] & known[step:]
            rows.append(left[both])
            columns.append(right[both])
            weights.append(np.full(both.sum(), 1.0 / step, dtype=np.float32))
        if len(rows) > 4000:
            part = coo_matrix((np.concatenate(weights), (np.concatenate(rows), np.concatenate(columns))),
                              shape=(n, n)).tocsr()
            total = part if total is None else total + part
            rows, columns, weights = [], [], []
    if rows:
        part = coo_matrix((np.concatenate(weights), (np.concatenate(rows), np.concatenate(columns))),
                          shape=(n, n)).tocsr()
        total = part if total is None else total + part
    # Left and right neighbours apart: what stands before a verb says another thing than what follows.
    joint = [total, total.T.tocsr()]
    blocks = []
    for m in joint:
        m = m.tocoo()
        row_sum = np.asarray(m.sum(1)).ravel()
        column_sum = np.asarray(m.sum(0)).ravel() ** 0.75
        column_sum *= row_sum.sum() / column_sum.sum()
        value = np.log(m.data * row_sum.sum() / (row_sum[m.row] * column_sum[m.col]))
        keep = value > 0
        blocks.append(coo_matrix((value[keep], (m.row[keep], m.col[keep])), shape=(n, n)).tocsr())
    from scipy.sparse import hstack
    u, s, _ = svds(hstack(blocks).tocsr(), k=WIDTH, random_state=1)
    vectors = u * np.sqrt(s)
    vectors /= vectors.std()
    np.savez(a.out, forms=forms, vectors=vectors.astype(np.float32))


if __name__ == "__main__":
    main()
