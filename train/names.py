"""Named entities from several sources in one scheme: spans without titles, articles and possessives."""
import ud

TYPES = ("PERSON", "NORP", "ORG", "GPE", "LOC", "FAC", "EVENT", "WORK", "LAW", "PRODUCT", "DATE",
         "TIME", "MONEY", "PERCENT", "QUANTITY")
UNKNOWN = -100
MEASURES = {"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "NORP"}
PLACES = {"GPE", "LOC", "FAC"}
TITLES = set("""mr mr. mrs mrs. ms ms. miss dr dr. sir dame lord lady prof prof. professor president
    vice-president senator sen sen. rep rep. representative gov gov. governor gen gen. general col
    col. colonel maj maj. major capt capt. captain lt lt. lieutenant sgt sgt. sergeant king queen
    prince princess pope rev rev. reverend father sister bishop archbishop cardinal imam sheikh
    ayatollah judge justice minister premier chancellor ambassador secretary mayor attorney chief
    detective officer inspector coach doctor hon. st.-judge uncle aunt prime vice congressman
    congresswoman chairman director""".split())
CROSSNER = {"politician": "PERSON", "person": "PERSON", "organisation": "ORG", "politicalparty": "ORG",
            "location": "LOC", "country": "GPE", "election": "EVENT", "event": "EVENT"}


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


def crossner(forms, tags, silver):
    spans, unknown, opened = [], set(), None
    for i, t in enumerate(list(tags) + ["O"]):
        if opened and (not t.startswith("I-")):
            spans.append((opened[0], i, CROSSNER.get(opened[1])))
            opened = None
        if t.startswith("B-"):
            opened = (i, t[2:])
    spans = [(*trim(forms, b, e, k), k) for b, e, k in spans]
    for b, e, k in silver:
        if k in MEASURES or k in ("WORK", "LAW", "PRODUCT"):
            spans.append((b, e, k))
    return labels(len(forms), spans, unknown)


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
