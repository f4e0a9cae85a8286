#!/usr/bin/env python3
"""Train the scorer of coreference on GUM and put it into a model file.

    coref.py --tool BUILD/coref --model MODEL.onrm --gold en_gum-train.conllu [--dev GOLD]
             [--epochs N] [--hold N] --out coref.npz
    coref.py --add coref.npz --model MODEL.onrm

The first form lets tools/coref.c find phrases and candidates in the raw text with the model's own
tags, trees and names, once with trees and once without, and trains what chooses among the
candidates: the marginal likelihood of the gold antecedents (Durrett and Klein 2013), where a phrase
that no gold mention equals, or the first of its chain, has "nothing". --hold leaves the last N
documents out and scores them after each epoch. The second form replaces the sections "coref.*" of
the file, which all others stay behind as they are.
"""
import argparse
import os
import struct
import subprocess
import sys
import tempfile

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import score_coref as score  # noqa: E402

HIDDEN, RANK = 32, 32
PHRASE_FEATURES, PHRASE_ROWS, PAIR_FEATURES, PAIR_ROWS = 7, 134, 11, 1405
VERSION = 1
STEPS = 24.0  # of the grid of states
RELATIVE = 3


class Document:
    """Phrases of a document with their candidates, and the gold chain of each (-1: none)."""


def run_tool(tool, model, texts, trees):
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for i, text in enumerate(texts):
            paths.append(os.path.join(folder, f"{i:05}.txt"))
            with open(paths[-1], "w", encoding="utf-8", newline="") as f:
                f.write(text)
        return subprocess.run([tool, *([] if trees else ["--names"]), model, *paths],
                              stdout=subprocess.PIPE, check=True).stdout


def read_dump(data):
    width, at = struct.unpack_from("<I", data)[0], 4
    pair = np.dtype([("candidate", "<u4"), ("rows", "<u2", PAIR_FEATURES)])
    while at < len(data):
        n = struct.unpack_from("<I", data, at)[0]
        at += 4
        d = Document()
        d.spans, d.heads, d.kinds, d.has_state, states, rows, pairs, owners = [], [], [], [], [], [], [], []
        for i in range(n):
            begin, end, head, kind, has, count = struct.unpack_from("<6I", data, at)
            at += 24
            d.spans.append((begin, end))
            d.heads.append(-1 if kind & 8 else head)
            d.kinds.append(kind & 7)
            d.has_state.append(has)
            states.append(np.frombuffer(data, np.uint8, width, at))
            at += width
            rows.append(np.frombuffer(data, "<u2", PHRASE_FEATURES, at))
            at += 2 * PHRASE_FEATURES
            pairs.append(np.frombuffer(data, pair, count, at))
            at += count * pair.itemsize
            owners.append(np.full(count, i, np.int64))
        d.n, d.width = n, width
        d.kinds = np.array(d.kinds)
        has = np.array(d.has_state, np.float32)[:, None]
        d.states = (np.stack(states).astype(np.float32) - 128) / STEPS * has if n else None
        d.rows = np.stack(rows).astype(np.int64) if n else None
        d.pairs = np.concatenate(pairs) if n else np.zeros(0, pair)
        d.owners = np.concatenate(owners) if n else np.zeros(0, np.int64)
        yield d


def gold_heads(rows):
    """The chain of each word that is the head of a mention, by its place; of several mentions the
    shortest. Chains are numbered as gold_chains() does."""
    at, mentions, out = score.places(rows), score.gold_mentions(rows), {}
    chains = score.gold_chains(rows)
    where = {m: i for i, c in enumerate(chains) for m in c}
    for _, parts, _ in mentions:
        chain = where.get(tuple((at[a][0], at[b][1]) for a, b in parts), -1)
        first, last = parts[0][0], parts[-1][1]
        words = [r for r in rows[first:last + 1] if r is not None and r[0].isdigit()]
        ids = {r[0] for r in words}
        heads = [i for i in range(first, last + 1) if rows[i] is not None and rows[i][0].isdigit()
                 and rows[i][6] not in ids]
        if len(heads) != 1 or None in rows[first:last + 1]:
            continue
        key = at[heads[0]][0]
        if key not in out or last - first < out[key][0]:
            out[key] = (last - first, chain)
    return {k: c for k, (_, c) in out.items()}


def add_gold(d, text, chains, heads):
    dense, k = [], 0
    for c in text:
        dense.append(k)
        k += not c.isspace()
    dense.append(k)
    where = {m: i for i, c in enumerate(chains) for m in c}
    d.mentions = [((dense[b], dense[e]),) for b, e in d.spans]
    d.gold = np.array([where.get(m, -1) for m in d.mentions])
    if heads is not None:
        d.gold = np.array([g if g >= 0 or h < 0 else heads.get(dense[h], -1)
                           for g, h in zip(d.gold, d.heads)])
    d.chains = chains


