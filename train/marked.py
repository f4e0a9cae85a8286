#!/usr/bin/env python3
"""Gathers what the tower goes on from: names marked by hand, and what the model before says of the rest.

    marked.py --shared ../shared --build build --model models/en/attribution.onrm --heldout work/heldout
              [--teacher work/names.pt --encoder FOLDER] --out work/layers.pickle [--names work/names.pickle]

OUT is as label_syntax.py writes it. Names of the treebanks are those of train/names; of CrossNER politics
train and the halves of the name dev sets to learn from they are as before. Where these say nothing (dates,
numbers, kinds of places) the model does. On news it says all but the names: these are marked in
train/names for the leads of some reports, and come from a teacher, if there is one, for the others.
--names writes what teacher.py learns from to become that teacher.

Files of train/names have a line for each sentence with names: its number in the treebank, from 0, or a
report and its sentence; and first-end:TYPE of its names, in words counted from 0. A sentence of a report
without names has a line, too.
"""
import argparse
import json
import os
import pickle
import random
import re
import subprocess
import tempfile

import names
import syntax
import ud
from vectors import texts_of

PART = 300  # texts at a time
DATED = names.MEASURES - {"NORP"}


def read_marks(path):
    """{sentence: [(first, end, type)]}; a sentence is a number or (report, number)."""
    out = {}
    with open(path, encoding="utf-8") as f:
        for line in f:
            if line.startswith("#"):
                continue
            *place, rest = line.rstrip("\n").split("\t")
            marks = (re.match(r"(\d+)-(\d+):(\w+)$", mark).groups() for mark in rest.split())
            key = int(place[0]) if len(place) == 1 else (place[0], int(place[1]))
            out[key] = [(int(first), int(end), kind) for first, end, kind in marks]
    return out


class Model:
    """The model before, by its program."""

    def __init__(self, build, model):
        self.command = [os.path.join(build, "onrecord"), "read", "--quiet", "--model", model]
        self.tool = os.path.join(build, "features")

    def run(self, *arguments):
        return subprocess.run([*self.command, *arguments], check=True, stdout=subprocess.PIPE).stdout.decode()

    def names(self, sentences):
        """[(first, end, type)] of each sentence, a list of words."""
        with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as f:
            begins, ends, at = {}, {}, 0
            for s, forms in enumerate(sentences):
                for i, form in enumerate(forms):
                    begins[at], ends[at + len(form)] = (s, i), (s, i + 1)
                    at += len(form) + 1
                at += 1
                f.write(" ".join(forms) + "\n\n")
            f.flush()
            record = json.loads(self.run("--format", "jsonl", "--layers", "entities", f.name))
        out = [[] for _ in sentences]
        for entity in record["entities"]:
            for b, e in entity["mentions"]:
                (s, first), (t, end) = begins.get(b, (-1, 0)), ends.get(e, (-2, 0))
                if s == t:
                    out[s].append((first, end, entity["type"]))
        return [sorted(found) for found in out]

    def sentences(self, paths):
        """Yields (document, its sentences, each a list of words of ten columns) of some texts."""
        with tempfile.NamedTemporaryFile("w", suffix=".conllu", encoding="utf-8") as f:
            f.write(self.run("--format", "conllu", "--layers", "syntax,entities", *paths))
            f.flush()
            ident, rows = None, []
            for comments, words in ud.sentences(f.name):
                if "newdoc id" in comments and rows:
                    yield ident, rows
                    rows = []
                ident = comments.get("newdoc id", ident)
                rows.append(words)
            if rows:
                yield ident, rows


class Silent:
    """In place of a teacher: the model's own names."""

    def names(self, rows, own):
        return own


