#!/usr/bin/env python3
"""Fine-tunes MiniLM-L6 on tags, trees and names, to label news for the network that ships.

    teacher.py --names work/names.pickle --encoder FOLDER --out work/teacher.pt [--epochs 3] [--threads 2]
               [--only-names] [--frozen N]

FOLDER holds all-MiniLM-L6-v2 (config.json, model.safetensors, tokenizer.json). A word is the first of
its pieces, as a mean over the layers with learned weights; on it stand linear heads for tags and names
and a biaffine parser (Dozat and Manning 2017). Heads are the best ones word by word, without a search
for a tree. With --only-names the tags and the parser learn nothing. Learned in bfloat16. Prints UAS, LAS (without subtypes), UPOS, XPOS and features on the
treebanks' dev parts, all with their own words.
"""
import argparse
import collections
import os
import pickle
import random
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

import names

UNKNOWN = names.UNKNOWN
PIECES = 510  # the encoder's limit; words beyond it are read as the sentence's first place
LEAST = {"upos": 1, "xpos": 1, "feats": 2, "rels": 3}  # times that a label is met
WEIGHTS = {"names": 1.0, "upos": 0.3, "xpos": 0.5, "feats": 0.3}


class Biaffine(nn.Module):
    def __init__(self, width, arc, relation, rels, dropout):
        super().__init__()
        self.arc_head, self.arc_dependent = nn.Linear(width, arc), nn.Linear(width, arc)
        self.arc = nn.Parameter(torch.zeros(arc, arc))
        self.arc_bias = nn.Linear(arc, 1)
        self.rel_head, self.rel_dependent = nn.Linear(width, relation), nn.Linear(width, relation)
        self.rel = nn.Parameter(torch.zeros(rels, relation, relation))
        self.rel_head_bias, self.rel_dependent_bias = nn.Linear(relation, rels), nn.Linear(relation, rels)
        nn.init.normal_(self.arc, std=0.02)
        nn.init.normal_(self.rel, std=0.02)
        self.drop = nn.Dropout(dropout)

    def arcs(self, x):
        """[b, n, n] score of each head (last) for each word."""
        head = self.drop(F.gelu(self.arc_head(x)))
        dependent = self.drop(F.gelu(self.arc_dependent(x)))
        pairs = torch.einsum("bih,hk,bjk->bij", dependent, self.arc, head)
        return pairs + self.arc_bias(head).transpose(1, 2)

    def rels(self, x, heads):
        """[b, n, relations] given each word's head [b, n]."""
        head = self.drop(F.gelu(self.rel_head(x)))
        dependent = self.drop(F.gelu(self.rel_dependent(x)))
        head = head.gather(1, heads[:, :, None].expand(-1, -1, head.shape[2]))
        pairs = torch.einsum("bnk,rkl,bnl->bnr", dependent, self.rel, head)
        return pairs + self.rel_head_bias(head) + self.rel_dependent_bias(dependent)


class Teacher(nn.Module):
    def __init__(self, encoder, counts, dropout=0.15):
        super().__init__()
        self.encoder = encoder
        width = encoder.config.hidden_size
        self.mix = nn.Parameter(torch.zeros(encoder.config.num_hidden_layers + 1))
        self.shape = nn.Embedding(8, width)  # the encoder reads lower case
        nn.init.zeros_(self.shape.weight)
        self.drop = nn.Dropout(dropout)
        self.taggers = nn.ModuleDict({k: nn.Linear(width, counts[k]) for k in WEIGHTS})
        self.parser = Biaffine(width, 256, 128, counts["rels"], dropout)

    def forward(self, pieces, there, first, shape):
        """[b, 1 + n, width] states of the root and of n words."""
        layers = self.encoder(input_ids=pieces, attention_mask=there, output_hidden_states=True).hidden_states
        x = sum(weight * layer for weight, layer in zip(torch.softmax(self.mix, 0), layers))
        x = x.gather(1, first[:, :, None].expand(-1, -1, x.shape[2]))
        return self.drop(x + self.shape(shape))

    def read(self, batch):
        """States and head scores of sentences that prepare() made; place 0 is the root."""
        pieces, there, first, shape, words = tensors(batch)
        x = self(pieces, there, first, shape)
        arcs = self.parser.arcs(x).float().masked_fill(~words[:, None, :], -1e4)
        return x, arcs - 1e4 * torch.eye(arcs.shape[1])


