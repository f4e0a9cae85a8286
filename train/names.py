"""Named entities from several sources in one scheme: spans without titles, articles and possessives;
and from a teacher's probabilities back to spans."""
import re

import numpy as np

TYPES = ("PERSON", "NORP", "ORG", "GPE", "LOC", "FAC", "EVENT", "WORK", "LAW", "PRODUCT", "DATE",
         "TIME", "MONEY", "PERCENT", "QUANTITY")
UNKNOWN = -100
MEASURES = {"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "NORP"}
PLACES = ("GPE", "LOC", "FAC")
TITLES = set("""mr mr. mrs mrs. ms ms. miss dr dr. sir dame lord lady prof prof. professor president
    vice-president senator sen sen. rep rep. representative gov gov. governor gen gen. general col
    col. colonel maj maj. major capt capt. captain lt lt. lieutenant sgt sgt. sergeant king queen
    prince princess pope rev rev. reverend father sister bishop archbishop cardinal imam sheikh
    ayatollah judge justice minister premier chancellor ambassador secretary mayor attorney chief
    detective officer inspector coach doctor hon. st.-judge uncle aunt prime vice congressman
    congresswoman chairman director""".split())
CROSSNER = {"politician": "PERSON", "person": "PERSON", "organisation": "ORG", "politicalparty": "ORG",
            "location": "LOC", "country": "GPE", "election": "EVENT", "event": "EVENT"}
UNER = {"PER": ("PERSON",), "ORG": ("ORG",), "LOC": ("GPE", "LOC", "FAC")}
# EWT tags files and addresses as proper nouns; they name nobody.
ADDRESS = re.compile(r"[@/_\\]|\.(pdf|doc|xls|ppt|com|net|org|edu|html?|jpg|txt|zip|gov|uk)$", re.I)


def bio(kind, begins):
    return 1 + 2 * TYPES.index(kind) + (0 if begins else 1)


def labels(n, spans, unknown=()):
    """BIO label ids; spans are (first, end, type), earlier ones win."""
    out = [0] * n
    for i in unknown:
        out[i] = UNKNOWN
    taken = set()
    for first, end, kind in spans:
        if taken & set(range(first, end)):
            continue
        taken |= set(range(first, end))
        for i in range(first, end):
            out[i] = bio(kind, i == first) if kind else UNKNOWN
    return out


def trim(forms, first, end, kind):
    """A span without article, title and possessive mark."""
    while end - first > 1 and forms[first].lower() in ("the", "a", "an", "these", "those", "this"):
        if kind in ("WORK",):
            break
        first += 1
    while end - first > 1 and forms[end - 1] in ("'s", "’s", "'", "’"):
        end -= 1
    while kind == "PERSON" and end - first > 1 and forms[first].lower() in TITLES:
        first += 1
    return first, end


def name_inside(words, first, end):
    """The name proper of a mention: from its first proper noun near the head to the last one, over
    "of", "and", hyphens and numbers; None where there is none."""
    head = next((i for i in range(first, end) if not first <= int(words[i][6]) - 1 < end), None)
    if head is None or words[head][3] != "PROPN":
        return None

    def part(i):
        w = words[i]
        return w[3] == "PROPN" or (w[3] in ("ADJ", "NOUN", "NUM") and w[1][:1].isupper())

    b = head
    while b > first and (part(b - 1) or (words[b - 1][1] in ("-", "&", "/", ".") and b - 2 >= first
                                         and part(b - 2))):
        b -= 1
    e = head + 1
    while e < end:
        if part(e) or (words[e][3] == "NUM" and words[e][7] in ("nummod", "flat", "compound", "dep")):
            e += 1
        elif e + 1 < end and words[e][1] in ("of", "-", "&", "/", "and", "for", "'s", "’s") and part(e + 1) \
                and not (words[e][1] == "and" and words[e + 1][7] == "conj" and
                         any(words[k][3] == "PROPN" and words[k][7] == "flat" for k in range(b, e))):
            e += 2
        elif e + 2 < end and words[e][1] == "of" and words[e + 1][1].lower() == "the" and part(e + 2):
            e += 3
        else:
            break
    while b < e and not (words[b][3] == "PROPN" or words[b][1][:1].isupper()):
        b += 1
    return (b, e) if b < e else None


def gum(comments, words, silver):
    """Labels of a GUM sentence; silver is [(first, end, type)] of a teacher, already trimmed."""
    forms = [w[1] for w in words]
    spans, unknown = [], set()
    for first, end, kind, named in sorted(comments["entities"], key=lambda m: (m[0] - m[1])):
        if not named:
            continue
        name = name_inside(words, first, end)
        if name is None:
            continue
        b, e = name
        seen = {k for sb, se, k in silver if sb < e and b < se}
        if kind == "person":
            found = "PERSON"
        elif kind == "organization":
            found = "ORG"
        elif kind == "place":
            found = next((k for k in PLACES if k in seen), "GPE")
        elif kind == "event":
            found = "EVENT"
        elif kind == "time":
            found = next((k for k in ("DATE", "TIME", "EVENT") if k in seen), "DATE")
        else:
            found = next((k for k in ("WORK", "PRODUCT", "LAW", "NORP") if k in seen), None)
        b, e = trim(forms, b, e, found)
        spans.append((b, e, found))
    for b, e, k in silver:
        if k in MEASURES:
            spans.append((b, e, k))
    covered = {i for b, e, _ in spans for i in range(b, e)}
    for i, w in enumerate(words):
        if w[3] == "PROPN" and i not in covered and w[1].lower() not in TITLES:
            unknown.add(i)
    return labels(len(words), spans, unknown)


def ewt(words, silver):
    """Labels of an EWT sentence, which has no names marked: the teacher's where proper nouns bear them
    out, unknown where there are proper nouns without a name, none elsewhere."""
    spans, unknown = [], set()
    for b, e, k in silver:
        if k in MEASURES or (k != "ORG" and any(words[i][3] == "PROPN" for i in range(b, e))):
            spans.append((b, e, k))
    covered = {i for b, e, _ in spans for i in range(b, e)}
    for i, w in enumerate(words):
        if w[3] == "PROPN" and i not in covered and w[1].lower() not in TITLES:
            unknown.add(i)
    return labels(len(words), spans, unknown)


def bio_spans(tags):
    """(first, end, kind) of the names in B-kind, I-kind, O tags."""
    spans, opened = [], None
    for i, t in enumerate(list(tags) + ["O"]):
        if opened and not t.startswith("I-"):
            spans.append((opened[0], i, opened[1]))
            opened = None
        if t.startswith("B-"):
            opened = (i, t[2:])
    return spans


def crossner(forms, tags, silver):
    """Labels of a CrossNER sentence; a teacher says the kinds that CrossNER does not mark."""
    spans = [(b, e, CROSSNER.get(k)) for b, e, k in bio_spans(tags)]
    spans = [(*trim(forms, b, e, k), k) for b, e, k in spans]
    spans += [(b, e, k) for b, e, k in silver if k in MEASURES or k in ("WORK", "LAW", "PRODUCT")]
    return labels(len(forms), spans)


def uner(tags, chances):
    """Labels of a Universal NER sentence, whose three kinds are wider than ours: the teacher's
    probabilities choose among places and say the kinds that are not marked."""
    spans = []
    for b, e, k in bio_spans(tags):
        score = kind_scores(chances, b, e)
        spans.append((b, e, max(UNER[k], key=lambda kind: score[TYPES.index(kind)])))
    marked = {kind for kinds in UNER.values() for kind in kinds}
    covered = {i for b, e, _ in spans for i in range(b, e)}
    spans += [s for s in decode(chances) if s[2] not in marked and not covered & set(range(s[0], s[1]))]
    return labels(len(tags), spans)


def read_crossner(path):
    forms, tags = [], []
    with open(path, encoding="utf-8") as f:
        for line in list(f) + ["\n"]:
            if line.strip():
                a, b = line.split()[:2] if "\t" not in line else line.rstrip("\n").split("\t")[:2]
                forms.append(a)
                tags.append(b)
            elif forms:
                yield forms, tags
                forms, tags = [], []


def read_uner(path):
    """Yields (forms, tags) of a Universal NER file: index, form, tag, ..."""
    forms, tags = [], []
    with open(path, encoding="utf-8") as f:
        for line in list(f) + ["\n"]:
            if line.startswith("#"):
                continue
            if line.strip():
                columns = line.split("\t")
                forms.append(columns[1])
                tags.append(columns[2])
            elif forms:
                yield forms, tags
                forms, tags = [], []


def kind_scores(chances, first, end):
    """[15] log probability of each type for the span, whether its tokens begin or go on."""
    return np.log(chances[first:end, 1::2] + chances[first:end, 2::2] + 1e-4).sum(0)


def boundaries(chances):
    """The best run of outside (0), begin (1) and inside (2), where inside follows one of the latter."""
    out, begin, inside = (np.log(p + 1e-9) for p in (
        chances[:, 0], chances[:, 1::2].sum(1), chances[:, 2::2].sum(1)))
    score, back = np.array([out[0], begin[0], -1e9]), []
    for t in range(1, len(chances)):
        best, opened = int(score.argmax()), 1 + int(score[1:].argmax())
        score = np.array([score[best] + out[t], score[best] + begin[t], score[opened] + inside[t]])
        back.append((best, best, opened))
    path = [int(score.argmax())]
    for step in reversed(back):
        path.append(step[path[-1]])
    return path[::-1]


def decode(chances):
    """Spans (first, end, type) from [n, 31] probabilities of the BIO labels: where names begin and end
    first, over all types; then the type that fits the whole span. A name whose tokens disagree on
    the type stays in one piece."""
    path = boundaries(chances) if len(chances) else []
    spans, i = [], 0
    while i < len(path):
        if path[i] != 1:
            i += 1
            continue
        end = i + 1
        while end < len(path) and path[end] == 2:
            end += 1
        spans.append((i, end, TYPES[int(kind_scores(chances, i, end).argmax())]))
        i = end
    return spans


def name_tokens(forms, xpos, heads, rels):
    """Two masks: proper nouns; and these with what may stand within a name ("of the", "&", numbers)."""
    n = len(forms)
    proper = [xpos[i] in ("NNP", "NNPS") and not ADDRESS.search(forms[i]) for i in range(n)]
    part = list(proper)
    for i in range(1, n - 1):
        if proper[i - 1] and forms[i].lower() in ("of", "-", "&", ".", "for", "and") and proper[i + 1]:
            part[i] = True
    for i in range(1, n - 2):
        if proper[i - 1] and forms[i].lower() == "of" and forms[i + 1].lower() == "the" and proper[i + 2]:
            part[i] = part[i + 1] = True
    for i in range(1, n):
        h = heads[i]
        if xpos[i] == "CD" and part[i - 1] and 0 <= h < i and proper[h] and \
                rels[i] in ("nummod", "flat", "compound", "nmod:desc", "nmod:unmarked"):
            part[i] = True
    return proper, part


def tied(i, forms, heads, rels):
    """Whether the token belongs to the same name as its head."""
    h, rel = heads[i], rels[i]
    low, high = min(i, h), max(i, h)
    if rel in ("compound", "flat", "amod", "goeswith", "nummod", "case", "punct", "cc", "det", "fixed"):
        return True
    if rel == "nmod":  # "Bank of England"
        return any(forms[k].lower() in ("of", "for") for k in range(h, i))
    if rel == "nmod:desc":  # "President Bush" is a title and a name
        return forms[h].lower() not in TITLES and forms[i].lower() not in TITLES
    # "Rock and Roll Hall": two that something else is compounded with
    return rel == "conj" and any(rels[k] == "compound" and heads[k] in (i, h) and not low <= k <= high
                                 for k in range(len(forms)))


def name_groups(forms, xpos, heads, rels):
    """(first, end) of runs of proper nouns that the tree ties together; heads count from 0."""
    n = len(forms)
    proper, part = name_tokens(forms, xpos, heads, rels)
    group = list(range(n))

    def find(i):
        while group[i] != i:
            i = group[i]
        return i

    for i, h in enumerate(heads):
        if h >= 0 and all(part[min(i, h):max(i, h) + 1]) and tied(i, forms, heads, rels):
            group[find(i)] = find(h)
    spans, i = [], 0
    while i < n:
        if not proper[i]:
            i += 1
            continue
        end = i + 1
        while end < n and part[end] and find(end) == find(i):
            end += 1
        last = end
        while last > i and not (proper[last - 1] or xpos[last - 1] == "CD"):
            last -= 1
        spans.append((i, last))
        i = max(end, last)
    return spans


def ewt_names(forms, xpos, heads, rels, chances):
    """Labels of an EWT sentence: boundaries from the gold tree, types from a teacher's probabilities;
    unknown where the teacher is sure that there is no name. `heads` as in the file, 0 the root."""
    spans = []
    for b, e in name_groups(forms, xpos, [h - 1 for h in heads], rels):
        score = kind_scores(chances, b, e)
        none = np.log(chances[b:e, 0] + 1e-4).sum()
        kind = TYPES[int(score.argmax())]
        first, end = trim(forms, b, e, kind)
        if end - first == 1 and forms[first].lower() in TITLES:
            continue
        spans.append((first, end, None if none > score.max() + 2.0 * (e - b) else kind))
    covered = {i for b, e, _ in spans for i in range(b, e)}
    spans += [s for s in decode(chances) if s[2] in MEASURES and not covered & set(range(s[0], s[1]))]
    return labels(len(forms), spans)


def fill(marks, chances):
    """The labels with the teacher's names where they are unknown from end to end."""
    out = list(marks)
    for b, e, kind in decode(chances):
        if all(out[i] == UNKNOWN for i in range(b, e)):
            out[b:e] = [bio(kind, i == b) for i in range(b, e)]
    return out
