// Speed of wink-nlp on the texts of a JSON Lines file, one thread, texts in memory.
//
//     node wink.js FILE.jsonl ROUNDS PIPE...      e.g. sbd pos ner
//
// One round that does not count, then ROUNDS; prints {"tokens", "seconds": [...]}. With 0 rounds the
// first one is all, for measuring the process from start to end.
const fs = require("fs");
const winkNLP = require("wink-nlp");
const model = require("wink-eng-lite-web-model");

const [path, rounds, ...pipe] = process.argv.slice(2);
const texts = fs.readFileSync(path, "utf8").split("\n").filter(Boolean)
    .map((line) => JSON.parse(line).text);
const nlp = winkNLP(model, pipe);

function round() {
    let tokens = 0;
    const start = process.hrtime.bigint();
    for (const text of texts) tokens += nlp.readDoc(text).tokens().length();
    return { tokens, seconds: Number(process.hrtime.bigint() - start) / 1e9 };
}

const first = round();
const results = Array.from({ length: Number(rounds) }, round);
console.log(JSON.stringify({ tokens: first.tokens, seconds: results.map((r) => r.seconds) }));
