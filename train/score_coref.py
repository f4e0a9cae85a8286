#!/usr/bin/env python3
"""Score chains of coreference found in raw text against GUM's.

    score_coref.py --raw GOLD.conllu > documents.jsonl
    score_coref.py GOLD.conllu PREDICTED.jsonl [--json] [--genres]
    score_coref.py --self-test

--raw prints one line for each document with its id and raw text, to be read by
`onrecord read --format jsonl --layers coreference`. Gold chains are the groups of
`Entity=` in MISC (identity only: bridging and split antecedents stand elsewhere)
with two mentions or more; predicted chains are the records' "chains" with two or
more. Mentions are aligned by their place among the text's non-space characters and
match when they are exactly equal, pieces of broken ones included. Predicted mentions
of the kind "relative" are left out, because GUM marks no relative pronouns.

MUC (Vilain et al. 1995), B-cubed (Bagga and Baldwin 1998) and CEAF-e (Luo 2005,
phi4, best alignment by the Hungarian method), summed over documents as the scorer of
CoNLL 2012 does; the mean of the three F1 is the CoNLL score.
"""
import argparse
import json
import re
import sys
from collections import defaultdict

BRACKET = re.compile(r"\([^()]*\)?|[^()]+\)")
PIECE = re.compile(r"^(.*?)\[(\d+)/(\d+)\]$")


def documents(path):
    """(id, rows with sentence breaks as None, set of row numbers that begin a paragraph)."""
    name, rows, new = None, [], set()
    with open(path, encoding="utf-8") as f:
        for line in f:
            line = line.rstrip("\n")
            if line.startswith("# newdoc"):
                if rows:
                    yield name, rows, new
                name, rows, new = line.partition("=")[2].strip(), [], set()
            elif line.startswith("# newpar"):
                new.add(len(rows))
            elif line.startswith("#"):
                continue
            elif not line:
                rows.append(None)
            else:
                rows.append(line.split("\t"))
    if rows:
        yield name, rows, new


def raw(rows, new):
    out, skip = [], 0
    for i, r in enumerate(rows):
        if i in new and out:
            out = ["".join(out).rstrip() + "\n\n"]
        if r is None:
            skip = 0
        elif "." in r[0]:
            continue
        elif "-" in r[0]:
            skip = int(r[0].split("-")[1])
            out.append(r[1] + ("" if "SpaceAfter=No" in r[9] else " "))
        elif int(r[0]) > skip:
            out.append(r[1] + ("" if "SpaceAfter=No" in r[9] else " "))
    return "".join(out).strip() + "\n"


def places(rows):
    """(first, end) among the non-space characters of each word's row, None for other rows. Of the
    pieces of a word that are not spelled as the word, the first has all of it."""
    out, at, whole = [], 0, None
    for r in rows:
        if r is None:
            out.append(None)
            whole = None
        elif "." in r[0]:
            out.append(None)
        elif "-" in r[0]:
            last = int(r[0].split("-")[1])
            whole = (last, at + len("".join(r[1].split())))
            out.append(None)
        else:
            size = len("".join(r[1].split()))
            begin, end = at, at + size
            if whole is not None:
                end = min(end, whole[1])
                if int(r[0]) == whole[0]:
                    end = whole[1]
                    whole = None
            out.append((begin, end))
            at = end
    return out


def entity_of(misc):
    for part in misc.split("|"):
        if part.startswith("Entity="):
            return part[len("Entity="):]
    return ""


def gold_mentions(rows):
    """[(group, rows of the pieces as (first, last), attributes)] in order of their ends."""
    opened, pieces, found = defaultdict(list), {}, []
    for i, r in enumerate(rows):
        if r is None:
            continue
        for bracket in BRACKET.findall(entity_of(r[9])):
            if bracket.startswith("("):
                fields = bracket.strip("()").split("-")
                opened[fields[0]].append((i, fields))
            if bracket.endswith(")"):
                key = bracket.strip("()").split("-")[0]
                first, fields = opened[key].pop()
                broken = PIECE.match(key)
                if not broken:
                    found.append((key, [(first, i)], fields))
                    continue
                group, number, count = broken.group(1), int(broken.group(2)), int(broken.group(3))
                pieces.setdefault((group, count), []).append((first, i))
                if number == 1:
                    pieces[group, count, 0] = fields
                if number == count:
                    found.append((group, pieces.pop((group, count)), pieces.pop((group, count, 0), fields)))
    return found