def load(args, path, trees):
    texts, chains, heads = [], [], []
    for _, rows, new in score.documents(path):
        texts.append(score.raw(rows, new))
        chains.append(score.gold_chains(rows))
        heads.append(gold_heads(rows) if args.by_head or not trees else None)
    docs = list(read_dump(run_tool(args.tool, args.model, texts, trees)))
    assert len(docs) == len(texts)
    for d, text, c, h in zip(docs, texts, chains, heads):
        add_gold(d, text, c, h)
    return docs


def make_net(width):
    import torch
    from torch import nn

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.project = nn.Linear(width, 3 * HIDDEN + 2 * RANK)
            self.phrase = nn.Parameter(torch.randn(PHRASE_ROWS, 3 * HIDDEN) * 0.1)
            self.pair = nn.Parameter(torch.randn(PAIR_ROWS, HIDDEN) * 0.1)
            self.out = nn.Parameter(torch.randn(2, HIDDEN) * 0.2)
            self.bias = nn.Parameter(torch.zeros(1))
            self.drop = nn.Dropout(0.2)
            nn.init.normal_(self.project.weight, std=0.05)

        def forward(self, d):
            has = (d.t_states.abs().sum(1, keepdim=True) > 0).float()
            s = self.project(self.drop(d.t_states)) * has
            p = self.phrase[d.t_rows].sum(1)
            a = s[:, :HIDDEN] + p[:, :HIDDEN]
            b = s[:, HIDDEN:2 * HIDDEN] + p[:, HIDDEN:2 * HIDDEN]
            c = s[:, 2 * HIDDEN:3 * HIDDEN] + p[:, 2 * HIDDEN:]
            left, right = s[:, 3 * HIDDEN:3 * HIDDEN + RANK], s[:, 3 * HIDDEN + RANK:]
            h = a[d.t_owner] + b[d.t_candidate] + nn.functional.embedding_bag(d.t_pairs, self.pair, mode="sum")
            h = self.drop(torch.relu(h))
            pairs = h @ self.out[0] + (left[d.t_owner] * right[d.t_candidate]).sum(1)
            return pairs, self.drop(torch.relu(c)) @ self.out[1] + self.bias
    return Net()


def tensors(d):
    import torch
    d.t_states = torch.from_numpy(d.states)
    d.t_rows = torch.from_numpy(d.rows)
    d.t_owner = torch.from_numpy(d.owners)
    d.t_candidate = torch.from_numpy(d.pairs["candidate"].astype(np.int64))
    d.t_pairs = torch.from_numpy(d.pairs["rows"].astype(np.int64))
    same = (d.gold[d.owners] >= 0) & (d.gold[d.owners] == d.gold[d.pairs["candidate"]])
    has = np.zeros(d.n, bool)
    has[d.owners[same]] = True
    d.t_same, d.t_has = torch.from_numpy(same), torch.from_numpy(has)
    d.t_counts = torch.from_numpy(d.kinds != RELATIVE)


def log_sum(scores, owner, n, alone):
    """Log of the sum of exponentials of each phrase's scores and of `alone`."""
    import torch
    top = alone.clone().scatter_reduce(0, owner, scores, "amax").detach()
    total = torch.exp(alone - top).scatter_add(0, owner, torch.exp(scores - top[owner]))
    return top + torch.log(total)


def loss_of(d, pairs, alone, costs):
    """`costs` raise the scores of wrong choices: a link for none, none for a link, a wrong link."""
    import torch
    false_link, false_new, wrong_link = costs
    has = d.t_has
    cost = torch.where(d.t_same, 0.0, torch.where(has[d.t_owner], wrong_link, false_link))
    everything = log_sum(pairs + cost, d.t_owner, d.n, alone + torch.where(has, false_new, 0.0))
    right = log_sum(pairs.masked_fill(~d.t_same, -1e9), d.t_owner, d.n,
                    alone.masked_fill(has, -1e9))
    return ((everything - right) * d.t_counts).sum()


def decode(d, pairs, alone, bias=0.0):
    best, chosen = alone + bias, np.full(d.n, -1)
    for i in range(len(pairs)):
        o = d.owners[i]
        if pairs[i] > best[o]:
            best[o], chosen[o] = pairs[i], d.pairs["candidate"][i]
    root = list(range(d.n))
    chains = {}
    for i in range(d.n):
        if chosen[i] >= 0:
            root[i] = root[chosen[i]]
        if d.kinds[i] != RELATIVE:
            chains.setdefault(root[i], []).append(d.mentions[i])
    return [sorted(set(c)) for c in chains.values() if len(set(c)) > 1]


