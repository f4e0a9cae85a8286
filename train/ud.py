"""Universal Dependencies files and named entities as plain Python."""
import re


def sentences(path):
    """Yields (comments, words) of a CoNLL-U file; a word is its ten columns, ranges left out but
    for the (first, last, form) list in comments["ranges"]."""
    comments, words = {"ranges": []}, []
    with open(path, encoding="utf-8") as f:
        for line in f:
            line = line.rstrip("\n")
            if line.startswith("#"):
                key, _, value = line[1:].partition("=")
                comments[key.strip()] = value.strip()
            elif not line:
                if words:
                    yield comments, words
                comments, words = {"ranges": []}, []
            else:
                columns = line.split("\t")
                if "-" in columns[0]:
                    first, last = map(int, columns[0].split("-"))
                    comments["ranges"].append((first, last, columns[1], columns[9]))
                elif "." not in columns[0]:
                    words.append(columns)
    if words:
        yield comments, words


ENTITY = re.compile(r"\((?P<open>[^()]+)(?P<shut>\))?|(?P<close>[^()]+)\)")


def gum_entities(documents):
    """Adds comments["entities"] = [(first, end, type, named)] to the sentences of GUM. `named` holds
    where the head of the mention is a proper noun. Mentions that cross sentences are left out."""
    for comments, words in documents:
        found, opened = [], {}
        for i, w in enumerate(words):
            misc = dict(p.split("=", 1) for p in w[9].split("|") if "=" in p)
            for m in ENTITY.finditer(misc.get("Entity", "")):
                if m["open"]:
                    parts = m["open"].split("-")
                    if m["shut"]:
                        found.append((i, i + 1, parts))
                    else:
                        opened.setdefault(parts[0], []).append((i, parts))
                elif opened.get(m["close"]):
                    first, parts = opened[m["close"]].pop()
                    found.append((first, i + 1, parts))
        comments["entities"] = []
        for first, end, parts in found:
            if len(parts) < 2:
                continue
            inside = [i for i in range(first, end)
                      if not first <= int(words[i][6]) - 1 < end]
            named = len(inside) == 1 and words[inside[0]][3] == "PROPN"
            comments["entities"].append((first, end, parts[1], named))
        yield comments, words