def gold_chains(rows):
    at, chains = places(rows), defaultdict(list)
    for group, parts, _ in gold_mentions(rows):
        chains[group].append(tuple((at[a][0], at[b][1]) for a, b in parts))
    return [c for c in map(sorted, map(set, chains.values())) if len(c) > 1]


def predicted_chains(record):
    dense, n = [], 0
    for c in record["text"]:
        dense.append(n)
        n += not c.isspace()
    dense.append(n)
    chains = []
    for chain in record.get("chains", []):
        spans = {((dense[m[0]], dense[m[1]]),) for m in map(span_of, chain["mentions"]) if m}
        if len(spans) > 1:
            chains.append(sorted(spans))
    return chains


def span_of(mention):
    """GUM marks no relative pronouns."""
    if isinstance(mention, dict):
        return None if mention.get("kind") == "relative" else mention["span"]
    return mention


def muc(key, response):
    """Links of `key` that `response` has, and those there are."""
    where = {m: i for i, c in enumerate(response) for m in c}
    got = all_ = 0
    for chain in key:
        parts = {where.get(m, ("alone", m)) for m in chain}
        got += len(chain) - len(parts)
        all_ += len(chain) - 1
    return got, all_


def b_cubed(key, response):
    sets = [set(c) for c in response]
    where = {m: i for i, c in enumerate(response) for m in c}
    got = 0.0
    for chain in key:
        chain = set(chain)
        for m in chain:
            if m in where:
                got += len(chain & sets[where[m]]) / len(chain)
    return got, sum(map(len, key))


def best_alignment(weights):
    """Largest sum over a one-to-one choice (Kuhn's Hungarian method with potentials)."""
    if not weights or not weights[0]:
        return 0.0
    if len(weights) > len(weights[0]):
        weights = [list(c) for c in zip(*weights)]
    n, m = len(weights), len(weights[0])
    u, v, owner, way = [0.0] * (n + 1), [0.0] * (m + 1), [0] * (m + 1), [0] * (m + 1)
    for i in range(1, n + 1):
        owner[0], j0 = i, 0
        least, used = [float("inf")] * (m + 1), [False] * (m + 1)
        while True:
            used[j0] = True
            i0, delta, j1 = owner[j0], float("inf"), 0
            for j in range(1, m + 1):
                if used[j]:
                    continue
                cost = -weights[i0 - 1][j - 1] - u[i0] - v[j]
                if cost < least[j]:
                    least[j], way[j] = cost, j0
                if least[j] < delta:
                    delta, j1 = least[j], j
            for j in range(m + 1):
                if used[j]:
                    u[owner[j]] += delta
                    v[j] -= delta
                else:
                    least[j] -= delta
            j0 = j1
            if owner[j0] == 0:
                break
        while j0:
            owner[j0] = owner[way[j0]]
            j0 = way[j0]
    return sum(weights[owner[j] - 1][j - 1] for j in range(1, m + 1) if owner[j])


def ceaf_e(gold, predicted):
    def phi(a, b):
        return 2 * len(set(a) & set(b)) / (len(a) + len(b))
    best = best_alignment([[phi(g, p) for p in predicted] for g in gold])
    return best, len(gold), best, len(predicted)


def count(gold, predicted):
    g, p = {m for c in gold for m in c}, {m for c in predicted for m in c}
    both = len(g & p)
    return {
        "mentions": (both, len(g), both, len(p)),
        "MUC": muc(gold, predicted) + muc(predicted, gold),
        "B-cubed": b_cubed(gold, predicted) + b_cubed(predicted, gold),
        "CEAF-e": ceaf_e(gold, predicted),
    }