class Teacher:
    """Names by the network of teacher.py, dates and measures by the model before."""
    SURE, LONGEST = 0.4, 110

    def __init__(self, checkpoint, folder):
        import teacher
        import torch
        self.teacher, self.torch = teacher, torch
        torch.set_num_threads(1)
        self.net, _ = teacher.load(checkpoint, folder)
        self.tokenizer = teacher.load_tokenizer(folder)

    def read(self, sentences):
        """[n, 31] probabilities for each sentence, a list of words."""
        samples = [self.teacher.prepare(self.tokenizer, forms) for forms in sentences]
        out = [None] * len(samples)
        with self.torch.no_grad(), self.torch.autocast("cpu", self.torch.bfloat16):
            for indexes in self.teacher.batches(samples, 4000):
                x = self.net(*self.teacher.tensors([samples[i] for i in indexes])[:4])
                chances = self.torch.softmax(self.net.taggers["names"](x).float(), 2).numpy()
                for row, i in enumerate(indexes):
                    out[i] = chances[row, 1:len(sentences[i]) + 1].copy()
        return out

    def names(self, rows, own):
        """Labels of the sentences of some texts, `own` by the model before."""
        asked = [i for i, words in enumerate(rows) if len(words) <= self.LONGEST and
                 any(w[1] != w[1].lower() for w in words[1:])]
        out = list(own)
        for i, chances in zip(asked, self.read([[w[1] for w in rows[i]] for i in asked])):
            found = [m for m in names.decode(chances) if m[2] not in DATED]
            unsure = [t for t in range(len(chances)) if chances[t].max() < self.SURE]
            out[i] = names.labels(len(chances), found + [m for m in mention_spans(rows[i]) if m[2] in DATED],
                                  unsure)
        return out


def mention_spans(words):
    """[(first, end, type)] from the Entity attributes of our own CoNLL-U."""
    found, opened = [], {}
    for i, w in enumerate(words):
        misc = dict(p.split("=", 1) for p in w[9].split("|") if "=" in p)
        for m in ud.ENTITY.finditer(misc.get("Entity", "")):
            if m["open"]:
                ident, kind = m["open"].split("-")
                if m["shut"]:
                    found.append((i, i + 1, kind))
                else:
                    opened[ident] = i, kind
            elif m["close"] in opened:
                first, kind = opened.pop(m["close"])
                found.append((first, i + 1, kind))
    return found


def document_layers(rows, marks, labels):
    layers, first = syntax.blank(sum(map(len, rows))), 0
    for s, (words, mark) in enumerate(zip(rows, marks)):
        for i, w in enumerate(words):
            t, head = first + i, int(w[6])
            layers.sentence[t], layers.names[t] = s, mark[i]
            layers.upos[t], layers.xpos[t] = labels.find("upos", w[3]), labels.find("xpos", w[4])
            layers.feats[t], layers.rel[t] = labels.find("feats", w[3] + "|" + w[5]), labels.find("rels", w[7])
            layers.head[t] = -1 if head == 0 else first + head - 1
        first += len(words)
    return layers


def with_dates(n, marks, own):
    """Labels of a sentence whose names are marked; dates and measures are the model's."""
    return names.labels(n, marks + [m for m in own if m[2] in DATED])


def label_texts(model, teacher, paths, marks, labels):
    """{document: packed layers} of some texts."""
    texts = list(model.sentences(paths))
    rows = [words for _, sentences in texts for words in sentences]
    labelled = iter(teacher.names(rows, [names.labels(len(w), mention_spans(w)) for w in rows]))
    out = {}
    for ident, sentences in texts:
        found = [next(labelled) for _ in sentences]
        for s, words in enumerate(sentences):
            if (ident, s) in marks:
                found[s] = with_dates(len(words), marks[ident, s], mention_spans(words))
        out[ident] = syntax.pack(document_layers(sentences, found, labels))
    return out


def news(model, teacher, shared, share, seed, marks, labels):
    out = {}
    with tempfile.TemporaryDirectory() as folder:
        paths = list(texts_of(shared, folder))
        random.Random(seed).shuffle(paths)
        raw = [p for p in paths if p.startswith(folder)]
        paths = [p for p in paths if not p.startswith(folder)] + raw[:int(len(raw) * share)]
        for at in range(0, len(paths), PART):
            out.update(label_texts(model, teacher, paths[at:at + PART], marks, labels))
            print("texts", len(out), "of", len(paths), flush=True)
    return out


def treebank(model, path, marks):
    """Labels of each sentence of a treebank."""
    sentences = [[w[1] for w in words] for _, words in ud.sentences(path)]
    return [with_dates(len(forms), marks.get(i, []), own)
            for i, (forms, own) in enumerate(zip(sentences, model.names(sentences)))]


def uner(tags, found):
    """Labels of a Universal NER sentence: the model chooses among places and says the kinds that are not
    marked."""
    spans = []
    for first, end, kind in names.bio_spans(tags):
        kinds = names.UNER[kind]
        spans.append((first, end, next((k for b, e, k in found if k in kinds and b < end and first < e),
                                       kinds[0])))
    marked = {kind for kinds in names.UNER.values() for kind in kinds}
    return names.labels(len(tags), spans + [m for m in found if m[2] not in marked])


