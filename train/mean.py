#!/usr/bin/env python3
"""Writes the mean of the weights of networks that were learned one from another.

    mean.py --out work/mean/net.pt work/a/net.pt work/b/net.pt

Networks that go on from one and the same lie in one valley, where the mean is often better than each
(Wortsman et al. 2022, "Model soups"). All else is the first network's.
"""
import argparse
import os

import torch


def mean_of(paths):
    saved = [torch.load(p, weights_only=False) for p in paths]
    first = saved[0]["state"]
    for name, value in first.items():
        if value.dtype.is_floating_point:
            first[name] = sum(s["state"][name] for s in saved) / len(saved)
    saved[0]["figures"] = "the mean of " + ", ".join(paths)
    return saved[0]


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--out", required=True)
    ap.add_argument("nets", nargs="+")
    a = ap.parse_args()
    os.makedirs(os.path.dirname(os.path.abspath(a.out)), exist_ok=True)
    torch.save(mean_of(a.nets), a.out)


if __name__ == "__main__":
    main()
