#!/usr/bin/env python3
"""Trains the network on hand-marked reports and treebanks, with teachers' labels beside them.

    train.py --shared ../shared --tool build/features --out work/run1 [--seed 1] ...

Writes OUT/net.pt (best on dev by relaxed + strict F1, averaged weights) and OUT/log.txt.
"""
import argparse
import collections
import os
import pickle
import random
import time

import numpy as np
import torch
import torch.nn.functional as F

import data
import decode
import syntax
import ud
from export import fnv_mix
from batch import Flat, Lexicon, Vocabulary, cue_labels, cue_rows, role_labels, span_labels
from net import Net, crf_loss


def arguments():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--shared", default="../shared")
    ap.add_argument("--tool", default="build/features")
    ap.add_argument("--out", required=True)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--epochs", type=int, default=9)
    ap.add_argument("--lr", type=float, default=2e-3)
    ap.add_argument("--table-lr", type=float, default=4.0, help="times the rate, for rows of tables")
    ap.add_argument("--span-loss", type=float, default=0.1, help="weight of the span taggers loss")
    ap.add_argument("--width", type=int, default=64)
    ap.add_argument("--dilations", default="1,2,4,8,16,1")
    ap.add_argument("--span-width", type=int, default=64)
    ap.add_argument("--span-dilations", default="1,2,4")
    ap.add_argument("--dropout", type=float, default=0.4)
    ap.add_argument("--word-dropout", type=float, default=0.2)
    ap.add_argument("--keep-vectors", type=float, default=0.0, help="share of dropped words that keep theirs")
    ap.add_argument("--lower", type=float, default=0.0, help="share of stretches read as if all lower case")
    ap.add_argument("--upper", type=float, default=0.0, help="share of stretches read as if all capitals")
    ap.add_argument("--batch", type=int, default=6, help="stretches of about 200 tokens a step")
    ap.add_argument("--decay", type=float, default=0.999, help="of the running average of weights")
    ap.add_argument("--threads", type=int, default=1)
    ap.add_argument("--vectors", help="what vectors.py wrote; without it --init says which forms are known")
    ap.add_argument("--nested", type=float, default=0.08, help="share of sentences also read as nested")
    ap.add_argument("--init", help="a net.pt to go on from")
    ap.add_argument("--silver", help="what label.py wrote: more reports with a teacher's labels")
    ap.add_argument("--silver-weight", type=float, default=0.7)
    ap.add_argument("--share", type=float, default=1.0, help="of the marked reports to learn from")
    ap.add_argument("--extra", type=int, default=0, help="columns of a table row for the tower only")
    ap.add_argument("--tower", default="", help="dilations of the blocks for tags, names and trees")
    ap.add_argument("--layers", help="what label_syntax.py wrote")
    ap.add_argument("--syntax-loss", type=float, default=1.0)
    ap.add_argument("--names-loss", type=float, default=1.0, help="weight of names among the tower's heads")
    ap.add_argument("--ud-times", type=int, default=1, help="how often an epoch sees the treebanks")
    ap.add_argument("--silver-share", type=float, default=1.0, help="of the unmarked reports, an epoch")
    ap.add_argument("--only-ud", action="store_true", help="learn nothing but the treebanks")
    ap.add_argument("--only-tower", action="store_true",
                    help="go on with tags, names and trees; attribution stays as it is, to the bit")
    ap.add_argument("--quant-from", type=int, default=99, help="epoch from which rounding is trained")
    return ap.parse_args()


def table_ids(doc, vocabulary, bins):
    """[n, 10] table rows: the form's, seven features', the lexicon step; and the row of its vector."""
    form = vocabulary.rows(doc.features[:, data.FORM])
    return np.column_stack([form, doc.features[:, 1:].astype(np.int64), bins[form], form]).astype(np.int64)


def drop_words(ids, rate, rng, keep=0.0):
    """Words as if their forms were not known; `keep` is the share whose vectors still are."""
    out = ids.copy()
    lost = rng.random(len(ids)) < rate
    out[lost, 0] = 0
    out[lost, 8] = 0
    out[lost & (rng.random(len(ids)) >= keep), 9] = 0
    affix = rng.random(len(ids)) < rate / 2
    out[affix, 1:4] = 0
    return out