def marked_sentences(model, shared, folder):
    """[(words, labels)] of CrossNER politics train and the halves of the dev sets, these twice."""
    train = list(names.read_crossner(os.path.join(shared, "data", "ner", "crossner_politics-train.txt")))
    cross = list(names.read_crossner(os.path.join(folder, "crossner_politics-learn.iob2")))
    web = list(names.read_uner(os.path.join(folder, "uner_ewt-learn.iob2")))
    out = []
    for rows, how, times in ((train, names.crossner, 1), (cross, names.crossner, 2),
                             (web, lambda forms, tags, found: uner(tags, found), 2)):
        found = model.names([forms for forms, _ in rows])
        out += times * [(forms, how(forms, tags, own)) for (forms, tags), own in zip(rows, found)]
    return out


def spaced(bank, entities, marks):
    """[(words, labels)] of the treebanks' sentences with names, to be read with a space around each word, as
    texts that went through another tokeniser are."""
    return [([w[1] for w in words], entities[n, "train"][i])
            for n in ("ewt", "gum") for i, (_, words) in enumerate(ud.sentences(bank.format(n)))
            if i in marks[n + "-train"]]


def marked_leads(model, shared, marks):
    """[(words, labels)] of the sentences of news that are marked."""
    out = []
    with tempfile.TemporaryDirectory() as folder:
        known = {ident for ident, _ in marks}
        paths = [p for p in texts_of(shared, folder) if os.path.basename(p).rsplit(".", 1)[0] in known]
        for at in range(0, len(paths), PART):
            for ident, sentences in model.sentences(paths[at:at + PART]):
                out += [([w[1] for w in words], with_dates(len(words), marks[ident, s], mention_spans(words)))
                        for s, words in enumerate(sentences) if (ident, s) in marks]
    return out


def for_teacher(bank, entities, sentences, seed):
    """What teacher.py learns names from: of sentences without a proper noun a quarter."""
    rng = random.Random(seed)
    out = {f"{n}-{part}": [] for n in ("ewt", "gum") for part in ("train", "dev")}
    for n in ("ewt", "gum"):
        for (_, words), marks in zip(ud.sentences(bank.format(n)), entities[n, "train"]):
            if any(w[3] == "PROPN" for w in words) or rng.random() < 0.25:
                out[n + "-train"].append({
                    "forms": [w[1] for w in words], "upos": [w[3] for w in words], "xpos": [w[4] for w in words],
                    "feats": [w[5] for w in words], "rels": [w[7] for w in words], "names": marks})
    return out | {"crossner": [], "news": [{"forms": forms, "names": marks} for forms, marks in sentences]}


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", default="../shared")
    ap.add_argument("--build", default="build")
    ap.add_argument("--model", required=True, help="the model before")
    ap.add_argument("--marks", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "names"))
    ap.add_argument("--heldout", required=True, help="where silver_names.py put the halves")
    ap.add_argument("--teacher", help="what teacher.py wrote")
    ap.add_argument("--encoder", help="folder of all-MiniLM-L6-v2")
    ap.add_argument("--out", help="labels for train.py")
    ap.add_argument("--names", help="labels for teacher.py")
    ap.add_argument("--share", type=float, default=0.55, help="of the unmarked news")
    ap.add_argument("--seed", type=int, default=5)
    a = ap.parse_args()
    bank = os.path.join(a.shared, "data", "ud", "en_{}-train.conllu")
    labels = syntax.Labels.of([bank.format(n) for n in ("ewt", "gum")])
    model = Model(a.build, a.model)
    marks = {n: read_marks(os.path.join(a.marks, n + ".tsv")) for n in ("ewt-train", "gum-train", "news")}
    entities = {(n, "train"): treebank(model, bank.format(n), marks[n + "-train"]) for n in ("ewt", "gum")}
    sentences = marked_sentences(model, a.shared, a.heldout)
    if a.names:
        known = for_teacher(bank, entities, sentences + marked_leads(model, a.shared, marks["news"]), a.seed)
        with open(a.names, "wb") as f:
            pickle.dump(known, f)
    if a.out:
        teacher = Teacher(a.teacher, a.encoder) if a.teacher else Silent()
        out = {"entities": entities, "sentences": sentences + spaced(bank, entities, marks),
               "layers": news(model, teacher, a.shared, a.share, a.seed, marks["news"], labels)}
        with open(a.out, "wb") as f:
            pickle.dump(out, f)


if __name__ == "__main__":
    main()
