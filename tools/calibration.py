#!/usr/bin/env python3
"""What score_attribution.py does not count: the confidence, and answers given by hand.

    calibration.py --score DIR calibration GOLD_DIR PRED.jsonl
    calibration.py --score DIR expected EXPECTED.json PRED.jsonl

DIR holds score_attribution.py, whose tokens and relaxed match are used: contents share half of
their tokens, sources share one or are both missing, and so do cues.

calibration  An attribution without parent is right when the match pairs it with one of the gold.
             Prints a table of ten bins of confidence, and the expected calibration error: the mean
             distance of confidence and share of right ones, weighted by the bins' sizes.
expected     How many of the attributions of the file are found. Predictions with a parent take
             part, since the file has nested ones, too. Lists those that are missed.
"""
import argparse
import json
import sys

BINS = 10


def load_predictions(path):
    with open(path, encoding="utf-8") as f:
        return {d["id"]: d for d in map(json.loads, filter(str.strip, f))}


def sets_of(scorer, relations, toks):
    """As the scorer's to_sets(), but each with its relation, so that those it drops drop here."""
    pairs = [(scorer.to_sets([r], toks), r) for r in relations]
    return [s[0] for s, _ in pairs if s], [r for s, r in pairs if s]


def judged(scorer, gold_folder, predictions):
    """(confidence, right) of each attribution predicted for a gold document."""
    out = []
    for ident, text, relations in scorer.gold(gold_folder):
        doc = predictions.get(ident)
        if doc is None or doc["text"] != text:
            continue
        toks = scorer.tokens(text)
        outer = [a for a in doc["attributions"] if a.get("parent") is None]
        guesses, attributions = sets_of(scorer, outer, toks)
        right = {j for _, j in scorer.match(scorer.to_sets(relations, toks), guesses)}
        out += [(a["confidence"], j in right) for j, a in enumerate(attributions)]
    return out


def bin_of(confidence):
    return min(int(confidence * BINS), BINS - 1)


def print_calibration(pairs):
    error = 0.0
    print("confidence     number   mean   right")
    for i in range(BINS):
        mine = [p for p in pairs if bin_of(p[0]) == i]
        if not mine:
            continue
        mean = sum(c for c, _ in mine) / len(mine)
        right = sum(r for _, r in mine) / len(mine)
        error += abs(mean - right) * len(mine) / len(pairs)
        print(f"{i / BINS:.1f} to {(i + 1) / BINS:.1f} {len(mine):10} {mean:6.3f}  {right:6.3f}")
    print(f"expected calibration error {error:.3f} over {len(pairs)} attributions")


def spans_text(text, part):
    spans = (part or {}).get("spans") or []
    return " … ".join(text[b:e] for b, e in spans) or "-"


def print_expected(scorer, expected, predictions):
    doc = predictions.get(expected["id"])
    if doc is None:
        sys.exit(f"calibration.py: there is no record of {expected['id']}")
    toks = scorer.tokens(doc["text"])
    golds, relations = sets_of(scorer, expected["attributions"], toks)
    guesses, _ = sets_of(scorer, doc["attributions"], toks)
    hit = {i for i, _ in scorer.match(golds, guesses)}
    nested = [i for i, r in enumerate(relations) if r.get("parent") is not None]
    print(f"{len(hit)} of {len(golds)} found, {len(hit & set(nested))} of {len(nested)} nested ones; "
          f"{len(guesses)} predicted")
    for i, r in enumerate(relations):
        if i not in hit:
            print(f"missed line {r.get('line', '?')}:",
                  " | ".join(spans_text(doc["text"], r.get(part))[:60] for part in scorer.ROLES))


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--score", required=True, metavar="DIR")
    parser.add_argument("what", choices=("calibration", "expected"))
    parser.add_argument("gold")
    parser.add_argument("pred")
    a = parser.parse_args()
    sys.dont_write_bytecode = True  # the scorers' folder is not ours to write in
    sys.path.insert(0, a.score)
    import score_attribution as scorer

    predictions = load_predictions(a.pred)
    if a.what == "calibration":
        print_calibration(judged(scorer, a.gold, predictions))
    else:
        with open(a.gold, encoding="utf-8") as f:
            print_expected(scorer, json.load(f), predictions)


if __name__ == "__main__":
    main()