def shape_row(shape):
    """The twin of shape_row() in src/encode/features.c, of a shape such as "Xxx"."""
    return fnv_mix(shape.encode()) & (data.ROWS[data.SHAPE] - 1)


def case_rows(pairs):
    """[rows] what becomes of each shape."""
    out = np.arange(data.ROWS[data.SHAPE])
    for shapes, to in pairs:
        out[[shape_row(s) for s in shapes.split()]] = shape_row(to)
    return out


LOWER = case_rows([("Xxx Xx XX XxXxx", "xx"), ("X", "x"), ("Xxx. Xx. XX.", "xx."), ("X.", "x.")])
UPPER = case_rows([("Xxx Xx xx XxXxx", "XX"), ("x", "X"), ("Xxx. Xx. xx.", "XX."), ("x.", "X.")])


def recase(ids, rows):
    """The form is the same in any case: only the shape tells."""
    out = ids.copy()
    out[:, data.SHAPE] = rows[ids[:, data.SHAPE]]
    return out


class Unit:
    """A stretch of text with all that does not change from epoch to epoch worked out."""

    def __init__(self, doc, ids, soft=None, layers=None, attributed=True):
        self.doc, self.ids, self.soft = doc, ids, soft
        self.layers, self.attributed = layers, attributed
        self.sentences = syntax.sentence_index(layers.sentence) if layers is not None else []
        self.cue, self.role = cue_labels(doc), role_labels(doc)
        self.spans = []
        none = np.zeros(len(self.cue), dtype=bool)
        for a in doc.attributions:
            b, e = a.cue[0], a.cue[-1] + 1
            if e - b > 12:
                continue
            t, dist, flag = cue_rows(doc, none, b, e, 0, len(none))
            self.spans.append((t, b, e, dist, flag, span_labels(a, t)))


class Batcher:
    """Joins units into the tensors of one step."""

    def __init__(self, config, options, rng):
        self.config, self.options, self.rng = config, options, rng

    def look(self, ids):
        """The rows of a unit as this step sees them."""
        a = self.options
        case = self.rng.random()
        if case < a.lower + a.upper:
            ids = recase(ids, LOWER if case < a.lower else UPPER)
        return drop_words(ids, a.word_dropout, self.rng, a.keep_vectors)

    def encoder_rows(self, units):
        flat = Flat(max(self.config["dilations"]))
        lengths = [len(u.ids) for u in units]
        for n in lengths:
            flat.add(n)
        table = np.zeros((flat.n, units[0].ids.shape[1]), dtype=np.int64)
        cue, role = np.full(flat.n, -1), np.full(flat.n, -1)
        for u, s in zip(units, flat.starts):
            at = slice(s, s + len(u.ids))
            table[at] = self.look(u.ids)
            cue[at], role[at] = u.cue, u.role
        return flat.starts, table, flat.mask(lengths), cue, role

    def nested(self, unit, rate):
        """Some sentences of a unit, trimmed as contents often are, as units."""
        d = unit.doc
        bounds = np.flatnonzero(np.diff(d.sentence, prepend=-1, append=d.sentence[-1] + 1))
        for first, end in zip(bounds[:-1], bounds[1:]):
            if self.rng.random() > rate or end - first < 5:
                continue
            part = data.part_of(d, first, end - 1 if self.rng.random() < 0.5 else end)
            if part is None:
                part = data.part_of(d, first, end)
            if part is not None:
                table = unit.ids[first:first + len(part.begin)].copy()
                table[:, data.QUOTED] = part.features[:, data.QUOTED]
                table[:, data.PLACE] = data.NESTED_PLACE
                yield Unit(part, table)

    def span_rows(self, units, starts):
        flat, parts = Flat(max(self.config["span_dilations"])), []
        for u, s in zip(units, starts):
            other = (u.cue > 0) & (self.rng.random(len(u.cue)) > 0.1)
            for t, b, e, dist, flag, label in u.spans:
                own = (t >= b) & (t < e)
                parts.append((t + s, b + s, e - 1 + s, dist, flag + (other[t] & ~own), label,
                              flat.add(len(t))))
        lengths = [len(p[0]) for p in parts]
        row, first, last, distance, flags = (np.zeros(flat.n, dtype=np.int64) for _ in range(5))
        pad = max(lengths) if lengths else 0
        index = np.zeros((len(parts), pad), dtype=np.int64)
        labels = np.zeros((len(parts), pad), dtype=np.int64)
        for i, (t, b, e, dist, flag, label, s) in enumerate(parts):
            at = slice(s, s + len(t))
            row[at], first[at], last[at], distance[at], flags[at] = t, b, e, dist, flag
            index[i, :len(t)] = np.arange(s, s + len(t))
            labels[i, :len(t)] = label
        tensors = [torch.from_numpy(x) for x in (row, first, last, distance, flags)]
        return tensors, flat.mask(lengths), index, labels, np.array(lengths)


