#!/usr/bin/env python3
"""Gathers what the teacher of tags, trees and names learns from, and splits the sets of hand-marked names.

    silver_names.py --shared ../shared --tool build/features --spacy FOLDER --out work/names.pickle
                    --heldout work/heldout [--texts 450]

FOLDER is spaCy's en_core_web_md, unpacked. Its names serve alone on news, and on hand-marked sentences
only where the marks say nothing: numbers and dates, works and laws, kinds of places. OUT has lists of

    ewt-train, ewt-dev, gum-train, gum-dev   tags and trees by hand; GUM's names by hand, EWT's by spaCy
    crossner                                 CrossNER politics train: names by hand
    news                                     sentences of unmarked news on the C library's tokens

Every second document of UNER EWT dev and every second sentence of CrossNER politics dev are to be
learned from: label_syntax.py adds them. The other halves, by which names can still be judged, go to
--heldout in the form in which they came, and the halves to learn from beside them.
"""
import argparse
import os
import pickle
import random
import tempfile

import spacy
from spacy.tokens import Doc

import data
import names
import syntax
import ud
from vectors import texts_of

UNUSED = ["tagger", "parser", "lemmatizer", "attribute_ruler", "senter"]
HALVES = {"uner_ewt": ("uner_ewt-dev.iob2", "# newdoc"),
          "crossner_politics": ("crossner_politics-dev.txt", "")}


def spacy_names(nlp, sentences):
    """[(first, end, type)] of each sentence, a list of words, in the scheme of names.py."""
    for doc in nlp.pipe((Doc(nlp.vocab, words=forms) for forms in sentences), batch_size=128):
        forms, found = [t.text for t in doc], []
        for e in doc.ents:
            kind = {"WORK_OF_ART": "WORK"}.get(e.label_, e.label_)
            if kind in names.TYPES:
                found.append((*names.trim(forms, e.start, e.end, kind), kind))
        yield found


def treebank(nlp, path, mark):
    """Sentences with tags, trees and names; `mark` joins what is known of the names."""
    rows = list(ud.gum_entities(ud.sentences(path)))
    silver = spacy_names(nlp, [[w[1] for w in words] for _, words in rows])
    return [{"forms": [w[1] for w in words], "upos": [w[3] for w in words], "xpos": [w[4] for w in words],
             "feats": [w[5] for w in words], "heads": [int(w[6]) for w in words],
             "rels": [w[7] for w in words], "names": mark(comments, words, found)}
            for (comments, words), found in zip(rows, silver)]


def crossner(nlp, path):
    rows = list(names.read_crossner(path))
    silver = spacy_names(nlp, [forms for forms, _ in rows])
    return [{"forms": forms, "names": names.crossner(forms, tags, found)}
            for (forms, tags), found in zip(rows, silver)]


def news_sentences(shared, tool, texts, seed):
    """Words of the sentences of so many texts, as the C library divides them; neither the shortest nor
    the longest ones."""
    with tempfile.TemporaryDirectory() as folder:
        paths = list(texts_of(shared, folder))
        random.Random(seed).shuffle(paths)
        paths = paths[:texts]
        for path, doc in zip(paths, data.run_features(tool, paths)):
            for forms in sentence_forms(path, doc, 80):
                if len(forms) >= 4:
                    yield forms


def sentence_forms(path, doc, limit):
    with open(path, encoding="utf-8", newline="") as f:
        text = f.read()
    if len(doc.begin):
        for first, end in syntax.sentence_index(doc.sentence, limit):
            yield [text[b:e] for b, e in zip(doc.begin[first:end], doc.end[first:end])]


def news(nlp, shared, tool, texts, seed):
    sentences = list(news_sentences(shared, tool, texts, seed))
    return [{"forms": forms, "names": names.labels(len(forms), found)}
            for forms, found in zip(sentences, spacy_names(nlp, sentences))]


def split(path, start):
    """The lines of a file in two halves: every second part, from the first one on, and the others. A
    part begins with a line that starts with `start` or, where that is empty, after an empty line."""
    halves, part, begins = ([], []), -1, True
    with open(path, encoding="utf-8") as f:
        for line in f:
            if part < 0 or (line.startswith(start) if start else begins):
                part += 1
            halves[part % 2].append(line)
            begins = not line.strip()
    return halves


def write_halves(shared, folder):
    os.makedirs(folder, exist_ok=True)
    for name, (file, start) in HALVES.items():
        for what, lines in zip(("learn", "heldout"), split(os.path.join(shared, "data", "ner", file), start)):
            with open(os.path.join(folder, f"{name}-{what}.iob2"), "w", encoding="utf-8") as f:
                f.writelines(lines)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", default="../shared")
    ap.add_argument("--tool", default="build/features")
    ap.add_argument("--spacy", required=True, help="folder of en_core_web_md")
    ap.add_argument("--out", required=True)
    ap.add_argument("--heldout", required=True, help="folder for the halves of the names marked by hand")
    ap.add_argument("--texts", type=int, default=450, help="so many of train and raw as news")
    ap.add_argument("--seed", type=int, default=3)
    a = ap.parse_args()
    write_halves(a.shared, a.heldout)
    nlp = spacy.load(a.spacy, exclude=UNUSED)
    marks = {"ewt": lambda comments, words, found: names.ewt(words, found), "gum": names.gum}
    out = {}
    for name, mark in marks.items():
        for part in ("train", "dev"):
            path = os.path.join(a.shared, "data", "ud", f"en_{name}-{part}.conllu")
            out[f"{name}-{part}"] = treebank(nlp, path, mark)
    out["crossner"] = crossner(nlp, os.path.join(a.shared, "data", "ner", "crossner_politics-train.txt"))
    out["news"] = news(nlp, a.shared, a.tool, a.texts, a.seed)
    for name, sentences in out.items():
        print(name, len(sentences), "sentences", sum(len(s["forms"]) for s in sentences), "words")
    with open(a.out, "wb") as f:
        pickle.dump(out, f)


if __name__ == "__main__":
    main()
