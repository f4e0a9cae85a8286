#!/usr/bin/env python3
"""Learns from treebanks how English words lead back to their lemmas, and tries it on others.

    lemma.py --train A.conllu ... [--dev B.conllu ...] [--out lemma.json] [--model lemma.onrm]

A lemma is the form with its case chosen (kept, lower, lower but for the first letter, or lower
without commas) and then its end exchanged: strip so many bytes, add these. Both choices are looked
up alike, by the tags, for the case also by how the word is capitalised and whether it is the first
one, and by its end: first the whole form, then ever longer ends of it, of which the longest that
was met counts. An end is kept when that betters enough words, a whole form when the ends are wrong
about it; so there are few rules and they fit unseen words.

A treebank that is named twice counts twice, which settles what two of them do differently. --out
writes the tables for add_sections(), which puts them into a model; --model writes a model of
nothing else, for `build/lemmas`. src/lemma is the reader. Standard library only, but for --model.
"""
import argparse
import json
from collections import Counter, defaultdict

MAX_END = 6  # bytes
MASK64 = (1 << 64) - 1
LONGER = 1 << 31  # flag of a value: some longer end is known, too
WHOLE_CASE, END_CASE, WHOLE_END, END_END = range(4)  # kinds of keys
LOWER, KEEP, TITLE, BARE = range(4)
NO_CAPITAL, FIRST, ALL, MIXED = range(4)


def tokens(path):
    """(form, upos, xpos, lemma, is first) of every word."""
    first = True
    with open(path, encoding="utf-8") as f:
        for line in f:
            parts = line.rstrip("\n").split("\t")
            if len(parts) == 10 and parts[0].isdigit():
                yield parts[1], parts[3], parts[4], parts[2], first
                first = False
            elif not line.strip():
                first = True


def lower_one(c):
    """The twin of onr_case_lower()."""
    n = ord(c)
    if n < 0x80:
        return c.lower()
    if (0xC0 <= n <= 0xDE and n != 0xD7) or 0x391 <= n <= 0x3A9 or 0x410 <= n <= 0x42F:
        return chr(n + 32)
    if 0x100 <= n <= 0x17F and n not in (0x130, 0x131, 0x138, 0x149, 0x178, 0x17F):
        odd = 0x139 <= n <= 0x148 or 0x179 <= n <= 0x17E
        return chr(n + 1) if n & 1 == odd else c
    return c


def upper_one(c):
    """The twin of onr_case_upper(): where lower_one() leads back."""
    for n in (ord(c) - 32, ord(c) - 1):
        if n > 0 and lower_one(chr(n)) == c:
            return chr(n)
    return c


def lower(text):
    return "".join(map(lower_one, text))


def plain(form):
    return form.replace("\u2019", "'")


def shape(form):
    capitals = [c for c in form if lower_one(c) != c]
    if not capitals:
        return NO_CAPITAL
    if len(capitals) == 1 and lower_one(form[0]) != form[0]:
        return FIRST
    return MIXED if any("a" <= c <= "z" for c in form) else ALL


def cased(form, action):
    if action == KEEP:
        return form
    if action == BARE:
        return lower(form).replace(",", "")
    return upper_one(form[:1]) + lower(form[1:]) if action == TITLE else lower(form)


def exchange(form, lemma):
    """(bytes to strip, text to add)."""
    same = 0
    while same < min(len(form), len(lemma)) and form[same] == lemma[same]:
        same += 1
    return len(form[same:].encode()), lemma[same:]


def best_case(form, lemma):
    def cost(action):
        strip, add = exchange(cased(form, action), lemma)
        return strip + len(add), action
    return min(range(4), key=cost)


class Choice:
    """A decision for each (class, form): by the whole form, or by its longest known end."""

    def __init__(self, default, fits, gain_types, gain_tokens):
        self.default, self.fits = default, fits
        self.gain_types, self.gain_tokens = gain_types, gain_tokens
        self.counts = defaultdict(Counter)  # (class, form) -> value -> times
        self.whole, self.ends = {}, {}

    def add(self, cls, form, value):
        self.counts[cls, form.encode()][value] += 1

    def learn(self):
        groups = defaultdict(list)
        for (cls, form), values in self.counts.items():
            groups[cls].append((form, values))
        for cls, types in sorted(groups.items()):
            self.split(cls, b"", types, self.default)
            self.ends.setdefault((cls, b""), self.default)
        for (cls, form), values in self.counts.items():
            guess = self.by_end(cls, form)
            value, times = best(values)
            if value != guess and times - values[guess] >= self.gain_tokens:
                self.whole[cls, form] = value

    def split(self, cls, end, types, inherited):
        """Decide for an end and, below it, for all longer ones; true when any was kept."""
        votes = Counter()
        for _, values in types:
            value = best(values)[0]
            if self.fits(value, end):
                votes[value] += 1
        own = inherited
        if votes:
            value, count = best(votes)
            if count - votes[inherited] >= self.gain_types:
                own = value
        longer = defaultdict(list)
        if len(end) < MAX_END:
            for form, values in types:
                if len(form) > len(end):
                    longer[form[len(form) - len(end) - 1:]].append((form, values))
        kept = False
        for key, part in sorted(longer.items()):
            if len(part) >= self.gain_types:
                kept |= self.split(cls, key, part, own)
        if own != inherited or kept:
            self.ends[cls, end] = own
            return True
        return False

    def by_end(self, cls, form):
        value = self.default
        for size in range(0, min(len(form), MAX_END) + 1):
            key = cls, form[len(form) - size:]
            if key not in self.ends:
                break
            value = self.ends[key]
        return value

    def find(self, cls, form):
        form = form.encode()
        return self.whole[cls, form] if (cls, form) in self.whole else self.by_end(cls, form)