def attribution_loss(net, batcher, units, starts, states, cue, role, quant):
    """Units of a teacher have its cue probabilities in place of marked cues."""
    states = net.drop_states(states)
    logits = net.cue(states, quant)
    if units[0].soft is None:
        loss = F.cross_entropy(logits, torch.from_numpy(cue), ignore_index=-1)
    else:
        soft = torch.from_numpy(np.concatenate([u.soft for u in units]))
        loss = -(soft * torch.log_softmax(logits[torch.from_numpy(cue >= 0)], 1)).sum(1).mean()
    loss = 6 * loss + F.cross_entropy(net.roles(states, quant), torch.from_numpy(role), ignore_index=-1)
    tensors, span_mask, index, labels, lengths = batcher.span_rows(units, starts)
    if len(lengths):
        out = net.spans(states, *tensors, span_mask, quant)
        nll = crf_loss(out[torch.from_numpy(index)], torch.from_numpy(labels),
                       torch.from_numpy(lengths), net.transition)
        loss = loss + batcher.options.span_loss * nll.mean()
    return loss


def step_loss(net, batcher, units, quant):
    starts, table, mask, cue, role = batcher.encoder_rows(units)
    if net.syntax is None:
        states = net.encode(torch.from_numpy(table), mask, quant)
        return attribution_loss(net, batcher, units, starts, states, cue, role, quant)
    states, tower = net.analyse(torch.from_numpy(table), mask, quant)
    loss = 0.0
    if units[0].attributed and not batcher.options.only_tower:
        loss = attribution_loss(net, batcher, units, starts, states, cue, role, quant)
    some = [(u, s) for u, s in zip(units, starts) if u.layers is not None]
    if some:
        loss = loss + batcher.options.syntax_loss * syntax.loss_of(net.syntax, tower, *zip(*some), quant,
                                                                   batcher.options.names_loss)
    return loss


def shuffled(rng, groups, size):
    """(group, indexes) of the batches of one epoch, in random order; groups are (units, times)."""
    out = []
    for g, (units, times) in enumerate(groups):
        for _ in range(max(1, int(times))):
            order = rng.permutation(len(units))[:int(len(units) * min(1.0, times))]
            out += [(g, order[at:at + size]) for at in range(0, len(order), size)]
    rng.shuffle(out)
    return out


def evaluate(net, dev, dev_ids, judge, gold, bias=0.0, quant=False):
    net.eval()
    texts = {i: t for i, t, _ in gold}
    records = [decode.to_record(d, texts[d.ident], decode.decode_document([net], [i], d, bias, quant))
               for d, i in zip(dev, dev_ids)]
    net.train()
    return decode.figures(judge, gold, records)


def is_table(name):
    return name.startswith("encoder.tables")


def average(shadow, net, decay, step):
    """Running average of the weights; the big tables only every eighth step."""
    with torch.no_grad():
        for (name, s), p in zip(shadow.named_parameters(), net.parameters()):
            if not is_table(name):
                s.lerp_(p, 1 - decay)
            elif step % 8 == 0:
                s.lerp_(p, 1 - decay ** 8)


def keep_attribution(net):
    """Only the tower, its heads and its columns of the tables learn from now on."""
    width = net.encoder.width
    for name, p in net.named_parameters():
        p.requires_grad = name.startswith(("syntax.", "encoder.tables", "encoder.project"))
    net.encoder.fixed = True
    net.encoder.project.register_hook(lambda g: torch.cat([torch.zeros_like(g[:, :width]), g[:, width:]], 1))


def load_vectors(path, vocabulary):
    """Vectors for the vocabulary's rows; zero where there is none."""
    saved = np.load(path)
    rows = vocabulary.rows(saved["forms"])
    out = np.zeros((len(vocabulary), saved["vectors"].shape[1]), dtype=np.float32)
    out[rows] = saved["vectors"]
    out[0] = 0
    return torch.from_numpy(out)