def form_shape(form):
    if form.isupper() and len(form) > 1:
        return 1
    if form[:1].isupper():
        return 2
    if form.islower():
        return 3
    return 4 if form.isdigit() else 5


def load_tokenizer(folder):
    tokenizer = Tokenizer.from_file(os.path.join(folder, "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def prepare(tokenizer, forms):
    """The encoder's pieces of a sentence, and at which of them each word begins."""
    encoded = tokenizer.encode(forms, is_pretokenized=True, add_special_tokens=True)
    first = [0] * len(forms)
    for i, word in reversed(list(enumerate(encoded.word_ids))):
        if word is not None and i < PIECES:
            first[word] = i
    return {"pieces": encoded.ids[:PIECES], "first": first, "shape": [form_shape(f) for f in forms]}


def with_labels(sample, sentence, ids):
    """Adds label ids; a key that the sentence does not have stays away."""
    sample["names"] = sentence["names"]
    if "upos" in sentence:
        for k in LEAST:
            sample[k] = [ids[k].get(v, UNKNOWN) for v in sentence[k]]
        sample["heads"] = sentence["heads"]
    return sample


def tensors(batch):
    b, n, m = len(batch), max(len(s["first"]) for s in batch) + 1, max(len(s["pieces"]) for s in batch)
    pieces, there = torch.zeros(b, m, dtype=torch.long), torch.zeros(b, m, dtype=torch.long)
    first, shape = torch.zeros(b, n, dtype=torch.long), torch.zeros(b, n, dtype=torch.long)
    words = torch.zeros(b, n, dtype=torch.bool)
    for i, s in enumerate(batch):
        pieces[i, :len(s["pieces"])] = torch.tensor(s["pieces"])
        there[i, :len(s["pieces"])] = 1
        end = len(s["first"]) + 1
        first[i, 1:end] = torch.tensor(s["first"])
        shape[i, 1:end] = torch.tensor(s["shape"])
        words[i, :end] = True
    return pieces, there, first, shape, words


def gold(batch, key, n):
    """[b, n] labels, UNKNOWN for the root, for padding and for sentences without that layer."""
    out = torch.full((len(batch), n), UNKNOWN, dtype=torch.long)
    for i, s in enumerate(batch):
        if key in s:
            out[i, 1:len(s[key]) + 1] = torch.tensor(s[key])
    return out


def batches(samples, limit, rng=None):
    """Indexes of samples of like length, up to so many pieces a batch; in random order with `rng`."""
    def length(i):
        return len(samples[i]["pieces"]) + (rng.random() * 3 if rng else 0)
    out, now = [], []
    for i in sorted(range(len(samples)), key=length):
        if now and (len(now) + 1) * len(samples[i]["pieces"]) > limit:
            out.append(now)
            now = []
        now.append(i)
    if now:
        out.append(now)
    if rng:
        rng.shuffle(out)
    return out


def loss_of(net, batch):
    x, arcs = net.read(batch)
    n = arcs.shape[1]

    def entropy(scores, labels):
        if not (labels >= 0).any():
            return 0.0
        return F.cross_entropy(scores.float().flatten(0, 1), labels.flatten(), ignore_index=UNKNOWN)
    heads = gold(batch, "heads", n)
    total = sum(w * entropy(net.taggers[k](x), gold(batch, k, n)) for k, w in WEIGHTS.items())
    if (heads >= 0).any():
        rels = net.parser.rels(x, heads.clamp(min=0))
        total = total + entropy(arcs, heads) + entropy(rels, gold(batch, "rels", n))
    return total


def evaluate(net, samples, sets):
    """Shares of words that are right: uas, las, upos, xpos, feats."""
    plain = np.array([r.split(":")[0] for r in sets["rels"]])
    right, total = collections.Counter(), 0
    net.eval()
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for indexes in batches(samples, 3000):
            batch = [samples[i] for i in indexes]
            x, arcs = net.read(batch)
            n, found = arcs.shape[1], arcs.argmax(2)
            word = gold(batch, "upos", n) != UNKNOWN
            total += int(word.sum())
            head = word & (found == gold(batch, "heads", n))
            right["uas"] += int(head.sum())
            rels, known = net.parser.rels(x, found).argmax(2).numpy(), gold(batch, "rels", n).numpy()
            same = (known != UNKNOWN) & (plain[rels] == plain[np.maximum(known, 0)])
            right["las"] += int((head.numpy() & same).sum())
            for k in ("upos", "xpos", "feats"):
                right[k] += int((word & (net.taggers[k](x).argmax(2) == gold(batch, k, n))).sum())
    net.train()
    return " ".join(f"{k} {v / total:.4f}" for k, v in right.items())


def label_sets(sentences):
    sets = {}
    for k, least in LEAST.items():
        counts = collections.Counter(v for s in sentences for v in s[k])
        sets[k] = sorted(v for v, n in counts.items() if n >= least)
    sets["names"] = ["O"] + [p + t for t in names.TYPES for p in ("B-", "I-")]
    return sets


def load(path, folder):
    """The network that main() saved, ready to read, and its label sets."""
    saved = torch.load(path)
    config = BertConfig.from_pretrained(folder, attn_implementation="sdpa")
    net = Teacher(BertModel(config, add_pooling_layer=False), {k: len(v) for k, v in saved["sets"].items()})
    net.load_state_dict(saved["state"])
    net.eval()
    return net, saved["sets"]


def freeze(net, layers):
    """The encoder's pieces and its lowest layers stay as they are."""
    for part in (net.encoder.embeddings, *net.encoder.encoder.layer[:layers]):
        part.requires_grad_(False)


def learn(net, train, epochs, rng, say, judge):
    inside = [p for n, p in net.named_parameters() if n.startswith("encoder.")]
    above = [p for n, p in net.named_parameters() if not n.startswith("encoder.")]
    groups = [{"params": inside, "lr": 1.5e-4, "most": 1.5e-4}, {"params": above, "lr": 1e-3, "most": 1e-3}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98))
    steps, step, total, start = int(epochs * len(batches(train, 1200))), 0, 0.0, time.time()
    say("sentences", len(train), "steps", steps)
    while step < steps:
        for indexes in batches(train, 1200, rng)[:steps - step]:
            rate = min(1.0, (step + 1) / 150) * max(0.02, 1 - step / steps)
            for group in optimiser.param_groups:
                group["lr"] = rate * group["most"]
            with torch.autocast("cpu", torch.bfloat16):
                loss = loss_of(net, [train[i] for i in indexes])
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            step += 1
            total += loss.item()
            if step % 100 == 0:
                say(f"step {step} loss {total / 100:.3f} {time.time() - start:.0f}s")
                total = 0.0
            if step % 800 == 0 or step == steps:
                judge()


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--names", required=True, help="what silver_names.py wrote")
    ap.add_argument("--encoder", required=True, help="folder of all-MiniLM-L6-v2")
    ap.add_argument("--out", required=True)
    ap.add_argument("--epochs", type=float, default=3)
    ap.add_argument("--threads", type=int, default=2)
    ap.add_argument("--news", type=int, default=4500, help="sentences of news")
    ap.add_argument("--only-names", action="store_true")
    ap.add_argument("--frozen", type=int, default=0, help="layers of the encoder, from below, that stay")
    ap.add_argument("--seed", type=int, default=1)
    a = ap.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(a.seed)
    rng = random.Random(a.seed)
    with open(a.names, "rb") as f:
        known = pickle.load(f)
    sets = label_sets(known["ewt-train"] + known["gum-train"])
    ids = {k: {v: i for i, v in enumerate(vs)} for k, vs in sets.items()}
    tokenizer = load_tokenizer(a.encoder)

    def samples(sentences):
        kept = ("forms", "names") if a.only_names else ()
        return [with_labels(prepare(tokenizer, s["forms"]), {k: s[k] for k in kept or s}, ids)
                for s in sentences]
    rng.shuffle(known["news"])
    train = samples(known["ewt-train"] + known["gum-train"] + known["crossner"] * 3 + known["news"][:a.news])
    dev = {name: samples(known[name]) for name in ("ewt-dev", "gum-dev") if not a.only_names}
    encoder = BertModel.from_pretrained(a.encoder, add_pooling_layer=False, attn_implementation="sdpa")
    net = Teacher(encoder, {k: len(v) for k, v in sets.items()})
    net.train()
    if a.frozen:
        freeze(net, a.frozen)

    def say(*words):
        print(*words, flush=True)

    def judge():
        for name, part in dev.items():
            say(name, evaluate(net, part, sets))
        torch.save({"state": net.state_dict(), "sets": sets}, a.out)
    learn(net, train, a.epochs, rng, say, judge)


if __name__ == "__main__":
    main()
