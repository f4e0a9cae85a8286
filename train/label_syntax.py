#!/usr/bin/env python3
"""Labels news and the treebanks' names with the teacher's help, for train.py --layers.

    label_syntax.py --shared ../shared --tool build/features --names work/names.pickle
                    --heldout work/heldout --encoder FOLDER --teacher work/teacher.pt
                    --out work/layers.pickle [--share 0.55] [--threads 2]

OUT is a pickle of plain Python values, which any version of numpy can take up:

    layers     {document: layers of the C library's tokens, see syntax.pack}: PolNeAR train and that
               share of the unmarked news, all of it the teacher's. Heads and types of which it is
               unsure are unknown
    entities   {(treebank, "train"): name labels of each sentence}: GUM's by hand, with the teacher's
               where these are silent; EWT's bounded by the gold tree, of the teacher's type
    sentences  [(words, name labels)] marked by hand: CrossNER politics train, and twice the halves of
               UNER EWT dev and CrossNER politics dev that silver_names.py set apart for learning
"""
import argparse
import os
import pickle
import random
import tempfile

import numpy as np
import torch

import data
import names
import syntax
import teacher
from silver_names import sentence_forms
from vectors import texts_of

UNKNOWN = names.UNKNOWN
LONGEST = 110  # tokens; longer sentences stay without labels
SURE_HEAD, SURE_NAME = 0.45, 0.4
PART = 400  # texts at a time


class Reader:
    """The teacher, whose answers come as ids of the network that ships."""

    def __init__(self, checkpoint, folder, labels):
        self.net, sets = teacher.load(checkpoint, folder)
        self.tokenizer = teacher.load_tokenizer(folder)
        self.labels, self.sets = labels, sets
        self.ids = {k: np.array([labels.find(k, v) for v in sets[k]]) for k in ("upos", "xpos", "rels")}

    def read(self, sentences):
        """For each sentence, a list of words, its layers and [n, 31] probabilities of names."""
        samples = [teacher.prepare(self.tokenizer, forms) for forms in sentences]
        out = [None] * len(samples)
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            for indexes in teacher.batches(samples, 4000):
                for i, answer in zip(indexes, self.read_batch([samples[i] for i in indexes])):
                    out[i] = answer
        return out

    def read_batch(self, batch):
        x, arcs = self.net.read(batch)
        sure, heads = torch.softmax(arcs, 2).max(2)
        best = {k: self.net.taggers[k](x).argmax(2).numpy() for k in ("upos", "xpos", "feats")}
        best["rels"] = self.net.parser.rels(x, heads).argmax(2).numpy()
        chances = torch.softmax(self.net.taggers["names"](x).float(), 2).numpy()
        sure, heads = sure.numpy(), heads.numpy()
        for k, sample in enumerate(batch):
            words = slice(1, len(sample["first"]) + 1)  # behind the root
            yield self.layers({name: ids[k, words] for name, ids in best.items()}, heads[k, words],
                              sure[k, words], chances[k, words]), chances[k, words].copy()

    def layers(self, best, heads, sure, chances):
        """Layers of one sentence; heads count from its first word, -1 is the root."""
        feats = [self.labels.find("feats", self.sets["upos"][u] + "|" + self.sets["feats"][f])
                 for u, f in zip(best["upos"], best["feats"])]
        unsure = np.flatnonzero(chances.max(1) < SURE_NAME)
        marks = names.labels(len(heads), names.decode(chances), unsure)
        safe = sure >= SURE_HEAD
        return syntax.Layers(self.ids["upos"][best["upos"]], self.ids["xpos"][best["xpos"]], np.array(feats),
                             np.array(marks), np.where(safe, heads - 1, UNKNOWN),
                             np.where(safe, self.ids["rels"][best["rels"]], UNKNOWN),
                             np.zeros(len(heads), dtype=np.int64))