def units_of(doc, ids, soft=None, layers=None, attributed=True):
    return [Unit(part, ids[first:end], None if soft is None else soft[first:end],
                 None if layers is None else layers.part(first, end), attributed)
            for first, end, part in data.chunks_of(doc)]


def load_silver(path, vocabulary, bins, layers):
    """Units with a teacher's labels."""
    with open(path, "rb") as f:
        docs = pickle.load(f)
    return [u for d, soft in docs
            for u in units_of(d, table_ids(d, vocabulary, bins), soft, layers.get(d.ident))]


def load_layers(path):
    """What label_syntax.py wrote, its layers unpacked."""
    with open(path, "rb") as f:
        known = pickle.load(f)
    known["layers"] = {ident: syntax.unpack(l) if isinstance(l, dict) else l
                       for ident, l in known["layers"].items()}
    return known


def load_treebanks(a, labels):
    """{(name, part): (document, layers, words)} of the treebanks; names of train from label_syntax.py."""
    out = {}
    entities = {}
    if a.layers:
        entities = load_layers(a.layers)["entities"]
    for name in ("ewt", "gum"):
        for part in ("train", "dev"):
            path = os.path.join(a.shared, "data", "ud", f"en_{name}-{part}.conllu")
            out[name, part] = syntax.load_ud(a.tool, path, a.shared, labels, entities.get((name, part)))
    return out


def evaluate_syntax(net, banks, ids, labels, quant=False):
    net.eval()
    lines = []
    with torch.no_grad():
        for (name, part), (doc, layers, total) in banks.items():
            if part != "dev":
                continue
            flat = Flat(64)
            start = flat.add(len(doc.begin))
            table = np.zeros((flat.n, ids[name].shape[1]), dtype=np.int64)
            table[start:start + len(doc.begin)] = ids[name]
            _, tower = net.analyse(torch.from_numpy(table), flat.mask([len(doc.begin)]), quant)
            u = tower[start:start + len(doc.begin)]
            found = syntax.score(layers, total, labels, syntax.predict(net.syntax, u, doc.sentence, quant))
            lines.append(name + " " + " ".join(f"{k} {v:.4f}" for k, v in found.items()))
    net.train()
    return " | ".join(lines)


