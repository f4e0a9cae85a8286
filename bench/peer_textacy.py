#!/usr/bin/env python3
"""Direct quotations and their speakers as textacy finds them, as score_speakers.py reads them.

    peer_textacy.py IN.jsonl OUT.jsonl

Needs what peer_spacy.py needs, and: pip install textacy==0.13.0. textacy resolves nothing: its
speaker is the words in front of the cue. A document whose quotation marks it does not take has none;
their number is told on standard error.
"""
import json
import sys

from textacy.extract.triples import direct_quotations

from peer_spacy import load, read


def quotations(nlp, text, refused):
    try:
        return list(direct_quotations(nlp(text)))
    except ValueError as error:  # "55 quotation marks found"
        refused.append(error)
        return []


def main():
    nlp, refused = load(), []
    with open(sys.argv[2], "w", encoding="utf-8") as out:
        for document in read(sys.argv[1]):
            attributions, speakers = [], []
            for i, quote in enumerate(quotations(nlp, document["text"], refused)):
                content = quote.content
                attributions.append({"id": i, "parent": None, "speaker": i, "content": {
                    "spans": [[content.start_char, content.end_char]]}})
                speakers.append({"id": i, "kind": "person", "named": True,
                                 "name": " ".join(t.text for t in quote.speaker)})
            print(json.dumps({"id": document["id"], "text": document["text"],
                              "speakers": speakers, "attributions": attributions}), file=out)
    print(f"{len(refused)} documents refused", file=sys.stderr)


if __name__ == "__main__":
    main()
