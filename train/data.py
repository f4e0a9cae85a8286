"""Corpora as the network sees them: feature dumps of the C library joined with hand-marked spans."""
import hashlib
import os
import subprocess
from dataclasses import dataclass, field

import numpy as np

FORM, PREFIX, SUFFIX3, SUFFIX2, SHAPE, QUOTED, EDGE, PLACE = range(8)
ROWS = {PREFIX: 4096, SUFFIX3: 4096, SUFFIX2: 1024, SHAPE: 256, QUOTED: 64, EDGE: 64, PLACE: 32}
NESTED_PLACE = ROWS[PLACE] - 1
QUOTED_NESTED = 1 << 5
ROLES = ("source", "cue", "content")


@dataclass
class Attribution:
    """Token indexes of each role, sorted; `pieces` keeps the spans of the content apart."""
    source: list
    cue: list
    content: list
    source_pieces: list
    content_pieces: list


@dataclass
class Document:
    ident: str
    begin: np.ndarray       # [n] code point where each token begins
    end: np.ndarray
    sentence: np.ndarray    # [n]
    paragraph: np.ndarray   # [n]
    features: np.ndarray    # [n, 8] uint32
    windows: list           # token index where each window ends
    attributions: list = field(default_factory=list)


def run_features(tool, paths, chunk=500):
    """Yields one Document a path."""
    for at in range(0, len(paths), chunk):
        part = paths[at:at + chunk]
        words = np.frombuffer(subprocess.run([tool, *part], check=True, stdout=subprocess.PIPE).stdout,
                              dtype="<u4")
        pos = 0
        for path in part:
            n, w = int(words[pos]), int(words[pos + 1])
            windows = [int(x) for x in words[pos + 2:pos + 2 + w]]
            pos += 2 + w
            rows = words[pos:pos + 12 * n].reshape(n, 12)
            pos += 12 * n
            ident = os.path.basename(path).rsplit(".", 1)[0]
            yield Document(ident, rows[:, 0].astype(np.int64), rows[:, 1].astype(np.int64),
                           rows[:, 2].astype(np.int64), rows[:, 3].astype(np.int64),
                           rows[:, 4:].copy(), windows)


def read_ann(path):
    """Attributions of a brat file as {role: [list of (begin, end) for each span]}."""
    spans, relations = {}, []
    with open(path, encoding="utf-8") as f:
        for line in f:
            if line.startswith("T"):
                if "\t" not in line:  # a text with a line break goes on on the next line
                    continue
                ident, where = line.rstrip("\n").split("\t")[:2]
                spans[ident] = [tuple(map(int, r.split())) for r in where.split(" ", 1)[1].split(";")]
            elif line.startswith("E"):
                relations.append(line.rstrip("\n").split("\t")[1].split())
    out = []
    for parts in relations:
        relation = {r: [] for r in ROLES}
        for part in parts:
            role, ident = part.split(":")
            role = role.rstrip("0123456789").lower()
            if role in relation:
                relation[role] += spans.get(ident, [])
        out.append(relation)
    return out


def tokens_of(doc, spans):
    out = set()
    for b, e in spans:
        lo = int(np.searchsorted(doc.end, b, side="right"))
        while lo < len(doc.begin) and doc.begin[lo] < e:
            out.add(lo)
            lo += 1
    return sorted(out)


def pieces_of(tokens):
    """Runs of adjacent indexes as (first, end) pairs."""
    out = []
    for t in tokens:
        if out and out[-1][1] == t:
            out[-1] = (out[-1][0], t + 1)
        else:
            out.append((t, t + 1))
    return out


def attach_gold(doc, relations):
    for r in relations:
        source, cue, content = (tokens_of(doc, r[role]) for role in ROLES)
        if not cue or not content:
            continue
        doc.attributions.append(Attribution(source, cue, content, pieces_of(source),
                                            pieces_of(content)))


def load_gold(tool, folder):
    """Documents of a PolNeAR folder with the first annotator's attributions."""
    names = sorted(n[:-4] for n in os.listdir(os.path.join(folder, "text")))
    anns = sorted(os.listdir(os.path.join(folder, "attributions")))
    docs = list(run_features(tool, [os.path.join(folder, "text", n + ".txt") for n in names]))
    out = []
    for doc in docs:
        mine = [a for a in anns if a.startswith(doc.ident + "_")]
        if not mine:
            continue
        attach_gold(doc, read_ann(os.path.join(folder, "attributions", mine[0])))
        out.append(doc)
    return out


def part_of(doc, first, end):
    """The tokens [first, end) as a document that is read again as a content would be: one paragraph,
    its outer quotation forgotten. None when an attribution crosses its bounds."""
    inside = []
    for a in doc.attributions:
        tokens = a.source + a.cue + a.content
        low, high = min(tokens), max(tokens)
        if high < first or low >= end:
            continue
        if low < first or high >= end:
            return None
        move = [[t - first for t in part] for part in (a.source, a.cue, a.content)]
        inside.append(Attribution(*move, pieces_of(move[0]), pieces_of(move[2])))
    features = doc.features[first:end].copy()
    quoted = features[:, QUOTED]
    features[:, QUOTED] = np.where(quoted & QUOTED_NESTED, quoted & ~np.uint32(QUOTED_NESTED), 0)
    features[:, PLACE] = NESTED_PLACE
    n = end - first
    return Document(doc.ident, doc.begin[first:end], doc.end[first:end], doc.sentence[first:end],
                    np.zeros(n, dtype=np.int64), features, [n], inside)


def chunks_of(doc, least=160):
    """The document in runs of whole paragraphs of at least so many tokens, so that a step of training
    can mix many reports. An attribution goes with its cue; what lies outside is cut off."""
    ends = [i + 1 for i in range(len(doc.paragraph))
            if i + 1 == len(doc.paragraph) or doc.paragraph[i + 1] != doc.paragraph[i]]
    first = 0
    for at, end in enumerate(ends):
        if end - first < least and at + 1 < len(ends):
            continue
        yield first, end, cut(doc, first, end)
        first = end


def cut(doc, first, end):
    inside = []
    for a in doc.attributions:
        if not first <= a.cue[0] < end:
            continue
        source, cue, content = ([t - first for t in part if first <= t < end]
                                for part in (a.source, a.cue, a.content))
        inside.append(Attribution(source, cue, content, pieces_of(source), pieces_of(content)))
    at = slice(first, end)
    return Document(doc.ident, doc.begin[at], doc.end[at], doc.sentence[at], doc.paragraph[at],
                    doc.features[at], [end - first], inside)


def folder_hash(folder):
    """SHA-256 over names and bytes of all files below a folder, in order of name."""
    h = hashlib.sha256()
    for root, dirs, files in os.walk(folder):
        dirs.sort()
        for name in sorted(files):
            path = os.path.join(root, name)
            h.update(os.path.relpath(path, folder).encode())
            with open(path, "rb") as f:
                h.update(f.read())
    return h.hexdigest()
