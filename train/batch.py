"""Flat batches: windows behind one another with empty rows between, and (cue, token) rows."""
import numpy as np
import torch

from data import FORM, QUOTED

# Bounds of the stretch around a cue in which its source and content are looked for.
BEFORE, AFTER = 64, 128
STEPS = np.array([1, 2, 3, 4, 5, 7, 10, 15, 23, 35, 53, 81])
INSIDE = 1


class Vocabulary:
    """FORM fingerprints that have a row of their own; row 0 is everybody else's."""

    def __init__(self, forms):
        self.forms = np.array(sorted(forms), dtype=np.uint32)

    def rows(self, fingerprints):
        at = np.searchsorted(self.forms, fingerprints)
        at = np.minimum(at, len(self.forms) - 1)
        return np.where(self.forms[at] == fingerprints, at + 1, 0)

    def __len__(self):
        return len(self.forms) + 1


class Lexicon:
    """How often each form is part of a cue, in eight steps; a document's own counts are left out."""
    EDGES = np.array([1e-9, 0.01, 0.05, 0.15, 0.35, 0.6])

    def __init__(self, docs, vocabulary):
        self.vocabulary = vocabulary
        self.seen = np.zeros(len(vocabulary))
        self.cues = np.zeros(len(vocabulary))
        for doc in docs:
            seen, cues = self.count(doc)
            self.seen += seen
            self.cues += cues

    def count(self, doc):
        rows = self.vocabulary.rows(doc.features[:, FORM])
        cue = np.zeros(len(rows))
        for a in doc.attributions:
            cue[a.cue] = 1
        n = len(self.vocabulary)
        return np.bincount(rows, minlength=n), np.bincount(rows, weights=cue, minlength=n)

    def bins(self, leave_out=None):
        seen, cues = self.seen, self.cues
        if leave_out is not None:
            s, c = self.count(leave_out)
            seen, cues = seen - s, cues - c
        p = cues / np.maximum(seen, 1)
        out = 1 + np.searchsorted(self.EDGES, p, side="right")
        out[seen < 3] = 0
        out[0] = 0
        return out


def distance(begin, end, t):
    """Signed, stepped distance of tokens from a cue [begin, end)."""
    before = np.searchsorted(STEPS, begin - t, side="right")
    after = np.searchsorted(STEPS, t - (end - 1), side="right")
    return np.where(t < begin, before, np.where(t >= end, 16 + after, 0))


def reach(doc, begin, end, low, high):
    """The stretch around a cue: its paragraph, cut to BEFORE and AFTER and the window."""
    p = doc.paragraph[begin]
    first = int(np.searchsorted(doc.paragraph, p))
    last = int(np.searchsorted(doc.paragraph, p, side="right"))
    return max(first, begin - BEFORE, low), min(last, end + AFTER, high)


def cue_rows(doc, cues, begin, end, low, high):
    """(token indexes, distances, flags) of one cue's stretch; cues is a bool array over tokens."""
    first, last = reach(doc, begin, end, low, high)
    t = np.arange(first, last)
    inside = (doc.features[t, QUOTED] & INSIDE) != 0
    own = (t >= begin) & (t < end)
    flags = (cues[t] & ~own).astype(np.int64)
    flags += 2 * (doc.sentence[t] == doc.sentence[begin])
    flags += 4 * (inside == bool(doc.features[begin, QUOTED] & INSIDE))
    flags += 8 * (doc.features[t, QUOTED] != 0)
    return t, distance(begin, end, t), flags


def cue_labels(doc):
    """0 O, 1 begins a cue, 2 goes on."""
    out = np.zeros(len(doc.begin), dtype=np.int64)
    for a in doc.attributions:
        out[a.cue] = np.where(out[a.cue] == 1, 1, 2)
        out[a.cue[0]] = 1
    return out


def role_labels(doc):
    out = np.zeros(len(doc.begin), dtype=np.int64)
    for a in doc.attributions:
        for b, e in a.content_pieces:
            out[b:e] = 4
            out[b] = 3
    for a in doc.attributions:
        for b, e in a.source_pieces:
            out[b:e] = 2
            out[b] = 1
    return out


def span_labels(a, t):
    """Labels of one attribution's stretch. Content wins where an annotator gave a token twice."""
    out = np.zeros(len(t), dtype=np.int64)
    for pieces, begin_label in ((a.source_pieces, 1), (a.content_pieces, 3)):
        for b, e in pieces:
            inside = (t >= b) & (t < e)
            out[inside] = begin_label + 1
            out[t == b] = begin_label
    out[np.isin(t, a.cue)] = 0
    return out


class Flat:
    """Rows of several stretches with `gap` empty rows before, between and behind them."""

    def __init__(self, gap):
        self.gap = gap
        self.parts, self.starts, self.n = [], [], gap

    def add(self, length):
        self.starts.append(self.n)
        self.n += length + self.gap
        return self.starts[-1]

    def mask(self, lengths):
        m = np.zeros((self.n, 1), dtype=np.float32)
        for s, k in zip(self.starts, lengths):
            m[s:s + k] = 1
        return torch.from_numpy(m)