def figures(counts):
    out = {}
    for name in ("mentions", "MUC", "B-cubed", "CEAF-e"):
        a, b, c, d = (sum(x[name][i] for x in counts) for i in range(4))
        r, p = a / b if b else 0.0, c / d if d else 0.0
        out[name] = {"P": p, "R": r, "F1": 2 * p * r / (p + r) if p + r else 0.0}
    out["CoNLL"] = {"F1": sum(out[n]["F1"] for n in ("MUC", "B-cubed", "CEAF-e")) / 3}
    return out


def show(title, result):
    cells = [f"{n} " + "/".join(f"{100 * v:.1f}" for v in result[n].values()) for n in result]
    print(f"{title:14}", "  ".join(cells))


def self_test():
    # The example of Luo (2005), and one whose chains are partly missed.
    key = [[1, 2, 3, 4, 5], [6, 7], [8, 9, 10, 11, 12]]
    one = [[1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11, 12]]
    assert muc(key, one) == (9, 9) and muc(one, key) == (9, 10)
    got = b_cubed(one, key)
    assert abs(got[0] / got[1] - (5 + 2 * 2 / 7 + 5 * 5 / 7) / 12) < 1e-9
    assert abs(ceaf_e(key, one)[0] - (1 + 10 / 12)) < 1e-9
    assert best_alignment([[1, 5], [4, 7]]) == 9 and best_alignment([[1], [3], [2]]) == 3
    assert best_alignment([[7, 5, 1], [5, 1, 0], [2, 2, 9]]) == 19
    rows = [["1", "A", *"_" * 7, "Entity=(1-person-x(2[1/2]-a-y)"], ["2", "b", *"_" * 7, "Entity=1)"],
            ["3", "C", *"_" * 7, "Entity=(1-person-z)2[2/2])"], None]
    rows[0][9] = "Entity=(1-person-x(2[1/2]-a-y"
    rows[1][9] = "Entity=2[1/2])1)|SpaceAfter=No"
    rows[2][9] = "Entity=(1-person-z)(2[2/2]-a-y)"
    assert [(g, p) for g, p, _ in gold_mentions(rows)] == [("1", [(0, 1)]), ("1", [(2, 2)]),
                                                          ("2", [(0, 1), (2, 2)])]
    assert gold_chains(rows) == [[((0, 2),), ((2, 3),)]]
    assert raw(rows, set()) == "A bC\n"
    perfect = figures([count(key, key)])
    assert all(abs(v - 1) < 1e-9 for f in perfect.values() for v in f.values())
    print("ok")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("gold", nargs="?")
    ap.add_argument("predicted", nargs="?")
    ap.add_argument("--raw", action="store_true")
    ap.add_argument("--json", action="store_true")
    ap.add_argument("--genres", action="store_true", help="also by the second part of the documents' ids")
    ap.add_argument("--self-test", action="store_true")
    a = ap.parse_args()
    if a.self_test:
        return self_test()
    if a.gold is None or (a.predicted is None) != a.raw:
        ap.error("needs GOLD with --raw, or GOLD and PREDICTED")
    if a.raw:
        for name, rows, new in documents(a.gold):
            print(json.dumps({"id": name, "text": raw(rows, new)}))
        return
    with open(a.predicted, encoding="utf-8") as f:
        records = {r["id"]: r for r in map(json.loads, f)}
    counts, genres = [], defaultdict(list)
    for name, rows, new in documents(a.gold):
        if name not in records:
            sys.exit(f"score_coref: no record of {name}")
        record = records[name]
        if "".join(record["text"].split()) != "".join(raw(rows, new).split()):
            sys.exit(f"score_coref: the text of {name} is another")
        counts.append(count(gold_chains(rows), predicted_chains(record)))
        genres[name.split("_")[1] if "_" in name else name].append(counts[-1])
    result = figures(counts)
    if a.json:
        print(json.dumps(result))
        return
    print("P/R/F1 in percent")
    show("all", result)
    for genre in sorted(genres) if a.genres else ():
        show(genre, figures(genres[genre]))


if __name__ == "__main__":
    main()