def put(layers, part, first):
    """Puts the layers of a sentence into its document's, from token `first` on."""
    at = slice(first, first + len(part.head))
    for k in syntax.TAGGERS + ("rel",):
        getattr(layers, k)[at] = getattr(part, k)
    layers.head[at] = np.where(part.head >= 0, part.head + first, part.head)


def label_texts(reader, tool, paths):
    """{document: packed layers} of some texts."""
    layers, sentences, places = {}, [], []
    for path, doc in zip(paths, data.run_features(tool, paths)):
        layers[doc.ident] = syntax.blank(len(doc.begin))
        layers[doc.ident].sentence[:] = doc.sentence
        if len(doc.begin):
            places += [(doc.ident, first) for first, _ in syntax.sentence_index(doc.sentence, LONGEST)]
        sentences += sentence_forms(path, doc, LONGEST)
    for (ident, first), (part, _) in zip(places, reader.read(sentences)):
        put(layers[ident], part, first)
    return {ident: syntax.pack(l) for ident, l in layers.items()}


def label_news(reader, shared, tool, share, seed):
    out = {}
    with tempfile.TemporaryDirectory() as folder:
        paths = list(texts_of(shared, folder))
        random.Random(seed).shuffle(paths)
        marked = [p for p in paths if not p.startswith(folder)]
        raw = [p for p in paths if p.startswith(folder)]
        paths = marked + raw[:int(len(raw) * share)]
        for at in range(0, len(paths), PART):
            out.update(label_texts(reader, tool, paths[at:at + PART]))
            print("texts", len(out), "of", len(paths), flush=True)
    return out


def treebank_names(reader, known):
    ewt, gum = known["ewt-train"], known["gum-train"]
    return {("ewt", "train"): [names.ewt_names(s["forms"], s["xpos"], s["heads"], s["rels"], chances)
                               for s, (_, chances) in zip(ewt, reader.read([s["forms"] for s in ewt]))],
            ("gum", "train"): [names.fill(s["names"], chances)
                               for s, (_, chances) in zip(gum, reader.read([s["forms"] for s in gum]))]}


def marked_sentences(reader, known, folder, halves=("learn",)):
    """(forms, names) of sentences with names marked by hand; those of `halves` of the dev sets twice."""
    def read(how, name):
        return [s for half in halves for s in how(os.path.join(folder, f"{name}-{half}.iob2"))]
    uner, cross = read(names.read_uner, "uner_ewt"), read(names.read_crossner, "crossner_politics")
    out = [(forms, names.uner(tags, chances))
           for (forms, tags), (_, chances) in zip(uner, reader.read([forms for forms, _ in uner]))]
    out += [(forms, names.crossner(forms, tags, names.decode(chances)))
            for (forms, tags), (_, chances) in zip(cross, reader.read([forms for forms, _ in cross]))]
    return [(s["forms"], s["names"]) for s in known["crossner"]] + 2 * out


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", default="../shared")
    ap.add_argument("--tool", default="build/features")
    ap.add_argument("--names", required=True, help="what silver_names.py wrote")
    ap.add_argument("--heldout", required=True, help="where silver_names.py put the halves")
    ap.add_argument("--encoder", required=True, help="folder of all-MiniLM-L6-v2")
    ap.add_argument("--teacher", required=True, help="what teacher.py wrote")
    ap.add_argument("--out", required=True)
    ap.add_argument("--share", type=float, default=0.55, help="of the unmarked news")
    ap.add_argument("--threads", type=int, default=2)
    ap.add_argument("--seed", type=int, default=5)
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    with open(a.names, "rb") as f:
        known = pickle.load(f)
    labels = syntax.Labels.of([os.path.join(a.shared, "data", "ud", f"en_{n}-train.conllu")
                               for n in ("ewt", "gum")])
    reader = Reader(a.teacher, a.encoder, labels)
    out = {"entities": treebank_names(reader, known),
           "sentences": marked_sentences(reader, known, a.heldout),
           "layers": label_news(reader, a.shared, a.tool, a.share, a.seed)}
    with open(a.out, "wb") as f:
        pickle.dump(out, f)


if __name__ == "__main__":
    main()
