// The articles on pages, by Mozilla's readability over linkedom; for bench/pages.py.
//
//     node readability.js ROUNDS OUT.jsonl PAGE.html...
//
// Writes {"id", "text"} of each page, then prints the seconds of processor time of each further round.
'use strict';
const fs = require('fs');
const path = require('path');
const { parseHTML } = require('linkedom');
const { Readability } = require('@mozilla/readability');

function extract(page) {
  try {
    const article = new Readability(parseHTML(page).document).parse();
    return article ? article.textContent : '';
  } catch (e) {
    return '';
  }
}

const [rounds, out, ...paths] = process.argv.slice(2);
const pages = paths.map((p) => fs.readFileSync(p, 'utf8'));
fs.writeFileSync(out, pages.map((page, i) => JSON.stringify(
  { id: path.basename(paths[i], '.html'), text: extract(page) }) + '\n').join(''));
const seconds = [];
for (let i = 0; i < Number(rounds); i++) {
  const start = process.cpuUsage();
  for (const page of pages) extract(page);
  const used = process.cpuUsage(start);
  seconds.push((used.user + used.system) / 1e6);
}
console.log(JSON.stringify({ seconds }));