def evaluate(net, docs, bias=0.0):
    import torch
    net.eval()
    counts = []
    with torch.no_grad():
        for d in docs:
            pairs, alone = net(d)
            counts.append(score.count(d.chains, decode(d, pairs.numpy(), alone.numpy(), bias)))
    net.train()
    return score.figures(counts)


def train(args):
    import torch
    torch.manual_seed(args.seed)
    torch.set_num_threads(1)
    full, light = load(args, args.gold, True), load(args, args.gold, False)
    hold = args.hold
    held, held_light = full[len(full) - hold:], light[len(light) - hold:]
    docs = full[:len(full) - hold] + light[:len(light) - hold]
    dev = [load(args, args.dev, True), load(args, args.dev, False)] if args.dev else []
    for d in docs + held + held_light + sum(dev, []):
        tensors(d)
    print(len(docs), "documents", sum(d.n for d in docs), "phrases", sum(len(d.pairs) for d in docs), "pairs")
    net = make_net(docs[0].width)
    optimizer = torch.optim.AdamW(net.parameters(), lr=args.rate, weight_decay=args.decay)
    steps = args.epochs * len(docs)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, args.rate, total_steps=steps, pct_start=0.1)
    rng = np.random.default_rng(args.seed)
    costs = [float(c) for c in args.costs.split(",")]
    for epoch in range(args.epochs):
        total = 0.0
        for i in rng.permutation(len(docs)):
            d = docs[i]
            loss = loss_of(d, *net(d), costs)
            optimizer.zero_grad()
            (loss / 100).backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch + 1} loss {total / sum(d.n for d in docs):.4f}", flush=True)
        last = epoch + 1 == args.epochs
        if hold and (last or epoch % 2 == 1):
            score.show("held", evaluate(net, held))
            score.show("held, names", evaluate(net, held_light))
    if hold:
        for bias in (-1, -0.5, 0.5, 1):
            score.show(f"held {bias:+}", evaluate(net, held, bias))
    for name, part in zip(("dev", "dev, names"), dev):
        score.show(name, evaluate(net, part))
    state = {k: v.detach().numpy() for k, v in net.state_dict().items()}
    np.savez(args.out, weight=state["project.weight"].T, projection_bias=state["project.bias"],
             phrase=state["phrase"], pair=state["pair"], out=state["out"], bias=state["bias"])


def sections_of(path):
    import export
    with open(path, "rb") as f:
        data = f.read()
    count = struct.unpack_from("<I", data, 12)[0]
    name = data[64:96].rstrip(b"\0").decode()
    version = data[96:128].rstrip(b"\0").decode()
    sections = []
    for i in range(count):
        entry = struct.unpack_from("<32sIIIIQQ", data, export.HEADER + export.ENTRY * i)
        label = entry[0].rstrip(b"\0").decode()
        array = np.frombuffer(data, export.DTYPES[entry[1]], entry[2] * entry[3], entry[5])
        sections.append((label, entry[1], array.reshape(entry[2], entry[3])))
    return name, version, sections


def add(args):
    import export
    name, version, sections = sections_of(args.model)
    out = export.Writer()
    out.sections = [s for s in sections if not s[0].startswith("coref")]
    saved = np.load(args.add)
    columns = list(range(3 * HIDDEN + 2 * RANK))
    columns += [-1] * (-len(columns) % export.COLUMNS)
    out.matrix("coref", saved["weight"], saved["projection_bias"], columns)
    out.add("coref.version", export.I32, [VERSION])
    out.add("coref.phrase", export.F32, saved["phrase"])
    out.add("coref.pair", export.F32, saved["pair"])
    last = np.zeros((1, HIDDEN), np.float32)
    last[0, 0] = saved["bias"][0] + args.new_bias
    out.add("coref.out", export.F32, np.concatenate([saved["out"], last]))
    print(args.model, *out.save(args.model, name, args.version or version))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--tool")
    ap.add_argument("--model", required=True)
    ap.add_argument("--gold")
    ap.add_argument("--dev")
    ap.add_argument("--epochs", type=int, default=12)
    ap.add_argument("--hold", type=int, default=0)
    ap.add_argument("--rate", type=float, default=4e-3)
    ap.add_argument("--decay", type=float, default=0.02)
    ap.add_argument("--costs", default="0.5,1.5,0.5")
    ap.add_argument("--by-head", action="store_true",
                    help="with trees, too, a phrase with the head of a gold mention counts as it")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--out")
    ap.add_argument("--add")
    ap.add_argument("--new-bias", type=float, default=0.0, help="added to the score of \"nothing\"")
    ap.add_argument("--version")
    args = ap.parse_args()
    if args.add:
        add(args)
    elif args.tool and args.gold and args.out:
        train(args)
    else:
        ap.error("needs --add, or --tool, --gold and --out")


if __name__ == "__main__":
    main()