def best(values):
    return max(values.items(), key=lambda item: (item[1], repr(item[0])))


class Lemmas:
    """Each class is there twice, with both tags and with the XPOS alone; the second is for pairs of
    tags that were never met."""

    def __init__(self, end_gain, case_gain, whole_gain):
        self.case = Choice(LOWER, lambda value, end: True, case_gain, whole_gain)
        self.ends = Choice((0, ""), lambda value, end: value[0] <= len(end), end_gain, whole_gain)
        self.met = set()

    def learn(self, words):
        for form, upos, xpos, lemma, first in words:
            form = plain(form)
            action = best_case(form, lemma)
            done = cased(form, action)
            self.met.add((upos, xpos))
            for tag in ((upos, xpos), ("", xpos)):
                self.case.add(tag + (shape(form), first), lower(form), action)
                self.ends.add(tag, done, exchange(done, lemma))
        self.case.learn()
        self.ends.learn()

    def find(self, form, upos, xpos, first):
        form = plain(form)
        tag = (upos if (upos, xpos) in self.met else "", xpos)
        form = cased(form, self.case.find(tag + (shape(form), first), lower(form)))
        strip, add = self.ends.find(tag, form)
        return form.encode()[:len(form.encode()) - strip].decode() + add or form

    def tables(self):
        """{"slots": [key, value] each, "rules": [strip, offset, length] each, "text": added}."""
        rules, text = {}, ""
        for choice in (self.ends.whole, self.ends.ends):
            for value in choice.values():
                if value not in rules:
                    if value[1] not in text:
                        text += value[1]
                    rules[value] = len(rules)
        pairs = {}

        def put(kind, cls, form, value):
            key = key_of(kind, cls, form)
            assert key not in pairs, "two entries have one key"
            pairs[key] = value
        for kind, choice, number in ((WHOLE_CASE, self.case, int),
                                     (WHOLE_END, self.ends, rules.get)):
            parents = {(cls, end[1:]) for cls, end in choice.ends if end}
            for (cls, form), value in choice.whole.items():
                put(kind, cls, form, number(value) + 1)
            for (cls, end), value in choice.ends.items():
                longer = LONGER if (cls, end) in parents else 0
                put(kind + 1, cls, end, number(value) + 1 | longer)
        raw = text.encode()
        added = [(strip, add.encode()) for strip, add in rules]
        return {"slots": slots_of(pairs), "text": text,
                "rules": [[strip, raw.find(add), len(add)] for strip, add in added]}


def key_of(kind, cls, form):
    """The twin of src/lemma/lemma.c: the tags, what it is, the form from its end."""
    h = 0xcbf29ce484222325
    upos, xpos, *more = cls
    tags = upos.encode() + b"\0" + xpos.encode() + b"\0"
    for byte in tags + bytes([kind] + [int(m) for m in more]) + form[::-1]:
        h = ((h ^ byte) * 0x100000001b3) & MASK64
    h ^= h >> 30
    h = (h * 0xbf58476d1ce4e5b9) & MASK64
    h ^= h >> 27
    h = (h * 0x94d049bb133111eb) & MASK64
    return (h ^ h >> 31) & 0xFFFFFFFF


def slots_of(pairs):
    """An open-addressing table, at most half full; value 0 marks a free slot."""
    size = 2
    while size < 2 * len(pairs):
        size *= 2
    slots = [[0, 0] for _ in range(size)]
    for key, value in sorted(pairs.items()):
        at = key & (size - 1)
        while slots[at][1]:
            at = (at + 1) & (size - 1)
        slots[at] = [key, value]
    return slots


def add_sections(writer, tables):
    """Put what --out wrote into a model file (export.Writer)."""
    writer.add("lemma.slots", 3, tables["slots"])
    writer.add("lemma.rules", 3, tables["rules"])
    writer.add("lemma.text", 0, list(tables["text"].encode()))


def main():
    ap = argparse.ArgumentParser(description=__doc__,
                                 formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--train", nargs="+", required=True)
    ap.add_argument("--dev", nargs="*", default=[])
    ap.add_argument("--out")
    ap.add_argument("--model")
    ap.add_argument("--end-gain", type=int, default=2, help="words that a kept end betters")
    ap.add_argument("--case-gain", type=int, default=5, help="the same for the choice of case")
    ap.add_argument("--whole-gain", type=int, default=1)
    ap.add_argument("--errors", type=int, default=0, help="show so many")
    a = ap.parse_args()
    lemmas = Lemmas(a.end_gain, a.case_gain, a.whole_gain)
    lemmas.learn(w for path in a.train for w in tokens(path))
    tables = lemmas.tables()
    print(f"{sum(v > 0 for _, v in tables['slots'])} entries, {len(tables['rules'])} rules")
    for path in a.dev:
        evaluate(lemmas, path, a.errors)
    if a.out:
        with open(a.out, "w", encoding="utf-8") as f:
            json.dump(tables, f)
    if a.model:
        from export import Writer
        writer = Writer()
        add_sections(writer, tables)
        writer.save(a.model, "en-lemmas", "1")


def evaluate(lemmas, path, errors):
    right, wrong = 0, Counter()
    for form, upos, xpos, lemma, first in tokens(path):
        guess = lemmas.find(form, upos, xpos, first)
        if guess == lemma:
            right += 1
        else:
            wrong[form, xpos, lemma, guess] += 1
    print(f"{path}: {100 * right / max(right + sum(wrong.values()), 1):.2f}")
    for (form, xpos, lemma, guess), times in wrong.most_common(errors):
        print(f"{times:5} {form} {xpos}: {guess}, not {lemma}")


if __name__ == "__main__":
    main()
