"""From a network to attributions, the way src/attrib does it, and the judges' figures on them."""
import importlib.util
import os

import numpy as np
import torch

from batch import Flat, cue_rows
from data import pieces_of


def encode_document(net, ids, doc, quant=False):
    """States [n, width] of one document, window by window."""
    gap = max(net.config["dilations"])
    flat, lengths, low = Flat(gap), [], 0
    for end in doc.windows:
        flat.add(end - low)
        lengths.append(end - low)
        low = end
    table = np.zeros((flat.n, ids.shape[1]), dtype=np.int64)
    index, low = np.zeros(len(ids), dtype=np.int64), 0
    for s, k in zip(flat.starts, lengths):
        table[s:s + k] = ids[low:low + k]
        index[low:low + k] = np.arange(s, s + k)
        low += k
    states = net.encode(torch.from_numpy(table), flat.mask(lengths), quant)
    return states[torch.from_numpy(index)]


def find_cues(logits, bias=0.0):
    """Cue spans [(begin, end)] from cue logits [n, 3]; `bias` is added to "no cue"."""
    logits = logits.copy()
    logits[:, 0] += bias
    best = logits.argmax(1)
    out = []
    for i, b in enumerate(best):
        if b == 2 and out and out[-1][1] == i:
            out[-1] = (out[-1][0], i + 1)
        elif b != 0:
            out.append((i, i + 1))
    return out


def viterbi(emissions, transition):
    """Best label path of one stretch [n, 5]; an inner label must follow its own kind."""
    allowed = transition.copy()
    for inner, kinds in ((2, (1, 2)), (4, (3, 4))):
        for k in range(5):
            if k not in kinds:
                allowed[k, inner] = -1e4
    n = len(emissions)
    score = emissions[0].copy()
    score[[2, 4]] = -1e4
    back = np.zeros((n, 5), dtype=np.int64)
    for t in range(1, n):
        step = score[:, None] + allowed
        back[t] = step.argmax(0)
        score = step.max(0) + emissions[t]
    path = [int(score.argmax())]
    for t in range(n - 1, 0, -1):
        path.append(int(back[t, path[-1]]))
    return path[::-1]


def window_of(doc, t):
    low = 0
    for end in doc.windows:
        if t < end:
            return low, end
        low = end
    raise ValueError("token outside all windows")


def decode_document(nets, ids, doc, bias=0.0, quant=False, soft=False):
    """Attributions [{source, cue, content: token indexes}]; several nets vote by their mean. With
    `soft`, also the cue probabilities [n, 3]."""
    out, probabilities = decode_with_cues(nets, ids, doc, bias, quant)
    return (out, probabilities) if soft else out


def decode_with_cues(nets, ids, doc, bias, quant):
    with torch.no_grad():
        if not len(doc.begin):
            return [], np.zeros((0, 3))
        states = [encode_document(net, i, doc, quant) for net, i in zip(nets, ids)]
        logits = sum(torch.log_softmax(net.cue(s, quant), 1) for net, s in zip(nets, states))
        logits = (logits / len(nets)).numpy()
        probabilities = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
        cues = find_cues(logits, bias)
        if not cues:
            return [], probabilities
        is_cue = np.zeros(len(doc.begin), dtype=bool)
        for b, e in cues:
            is_cue[b:e] = True
        stretches = [cue_rows(doc, is_cue, b, e, *window_of(doc, b)) for b, e in cues]
        emissions = sum(emit(net, s, cues, stretches, quant) for net, s in zip(nets, states)) / len(nets)
        transition = (sum(net.transition for net in nets) / len(nets)).numpy()
        out, at = [], 0
        for (b, e), (t, _, _) in zip(cues, stretches):
            path = viterbi(emissions[at:at + len(t)], transition)
            at += len(t)
            source = [int(x) for x, p in zip(t, path) if p in (1, 2) and not b <= x < e]
            content = [int(x) for x, p in zip(t, path) if p in (3, 4) and not b <= x < e]
            if content:
                out.append({"source": source, "cue": list(range(b, e)), "content": content})
        return out, probabilities


def emit(net, states, cues, stretches, quant):
    gap = max(net.config["span_dilations"])
    flat = Flat(gap)
    lengths = [len(s[0]) for s in stretches]
    for k in lengths:
        flat.add(k)
    row, first, last, dist, flag = (np.zeros(flat.n, dtype=np.int64) for _ in range(5))
    keep = np.zeros(flat.n, dtype=bool)
    for (b, e), (t, d, f), s in zip(cues, stretches, flat.starts):
        at = slice(s, s + len(t))
        row[at], first[at], last[at], dist[at], flag[at], keep[at] = t, b, e - 1, d, f, True
    tensors = [torch.from_numpy(x) for x in (row, first, last, dist, flag)]
    out = net.spans(states, *tensors, flat.mask(lengths), quant)
    return out[torch.from_numpy(keep)].numpy()


def to_record(doc, text, relations):
    def spans(tokens):
        return {"spans": [[int(doc.begin[b]), int(doc.end[e - 1])] for b, e in pieces_of(tokens)]} \
            if tokens else None
    return {"id": doc.ident, "text": text,
            "attributions": [{r: spans(x[r]) for r in ("source", "cue", "content")} for x in relations]}


def judge(shared):
    path = os.path.join(shared, "score", "score_attribution.py")
    spec = importlib.util.spec_from_file_location("score_attribution", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def figures(module, gold, records):
    result = module.score(gold, {r["id"]: r for r in records})
    keys = ("span source", "span cue", "span content", "relaxed", "strict")
    line = " ".join(f"{k.replace('span ', '')} {result[k]['f1']:.4f}" for k in keys)
    direct = result["recall by type"]["direct"]["r"]
    return result, f"{line} (P {result['relaxed']['p']:.3f} R {result['relaxed']['r']:.3f}) direct {direct:.3f}"
