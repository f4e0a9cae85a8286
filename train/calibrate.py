#!/usr/bin/env python3
"""Fits the confidence: a logistic regression over the evidence, then a rising curve over its sum.

    calibrate.py --shared ../shared --build build --model models/en/attribution.onrm --out cal.json

The evidence comes from build/evidence, the attributions from build/onrecord; right means matched in
the relaxed sense by the judge. Prints the expected calibration error (ten bins), measured by fitting
on one half of the reports and measuring on the other, both ways.
"""
import argparse
import collections
import json
import os
import subprocess

import numpy as np
from scipy.optimize import minimize

import decode


def collect(a):
    """(document number, evidence, right) of every attribution that is not nested."""
    texts = os.path.join(a.shared, "data", "polnear", "dev", "text")
    paths = [os.path.join(texts, n) for n in sorted(os.listdir(texts))]
    table = subprocess.run([os.path.join(a.build, "evidence"), a.model, *paths], check=True,
                           stdout=subprocess.PIPE, text=True).stdout
    evidence = collections.defaultdict(dict)
    for line in table.splitlines():
        path, begin, end, *values = line.split("\t")
        ident = os.path.basename(path)[:-4]
        evidence[ident][int(begin), int(end)] = [float(v) for v in values]
    out = subprocess.run([os.path.join(a.build, "onrecord"), "read", "--format", "jsonl", "--model",
                          a.model, *paths], check=True, stdout=subprocess.PIPE, text=True).stdout
    records = {r["id"]: r for r in map(json.loads, out.split("\n")[:-1])}
    judge = decode.judge(a.shared)
    rows = []
    for number, (ident, text, relations) in enumerate(judge.gold(os.path.dirname(texts))):
        tokens = judge.tokens(text)
        mine = [x for x in records[ident]["attributions"] if x["parent"] is None]
        guesses = judge.to_sets(mine, tokens)
        hit = {j for _, j in judge.match(judge.to_sets(relations, tokens), guesses)}
        for j, x in enumerate(mine):
            if x["cue"] is not None:
                rows.append((number, evidence[ident][tuple(x["cue"]["spans"][0])], j in hit))
    return np.array([r[0] for r in rows]), np.array([r[1] for r in rows]), np.array([r[2] for r in rows])


def fit_weights(x, y):
    def loss(w):
        z = x @ w
        return np.logaddexp(0, np.where(y, -z, z)).sum() + 0.5 * (w[1:] ** 2).sum()
    return minimize(loss, np.zeros(x.shape[1]), method="BFGS").x


def fit_curve(z, y, points=24):
    """Rising curve through the smoothed shares of right ones in groups of equal size."""
    order = np.argsort(z)
    groups = np.array_split(order, points)
    blocks = [[z[g].mean(), y[g].mean(), len(g)] for g in groups]
    merged = []  # pool adjacent violators
    for b in blocks:
        merged.append(b)
        while len(merged) > 1 and merged[-2][1] >= merged[-1][1]:
            (z1, p1, n1), (z2, p2, n2) = merged[-2:]
            n = n1 + n2
            merged[-2:] = [[(z1 * n1 + z2 * n2) / n, (p1 * n1 + p2 * n2) / n, n]]
    return [[float(z), float(min(max(p, 0.02), 0.99))] for z, p, _ in merged]


def apply(weights, curve, x):
    c = np.array(curve)
    return np.interp(x @ weights, c[:, 0], c[:, 1])


def calibration_error(p, y, bins=10):
    which = np.minimum((p * bins).astype(int), bins - 1)
    return sum(abs(p[which == b].mean() - y[which == b].mean()) * (which == b).sum()
               for b in range(bins) if (which == b).any()) / len(p)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", default="../shared")
    ap.add_argument("--build", default="build")
    ap.add_argument("--model", required=True)
    ap.add_argument("--out", required=True)
    a = ap.parse_args()
    number, x, y = collect(a)
    held = np.zeros(len(y))
    for half in (0, 1):
        fit, rest = number % 2 == half, number % 2 != half
        w = fit_weights(x[fit], y[fit])
        held[rest] = apply(w, fit_curve(x[fit] @ w, y[fit]), x[rest])
    weights = fit_weights(x, y)
    curve = fit_curve(x @ weights, y)
    print(f"attributions {len(y)} right {y.mean():.3f}")
    print(f"expected calibration error, held out: {calibration_error(held, y):.4f}")
    near = (held >= 0.75) & (held < 0.85)
    print(f"given 0.75 to 0.85: {near.sum()}, right {y[near].mean() if near.any() else 0:.3f}")
    with open(a.out, "w") as f:
        json.dump({"weights": weights.tolist(), "curve": curve}, f)


if __name__ == "__main__":
    main()
