"""Gold and silver labels of words, names and trees on the C library's own tokens."""
import subprocess
import sys
import tempfile
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F

import data
import names
import ud

TAGGERS = ("upos", "xpos", "feats", "names")
UNKNOWN = -100


@dataclass
class Layers:
    """Labels of the tokens of one document. Heads are token indexes, -1 for the root, UNKNOWN where a
    token is no word of the corpus; `sentence` is the corpus's own."""
    upos: np.ndarray
    xpos: np.ndarray
    feats: np.ndarray
    names: np.ndarray
    head: np.ndarray
    rel: np.ndarray
    sentence: np.ndarray

    def part(self, first, end):
        cut = [getattr(self, k)[first:end].copy() for k in self.__dataclass_fields__]
        layers = Layers(*cut)
        inside = (layers.head >= first) & (layers.head < end)
        layers.head = np.where(inside, layers.head - first, np.where(layers.head == -1, -1, UNKNOWN))
        return layers


def blank(n):
    return Layers(*(np.full(n, UNKNOWN, dtype=np.int64) for _ in range(6)), np.zeros(n, dtype=np.int64))


def pack(layers):
    """The layers as plain bytes: pickles of arrays are tied to a version of numpy."""
    return {k: np.asarray(getattr(layers, k), "<i4").tobytes() for k in Layers.__dataclass_fields__}


def unpack(packed):
    return Layers(*(np.frombuffer(packed[k], "<i4").astype(np.int64) for k in Layers.__dataclass_fields__))


class Labels:
    """The label sets, in the order of their ids. Features belong to a part of speech: "NOUN|Number=Sing".
    Rare ones are left to the nearest known."""

    def __init__(self, sets):
        self.sets = sets
        self.ids = {k: {v: i for i, v in enumerate(vs)} for k, vs in sets.items()}

    @classmethod
    def of(cls, paths, least=3):
        counts = {"upos": {}, "xpos": {}, "feats": {}, "rels": {}}
        for path in paths:
            for _, words in ud.sentences(path):
                for w in words:
                    for k, v in (("upos", w[3]), ("xpos", w[4]), ("feats", w[3] + "|" + w[5]),
                                 ("rels", w[7])):
                        counts[k][v] = counts[k].get(v, 0) + 1
        sets = {k: sorted(v for v, n in c.items() if n >= least) for k, c in counts.items()}
        sets["names"] = ["O"] + [p + t for t in names.TYPES for p in ("B-", "I-")]
        return cls(sets)

    def counts(self):
        return {k: len(v) for k, v in self.sets.items()}

    def find(self, kind, value):
        return self.ids[kind].get(value, UNKNOWN)


def characters(text):
    """Number of non-blank characters before each character."""
    return np.concatenate([[0], np.cumsum([not c.isspace() for c in text])])


def words_of(comments, words, at):
    """(begin, end) among the non-blank characters for each word of a sentence that starts at `at`; None
    for words whose letters are not the text's. Also answers where the sentence ends."""
    ranges = {first: (last, form) for first, last, form, _ in comments["ranges"]}
    out, inside = [], 0
    for i, w in enumerate(words):
        if i + 1 <= inside:
            continue
        if i + 1 in ranges:
            inside, form = ranges[i + 1]
            form = "".join(form.split())
            parts = [words[k][1] for k in range(i, inside)]
            if "".join(parts) == form:
                place = at
                for p in parts:
                    out.append((place, place + len(p)))
                    place += len(p)
            else:
                out += [None] * len(parts)
            at += len(form)
        else:
            n = len("".join(w[1].split()))
            out.append((at, at + n))
            at += n
    return out, at


