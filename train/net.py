"""The network: a shared encoder over hashed features; on its states a cue tagger and a span tagger given
a cue; on a few more blocks above them (the tower) tags, names and trees.

Every operation here has an integer or elementwise twin in src/encode and src/attrib. Rows of several
windows lie behind one another in one flat matrix, with `gap` empty rows between them so that a
convolution never sees a neighbour's rows; `mask` is 0 on empty rows.
"""
import torch
from torch import nn

# Quantised activations: u = round(clamp(x / rms(x)) * STEPS), one signed byte.
STEPS = 24.0
LABELS = ("O", "B-source", "I-source", "B-content", "I-content")
DISTANCES = 32
FLAGS = 16


class FakeQuant(torch.autograd.Function):
    """Rounds to a grid in the forward pass, passes the gradient straight through."""

    @staticmethod
    def forward(ctx, x, scale, limit):
        return torch.clamp(torch.round(x * scale), -limit, limit) / scale

    @staticmethod
    def backward(ctx, grad):
        return grad, None, None


def normalise(x, mask, quant):
    """Root-mean-square norm (Zhang and Sennrich 2019) without gain, on the grid of the bytes."""
    u = x * torch.rsqrt(x.square().mean(-1, keepdim=True) + 1e-6)
    if quant:
        u = FakeQuant.apply(u, STEPS, 127.0)
    else:
        u = torch.clamp(u, -127 / STEPS, 127 / STEPS)
    return u * mask


def quant_weight(w, quant):
    """Weights [in, out] as signed bytes with one scale for each output column."""
    if not quant:
        return w
    scale = 127.0 / w.detach().abs().amax(0, keepdim=True).clamp(min=1e-8)
    return FakeQuant.apply(w, scale, 127.0)


def taps(u, dilation):
    zero = u.new_zeros(dilation, u.shape[1])
    return torch.cat([torch.cat([zero, u[:-dilation]]), u, torch.cat([u[dilation:], zero])], 1)


class Block(nn.Module):
    """Residual gated convolution, three taps: x + a * gate(b), gate(b) = (1 + b / (1 + |b|)) / 2."""

    def __init__(self, width, dilation, dropout):
        super().__init__()
        self.dilation = dilation
        self.weight = nn.Parameter(torch.randn(3 * width, 2 * width) / (3 * width) ** 0.5)
        self.bias = nn.Parameter(torch.zeros(2 * width))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask, quant):
        u = normalise(x, mask, quant)
        y = taps(u, self.dilation) @ quant_weight(self.weight, quant) + self.bias
        a, b = y.chunk(2, -1)
        return x + self.dropout(a * (0.5 + 0.5 * b / (1 + b.abs())))


class Linear(nn.Module):
    def __init__(self, width, out):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(width, out) / width ** 0.5)
        self.bias = nn.Parameter(torch.zeros(out))

    def forward(self, u, quant):
        return u @ quant_weight(self.weight, quant) + self.bias


class Encoder(nn.Module):
    """A token's table row is `width + extra` wide: the first part goes through the convolutions, the rest
    waits for the tower. `vectors` [rows of the first table, n] are fixed; their projection is learned, so that words
    which the marked reports do not have find their place too. At export it is added to the table."""

    def __init__(self, rows, width, extra, dilations, dropout, vectors):
        super().__init__()
        self.width = width
        self.fixed = False  # only what the tower reads of the tables learns
        self.tables = nn.ModuleList()
        for r in rows:
            table = nn.Embedding(r, width + extra, sparse=True)
            nn.init.normal_(table.weight, std=0.08)
            self.tables.append(table)
        self.register_buffer("vectors", vectors)
        self.project = nn.Parameter(torch.randn(vectors.shape[1], width + extra) * 0.15 / vectors.shape[1] ** 0.5)
        self.dropout = nn.Dropout(dropout)
        self.blocks = nn.ModuleList(Block(width, d, dropout) for d in dilations)

    def forward(self, ids, mask, quant=False):
        x = sum(table(ids[:, i]) for i, table in enumerate(self.tables))
        x = x + self.vectors[ids[:, len(self.tables)]] @ self.project
        x = self.dropout(x)
        x, rest = x[:, :self.width], x[:, self.width:]
        if self.fixed:
            x = x.detach()
        for block in self.blocks:
            x = block(x, mask, quant)
        return normalise(x, mask, quant), torch.cat([x, rest], 1)


# Distances from a token to its head, 0 for "no such pair": 1 to 9 to the right, 10 to 18 to the left.
FAR = (1, 2, 3, 4, 5, 7, 10, 15, 23)
BINS = 2 * len(FAR) + 1


def distance_bins(n):
    """[n, n] bins of head j as seen from token i."""
    d = torch.arange(n)[None, :] - torch.arange(n)[:, None]
    steps = torch.bucketize(d.abs(), torch.tensor(FAR), right=True)
    return torch.where(d > 0, steps, torch.where(d < 0, steps + len(FAR), torch.zeros_like(d)))


