#!/usr/bin/env python3
"""Sorts the names of EWT train as Universal NER sorts them: person, organisation, place, none.

    kinds.py --corenlp 'LIB/*' --names work/names.pickle --heldout work/heldout --encoder FOLDER
             --teacher work/teacher.pt --layers work/layers.pickle --out work/layers.sorted.pickle
             [--halves learn,heldout]

Boundaries come from the gold trees, beyond them from the teachers. What a candidate is, a logistic
regression decides over what the MiniLM (teacher.py) and three of CoreNLP's taggers say of it, the word
before and behind it, and its last word. It learns from the halves of UNER EWT dev that are learned from
anyway, with EWT dev's trees under them. OUT is LAYERS with the new labels of EWT train and with the
sentences of those halves; candidates that nothing speaks for with more than SURE stay unknown.
"""
import argparse
import os
import pickle
import subprocess
import tempfile

import numpy as np
import torch

import names
import syntax
from label_syntax import Reader, marked_sentences
from names import TITLES, TYPES

HERE = os.path.dirname(os.path.abspath(__file__))
TAGGERS = ("all.3class", "conll.4class", "muc.7class")
TAGS = ("PERSON", "ORGANIZATION", "LOCATION", "MISC", "DATE")
GROUPS = (("PERSON",), ("ORG",), ("GPE", "LOC", "FAC"))  # what UNER's PER, ORG, LOC are here
UNER = ("PER", "ORG", "LOC")
NONE = len(GROUPS)
SURE = 0.45
RIDGE = 3.0
LAST = """inc corp co llc ltd company restaurant hotel inn cafe bar grill school university college church
hospital dealership salon store shop center centre clinic street st ave road city county river lake island
party department bank council committee""".split()
BEFORE = (("in", "near", "to", "from", "around", "outside"), ("at",), ("of",), ("by", "with"), ("the",),
          ("mr", "mr.", "dr", "dr.", "ms.", "mrs."), ("",))
BEHIND = ("'s", ",", "is", "was", "has", "said", "")


def crf_tags(classpath, sentences):
    """A list of tags for each sentence, by each of CoreNLP's taggers."""
    out = []
    with tempfile.TemporaryDirectory() as folder:
        path, answer = os.path.join(folder, "in"), os.path.join(folder, "out")
        with open(path, "w", encoding="utf-8") as f:
            f.writelines(" ".join(w.replace(" ", "_") or "_" for w in s["forms"]) + "\n" for s in sentences)
        for tagger in TAGGERS:
            model = f"edu/stanford/nlp/models/ner/english.{tagger}.distsim.crf.ser.gz"
            subprocess.run(["java", "-Xmx4g", "-cp", classpath, os.path.join(HERE, "CrfNames.java"), model,
                            path, answer], check=True)
            with open(answer, encoding="utf-8") as f:
                out.append([line.split() for line in f])
    return list(zip(*out))


def runs(tags):
    """(first, end, group) of equal tags beside one another."""
    out, i = [], 0
    while i < len(tags):
        end = i + 1
        while end < len(tags) and tags[end] == tags[i]:
            end += 1
        if tags[i] in TAGS[:NONE]:
            out.append((i, end, TAGS.index(tags[i])))
        i = end
    return out


def candidates(s, chances, tags):
    """(first, end, whether the tree says so), without overlaps."""
    forms, out = s["forms"], []
    for b, e in names.name_groups(forms, s["xpos"], [h - 1 for h in s["heads"]], s["rels"]):
        first, end = names.trim(forms, b, e, TYPES[int(names.kind_scores(chances, b, e).argmax())])
        if end - first > 1 or forms[first].lower() not in TITLES:
            out.append((first, end, True))
    taken = {i for b, e, _ in out for i in range(b, e)}
    more = [r[:2] for t in tags for r in runs(t)]
    more += [(b, e) for b, e, kind in names.decode(chances) if any(kind in g for g in GROUPS)]
    for b, e in more:
        if not taken & set(range(b, e)):
            out.append((b, e, False))
            taken |= set(range(b, e))
    return out


def mean_chances(chances, b, e):
    """Of each type and of none, from the mean of the logarithms; they sum to 1."""
    kinds = names.kind_scores(chances, b, e) / (e - b)
    scores = np.exp(np.append(kinds, np.log(chances[b:e, 0] + 1e-4).mean()))
    return scores / scores.sum()


def describe(s, chances, tags, b, e, in_tree):
    forms = s["forms"]
    sums = mean_chances(chances, b, e)
    grouped = [sum(sums[TYPES.index(k)] for k in g) for g in GROUPS] + [sums[-1]]
    x = [1.0, in_tree, e - b == 1, min(e - b, 4) / 4, *sums, *(np.log(np.array(grouped) + 1e-3) / 3)]
    most = []
    for t in tags:
        part = list(t[b:e])
        x += [part.count(tag) / (e - b) for tag in TAGS]
        x.append((b, e) in {r[:2] for r in runs(t)})
        most.append(max(sorted(set(part)), key=part.count))
    x += [most.count(tag) / len(TAGGERS) for tag in TAGS[:NONE]]
    last = forms[e - 1].lower().strip(".")
    before = forms[b - 1].lower() if b else ""
    behind = forms[e].lower() if e < len(forms) else ""
    x += [last == w for w in LAST] + [before in g for g in BEFORE] + [behind == w for w in BEHIND]
    x += [all(w.isupper() for w in forms[b:e]), all(w.islower() for w in forms[b:e]),
          s["xpos"][e - 1] == "NNPS", any(c.isdigit() for w in forms[b:e] for c in w)]
    return np.array(x, dtype=np.float32)