def load_ud(tool, path, shared, labels, entities):
    """One document with the layers of a CoNLL-U file, its raw text read by the C library; `entities`
    [sentence] are name labels of the words or None. Also answers the number of words."""
    raw = subprocess.run([sys.executable, f"{shared}/score/score_conllu.py", "--raw", path], check=True,
                         stdout=subprocess.PIPE).stdout
    with tempfile.NamedTemporaryFile(suffix=".txt") as f:
        f.write(raw)
        f.flush()
        doc = next(data.run_features(tool, [f.name]))
    before = characters(raw.decode())
    token_at = {(int(before[b]), int(before[e])): i for i, (b, e) in enumerate(zip(doc.begin, doc.end))}
    layers, place, total = blank(len(doc.begin)), 0, 0
    layers.sentence[:] = -1
    for s, (comments, words) in enumerate(ud.sentences(path)):
        spans, place = words_of(comments, words, place)
        tokens = [token_at.get(p, UNKNOWN) if p else UNKNOWN for p in spans]
        total += len(words)
        for i, (w, t) in enumerate(zip(words, tokens)):
            if t == UNKNOWN:
                continue
            layers.sentence[t] = s
            layers.upos[t] = labels.find("upos", w[3])
            layers.xpos[t] = labels.find("xpos", w[4])
            layers.feats[t] = labels.find("feats", w[3] + "|" + w[5])
            head = int(w[6])
            layers.head[t] = -1 if head == 0 else tokens[head - 1]
            layers.rel[t] = labels.find("rels", w[7])
            if entities is not None:
                layers.names[t] = entities[s][i]
    # Tokens that are no words belong to the sentence before them.
    for i in range(len(layers.sentence)):
        if layers.sentence[i] < 0:
            layers.sentence[i] = layers.sentence[i - 1] if i else 0
    return doc, layers, total


def load_sentences(tool, sentences):
    """One document whose paragraphs are the given sentences [(words, name labels of the words)]."""
    text, words = "", []
    for forms, marks in sentences:
        for form, mark in zip(forms, marks):
            words.append((len(text), len(text) + len(form), mark))
            text += form + " "
        text = text[:-1] + "\n\n"
    with tempfile.NamedTemporaryFile(suffix=".txt") as f:
        f.write(text.encode())
        f.flush()
        doc = next(data.run_features(tool, [f.name]))
    layers, at = blank(len(doc.begin)), 0
    layers.sentence[:] = doc.sentence
    for i, b in enumerate(doc.begin):
        while words[at][1] <= b:
            at += 1
        begin, _, mark = words[at]
        goes_on = mark > 0 and mark % 2 == 1 and b > begin
        layers.names[i] = mark + 1 if goes_on else mark
    return doc, layers


def sentence_index(sentence, limit=120):
    """[k, n] token indexes of the sentences, -1 where there is none; longer ones are left out."""
    bounds = np.flatnonzero(np.diff(sentence, prepend=sentence[0] - 1, append=sentence[-1] + 1))
    spans = [(a, b) for a, b in zip(bounds[:-1], bounds[1:]) if b - a <= limit]
    return spans


def pad(spans):
    n = max(b - a for a, b in spans)
    out = np.full((len(spans), n), -1, dtype=np.int64)
    for k, (a, b) in enumerate(spans):
        out[k, :b - a] = np.arange(a, b)
    return out


def arc_scores(net, u, index, quant):
    there = torch.from_numpy(index >= 0)
    scores = net.arcs(u, torch.from_numpy(np.maximum(index, 0)), quant)
    n = index.shape[1]
    scores[:, :, 1:] = scores[:, :, 1:].masked_fill(~there[:, None, :], -1e4)
    scores[:, :, 1:] = scores[:, :, 1:].masked_fill(torch.eye(n, dtype=torch.bool), -1e4)
    return scores


WEIGHTS = {"upos": 0.4, "xpos": 0.6, "feats": 0.4}