class Syntax(nn.Module):
    """The tower and the heads on it. `counts` names how many labels each tagger has."""

    def __init__(self, width, dilations, dropout, counts, rank=64):
        super().__init__()
        self.blocks = nn.ModuleList(Block(width, d, dropout) for d in dilations)
        self.taggers = nn.ModuleDict({k: Linear(width, n) for k, n in counts.items() if k != "rels"})
        self.dependent = Linear(width, rank)
        self.head = Linear(width, rank)
        for part in (self.dependent, self.head):
            part.weight.data *= 0.35
        self.root = Linear(width, 1)
        self.reach = Linear(width, BINS)    # where a token looks for its head
        self.pull = Linear(width, BINS)     # where a head looks for its dependents
        self.rank = rank
        self.rel_dependent = Linear(width, 2 * rank)
        self.rel_head = Linear(width, 2 * rank)
        self.rel_root = nn.Parameter(torch.zeros(2 * rank))
        self.rel_out = Linear(rank, counts["rels"])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask, quant=False):
        for block in self.blocks:
            x = block(x, mask, quant)
        return self.dropout(normalise(x, mask, quant))

    def arcs(self, u, index, quant=False):
        """Scores [batch, n, 1 + n] of every head for the tokens index [batch, n]; column 0 is the root."""
        d, h = self.dependent(u, quant)[index], self.head(u, quant)[index]
        bins = distance_bins(index.shape[1])
        scores = d @ h.transpose(1, 2)
        scores = scores + self.reach(u, quant)[index].gather(2, bins.expand(len(index), -1, -1))
        pull = self.pull(u, quant)[index].gather(2, bins.T.expand(len(index), -1, -1))
        scores = scores + pull.transpose(1, 2)
        return torch.cat([self.root(u, quant)[index], scores], 2)

    def rels(self, u, token, head, quant=False):
        """Logits of the relations of flat tokens to flat heads, -1 for the root."""
        pair = self.rel_head(u, quant)[head.clamp(min=0)]
        pair = torch.where((head < 0)[:, None], self.rel_root, pair) + self.rel_dependent(u, quant)[token]
        a, b = pair.chunk(2, -1)
        z = a * (0.5 + 0.5 * b / (1 + b.abs()))
        return self.rel_out(normalise(z, torch.ones(len(z), 1), quant), quant)


class Net(nn.Module):
    def __init__(self, rows, vectors, width=64, dilations=(1, 2, 4, 8, 16, 1), span_width=64,
                 span_dilations=(1, 2, 4), dropout=0.3, extra=0, tower=(), counts=None):
        super().__init__()
        self.config = {"rows": list(rows), "width": width, "dilations": list(dilations),
                       "span_width": span_width, "span_dilations": list(span_dilations),
                       "dropout": dropout, "extra": extra, "tower": list(tower), "counts": counts}
        self.encoder = Encoder(rows, width, extra, dilations, dropout, vectors)
        self.syntax = Syntax(width + extra, tower, dropout, counts) if tower else None
        self.cue = Linear(width, 3)
        self.roles = Linear(width, 5)  # helps the encoder in training, not exported
        self.token = Linear(width, span_width)
        self.head = Linear(2 * width, span_width)
        self.distance = nn.Embedding(DISTANCES, span_width)
        self.flag = nn.Embedding(FLAGS, span_width)
        nn.init.normal_(self.distance.weight, std=0.35)
        nn.init.normal_(self.flag.weight, std=0.35)
        self.span_blocks = nn.ModuleList(Block(span_width, d, dropout) for d in span_dilations)
        self.span_out = Linear(span_width, len(LABELS))
        self.transition = nn.Parameter(torch.zeros(len(LABELS), len(LABELS)))
        self.drop_states = nn.Dropout(dropout)

    def encode(self, ids, mask, quant=False):
        return self.encoder(ids, mask, quant)[0]

    def analyse(self, ids, mask, quant=False):
        """States for attribution, states for tags, names and trees."""
        states, x = self.encoder(ids, mask, quant)
        return states, self.syntax(x, mask, quant)

    def spans(self, states, row, first, last, distance, flag, mask, quant=False):
        """Emissions [rows, 5] for flat (cue, token) rows.

        row, first, last: indexes into states of the token, of its cue's first and last token.
        """
        token = self.token(states, quant)
        z = token[row] + self.head(torch.cat([states[first], states[last]], 1), quant)
        z = z + self.distance(distance) + self.flag(flag)
        z = z * mask
        for block in self.span_blocks:
            z = block(z, mask, quant)
        return self.span_out(normalise(z, mask, quant), quant)


def crf_loss(emissions, labels, lengths, transition):
    """Mean negative log-likelihood; emissions [batch, time, 5], sorted or not."""
    batch, time, _ = emissions.shape
    mask = torch.arange(time)[None, :] < lengths[:, None]
    gold = emissions.gather(2, labels[:, :, None]).squeeze(2)
    score = (gold * mask).sum(1)
    score = score + (transition[labels[:, :-1], labels[:, 1:]] * mask[:, 1:]).sum(1)
    alpha = emissions[:, 0]
    for t in range(1, time):
        new = torch.logsumexp(alpha[:, :, None] + transition[None], 1) + emissions[:, t]
        alpha = torch.where(mask[:, t, None], new, alpha)
    return torch.logsumexp(alpha, 1) - score