def describe_all(reader, classpath, sentences):
    """[(candidates, their features, chances)] of sentences."""
    out = []
    tags = crf_tags(classpath, sentences)
    for s, (_, chances), t in zip(sentences, reader.read([s["forms"] for s in sentences]), tags):
        if any(len(x) != len(s["forms"]) for x in t):
            t = [["O"] * len(s["forms"])] * len(TAGGERS)
        found = candidates(s, chances, t)
        out.append((found, [describe(s, chances, t, *c) for c in found], chances))
    return out


def fit(x, y):
    x, y = torch.from_numpy(np.array(x)), torch.tensor(y)
    w = torch.zeros(x.shape[1], NONE + 1, requires_grad=True)
    optimiser = torch.optim.LBFGS([w], max_iter=200, line_search_fn="strong_wolfe")

    def closure():
        optimiser.zero_grad()
        loss = torch.nn.functional.cross_entropy(x @ w, y, reduction="sum") + RIDGE * w.square().sum()
        loss.backward()
        return loss
    optimiser.step(closure)
    return w.detach()


def learn(reader, classpath, dev, uner):
    """The regression, from marked sentences that stand in EWT dev."""
    known = {" ".join(s["forms"]): s for s in dev}
    pairs = [(known[" ".join(f)], tags) for f, tags in uner if " ".join(f) in known]
    x, y = [], []
    for (found, rows, _), (_, tags) in zip(describe_all(reader, classpath, [s for s, _ in pairs]), pairs):
        gold = {(b, e): UNER.index(k) for b, e, k in names.bio_spans(tags) if k in UNER}
        x += rows
        y += [gold.get((b, e), NONE) for b, e, _ in found]
    return fit(x, y)


def kind_of(s, chances, b, e, p):
    """A type, None for unknown, "" for no name."""
    group = int(p.argmax())
    kinds = names.kind_scores(chances, b, e)
    none = np.log(chances[b:e, 0] + 1e-4).sum()
    if p[group] < SURE:
        return None
    if group < NONE:
        return max(GROUPS[group], key=lambda k: kinds[TYPES.index(k)])
    kind = TYPES[int(kinds.argmax())]
    if none <= kinds.max() and not any(kind in g for g in GROUPS):
        return kind
    return None if none < kinds.max() and s["xpos"][e - 1] in ("NNP", "NNPS") else ""


def label(s, found, rows, chances, w):
    spans = []
    if found:
        p = torch.softmax(torch.from_numpy(np.array(rows)) @ w, 1).numpy()
        kinds = [kind_of(s, chances, b, e, row) for (b, e, _), row in zip(found, p)]
        spans = [(b, e, k) for (b, e, _), k in zip(found, kinds) if k != ""]
    taken = {i for b, e, _ in spans for i in range(b, e)}
    spans += [x for x in names.decode(chances) if x[2] in names.MEASURES and not taken & set(range(*x[:2]))]
    return [int(v) for v in names.labels(len(s["forms"]), spans)]


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", default="../shared")
    ap.add_argument("--corenlp", required=True, help="class path of CoreNLP with its models")
    for name in ("names", "heldout", "encoder", "teacher", "layers", "out"):
        ap.add_argument("--" + name, required=True)
    ap.add_argument("--halves", default="learn", help="of the name dev sets to learn from: learn, heldout")
    ap.add_argument("--threads", type=int, default=2)
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    bank = os.path.join(a.shared, "data", "ud", "en_%s-%s.conllu")
    labels = syntax.Labels.of([bank % (n, "train") for n in ("ewt", "gum")])
    reader = Reader(a.teacher, a.encoder, labels)
    with open(a.names, "rb") as f:
        known = pickle.load(f)
    halves = a.halves.split(",")
    uner = [s for half in halves for s in names.read_uner(os.path.join(a.heldout, f"uner_ewt-{half}.iob2"))]
    w = learn(reader, a.corenlp, known["ewt-dev"], uner)
    with open(a.layers, "rb") as f:
        out = pickle.load(f)
    train = known["ewt-train"]
    out["entities"]["ewt", "train"] = [label(s, *parts, w) for s, parts in
                                       zip(train, describe_all(reader, a.corenlp, train))]
    out["sentences"] = marked_sentences(reader, known, a.heldout, halves)
    with open(a.out, "wb") as f:
        pickle.dump(out, f)


if __name__ == "__main__":
    main()