def main():
    a = arguments()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    random.seed(a.seed)
    rng = np.random.default_rng(a.seed)
    os.makedirs(a.out, exist_ok=True)
    log = open(os.path.join(a.out, "log.txt"), "a")

    def say(*words):
        print(*words, flush=True)
        print(*words, file=log, flush=True)

    polnear = os.path.join(a.shared, "data", "polnear")
    train = data.load_gold(a.tool, os.path.join(polnear, "train"))
    train = train[::round(1 / a.share)]
    dev = data.load_gold(a.tool, os.path.join(polnear, "dev"))
    counts = collections.Counter()
    for d in train:
        counts.update(d.features[:, data.FORM].tolist())
    tower = tuple(int(x) for x in a.tower.split(",") if x)
    labels, banks, layers = None, {}, {}
    if tower:
        labels = syntax.Labels.of([os.path.join(a.shared, "data", "ud", f"en_{n}-train.conllu")
                                   for n in ("ewt", "gum")])
        banks = load_treebanks(a, labels)
        if a.layers:
            known = load_layers(a.layers)
            layers, sentences = known["layers"], known["sentences"]
        for (_, part), (d, _, _) in banks.items():
            if part == "train":
                counts.update(d.features[:, data.FORM].tolist())
    saved = torch.load(a.init, weights_only=False) if a.init else None
    if a.vectors:
        forms = set(np.load(a.vectors)["forms"].tolist())
        vocabulary = Vocabulary(forms | {f for f, n in counts.items() if n >= 2})
        vectors = load_vectors(a.vectors, vocabulary)
    else:
        vocabulary = Vocabulary(saved["forms"].tolist())
        vectors = saved["state"]["encoder.vectors"]
    lexicon = Lexicon(train, vocabulary)
    rows = [len(vocabulary)] + [data.ROWS[i] for i in range(1, 8)] + [8]
    units = [u for d in train for u in units_of(d, table_ids(d, vocabulary, lexicon.bins(d)),
                                                layers=layers.get(d.ident))]
    all_bins = lexicon.bins()
    trees = [u for (_, part), (d, l, _) in banks.items() if part == "train"
             for u in units_of(d, table_ids(d, vocabulary, all_bins), layers=l, attributed=False)]
    if layers:
        doc, l = syntax.load_sentences(a.tool, sentences)
        trees += 2 * units_of(doc, table_ids(doc, vocabulary, all_bins), layers=l, attributed=False)
    tree_ids = {n: table_ids(d, vocabulary, all_bins) for (n, p), (d, _, _) in banks.items() if p == "dev"}
    dev_ids = [table_ids(d, vocabulary, all_bins) for d in dev]
    judge = decode.judge(a.shared)
    gold = list(judge.gold(os.path.join(polnear, "dev")))

    dilations = tuple(int(x) for x in a.dilations.split(","))
    span_dilations = tuple(int(x) for x in a.span_dilations.split(","))
    shape = (rows, vectors, a.width, dilations, a.span_width, span_dilations, a.dropout, a.extra, tower,
             labels.counts() if labels else None)
    net, shadow = Net(*shape), Net(*shape)
    if saved:
        net.load_state_dict(saved["state"])
    shadow.load_state_dict(net.state_dict())
    say("tokens", sum(len(d.begin) for d in train), "attributions",
        sum(len(d.attributions) for d in train), "vocabulary", len(vocabulary),
        "parameters", sum(p.numel() for p in net.parameters()), vars(a))

    dense = [p for n, p in net.named_parameters() if not is_table(n)]
    tables = [p for n, p in net.named_parameters() if is_table(n)]
    optimisers = [torch.optim.Adam(dense, lr=a.lr, betas=(0.9, 0.98)),
                  torch.optim.SparseAdam(tables, lr=a.lr, betas=(0.9, 0.98))]
    batcher = Batcher(net.config, a, rng)
    if a.only_tower:
        keep_attribution(net)
        units = [u for u in units if u.layers is not None]
    silver = load_silver(a.silver, vocabulary, all_bins, layers) if a.silver else []
    if a.only_tower:
        silver = [u for u in silver if u.layers is not None]
    groups = [(units, 1), (silver, a.silver_share), (trees, a.ud_times)]
    if a.only_ud:
        groups = [([], 1), ([], 1), (trees, 1)]
    batches = len(shuffled(np.random.default_rng(0), groups, a.batch))
    steps = a.epochs * batches
    step, best = 0, -1.0
    for epoch in range(1, a.epochs + 1):
        start, total = time.time(), 0.0
        quant = epoch >= a.quant_from
        for kind, indexes in shuffled(rng, groups, a.batch):
            for optimiser, times in zip(optimisers, (1.0, a.table_lr)):
                for group in optimiser.param_groups:
                    group["lr"] = a.lr * times * min(1.0, (step + 1) / 200) * max(0.02, 1 - step / steps)
                optimiser.zero_grad()
            some = [groups[kind][0][i] for i in indexes]
            if kind == 0 and not a.only_tower:
                some += [n for u in some for n in batcher.nested(u, a.nested)]
            loss = step_loss(net, batcher, some, quant)
            if kind == 1:
                loss = a.silver_weight * loss
            loss.backward()
            torch.nn.utils.clip_grad_norm_(dense, 5.0)
            for optimiser in optimisers:
                optimiser.step()
            step += 1
            average(shadow, net, min(a.decay, (1 + step) / (10 + step)), step)
            total += loss.item()
            if step % 500 == 0:
                say(f"step {step} of {steps} loss {total / (step - epoch * batches + batches):.3f} "
                    f"{time.time() - start:.0f}s")
        result, line = evaluate(shadow, dev, dev_ids, judge, gold, quant=quant)
        if tower:
            line += " || " + evaluate_syntax(shadow, banks, tree_ids, labels, quant)
        say(f"epoch {epoch} loss {total / batches:.4f} {time.time() - start:.0f}s {line}")
        value = result["relaxed"]["f1"] + result["strict"]["f1"]
        if value > best or tower:
            best = value
            torch.save({"config": net.config, "state": shadow.state_dict(), "forms": vocabulary.forms,
                        "bins": all_bins, "labels": labels.sets if labels else None, "arguments": vars(a), "figures": line},
                       os.path.join(a.out, "net.pt"))
    say("best", f"{best:.4f}")


if __name__ == "__main__":
    main()