def loss_of(net, u, units, starts, quant, names_weight=1.0):
    """Loss of the tower's heads on units that lie at `starts` of the flat rows u."""
    total = 0.0
    flat = np.concatenate([np.arange(s, s + len(x.ids)) for x, s in zip(units, starts)])
    rows = u[torch.from_numpy(flat)]
    for k in TAGGERS:
        gold = torch.from_numpy(np.concatenate([getattr(x.layers, k) for x in units]))
        if (gold != UNKNOWN).any():
            weight = names_weight if k == "names" else WEIGHTS[k]
            total = total + weight * F.cross_entropy(net.taggers[k](rows, quant), gold, ignore_index=UNKNOWN)
    spans, heads, tokens, head_rows, rels = [], [], [], [], []
    for x, s in zip(units, starts):
        for a, b in x.sentences:
            spans.append((a + s, b + s))
            h = x.layers.head[a:b]
            inside = (h >= a) & (h < b)
            heads.append(np.where(h == -1, 0, np.where(inside, h - a + 1, UNKNOWN)))
            known = (x.layers.rel[a:b] != UNKNOWN) & (inside | (h == -1))
            tokens.append(np.flatnonzero(known) + a + s)
            head_rows.append(np.where(h == -1, -1, h + s)[known])
            rels.append(x.layers.rel[a:b][known])
    if not spans:
        return total
    # Sentences of like length go together.
    order = np.argsort([b - a for a, b in spans], kind="stable")
    for group in np.array_split(order, 3 if len(order) > 8 else 1):
        index = pad([spans[i] for i in group])
        gold = np.full(index.shape, UNKNOWN, dtype=np.int64)
        for k, i in enumerate(group):
            gold[k, :len(heads[i])] = heads[i]
        if not (gold != UNKNOWN).any():
            continue
        scores = arc_scores(net, u, index, quant)
        share = (gold != UNKNOWN).sum() / max(1, sum((h != UNKNOWN).sum() for h in heads))
        total = total + float(share) * F.cross_entropy(scores.flatten(0, 1),
                                                       torch.from_numpy(gold.ravel()),
                                                       ignore_index=UNKNOWN)
    tokens, head_rows, rels = (np.concatenate(x) for x in (tokens, head_rows, rels))
    if len(tokens):
        total = total + F.cross_entropy(
            net.rels(u, torch.from_numpy(tokens), torch.from_numpy(head_rows), quant),
            torch.from_numpy(rels))
    return total


def predict(net, u, sentence, quant=False):
    """Greedy labels of one document: {tagger: ids}, heads (-1 root), relation ids."""
    out = {k: net.taggers[k](u, quant).argmax(1).numpy() for k in TAGGERS}
    heads = np.full(len(sentence), -1, dtype=np.int64)
    spans = sorted(sentence_index(sentence, 10 ** 6), key=lambda s: s[1] - s[0])
    for at in range(0, len(spans), 32):
        group = spans[at:at + 32]
        if group[-1][1] - group[-1][0] > 400:
            continue
        best = arc_scores(net, u, pad(group), quant).argmax(2).numpy()
        for (a, b), row in zip(group, best):
            heads[a:b] = np.where(row[:b - a] == 0, -1, a + row[:b - a] - 1)
    rels = net.rels(u, torch.arange(len(u)), torch.from_numpy(heads), quant).argmax(1).numpy()
    return out, heads, rels


def score(layers, total, labels, predicted):
    """Shares of the corpus's words that are right, as the judge counts them but for tree repair."""
    out, heads, rels = predicted
    plain = np.array([r.split(":")[0] for r in labels.sets["rels"]])
    word = layers.upos != UNKNOWN
    right = word & (heads == layers.head)
    known = layers.rel != UNKNOWN
    labelled = right & known & (plain[rels] == plain[np.where(known, layers.rel, 0)])
    figures = {k: float((word & (out[k] == getattr(layers, k))).sum() / total) for k in TAGGERS[:3]}
    figures["uas"], figures["las"] = float(right.sum() / total), float(labelled.sum() / total)
    return figures
