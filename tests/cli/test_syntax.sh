#!/bin/sh
# `onrecord read` with tags, names and trees: layers, CoNLL-U, and texts that are no plain English.
. "$(dirname "$0")/lib.sh"

printf 'Mayor Linda Carver met reporters in Vienna. "We will appeal," she said.\n' >story.txt

# ---- layers ----

read_with --format jsonl story.txt
ok 'jsonl has names and attributions' \
    all is_status 0 -- has out '"entities":\[{' -- has out '"attributions":\[{'
cp out story.jsonl
ok 'a name has type and place' has out '"name":"Linda Carver","type":"PERSON","mentions":\[\[6,18\]\]'
ok 'a pronoun has its speaker, with the role' \
    all has out '"name":"Linda Carver","kind":"person","named":true,"role":"Mayor"' -- \
    has out '"source":{"spans":\[\[[0-9,]*\]\],"text":"she"},"speaker":0'
read_with --format jsonl --layers speakers story.txt
ok '--layers with what the format shows is the default' same out story.jsonl
read_with --format jsonl --layers speakers,syntax story.txt
ok '--layers with syntax' all is_status 0 -- same out story.jsonl
read_with --format jsonl --layers all story.txt
ok '--layers all has chains' \
    all is_status 0 -- has out '"chains":\[{"id":0,"mentions":\[{"span":\['
read_with --format jsonl --layers coreference story.txt
ok 'chains come with names' \
    all is_status 0 -- has out '"entities":\[{' -- has out '"chains":\[' -- \
    has out '"attributions":\[\]'
read_with --format jsonl --layers attributions story.txt
ok 'without names there is no list of them, nor of speakers' \
    all is_status 0 -- has_not out '"entities"' -- has_not out '"speakers"' -- has out '"attributions":\[{'
read_with --format jsonl --layers entities story.txt
ok 'names alone' all is_status 0 -- has out '"entities":\[{' -- has out '"attributions":\[\]'
printf 'Mayor Ana Ruiz spoke. "I agree," she said.\n' >chain.txt
read_with --format jsonl --layers all chain.txt
ok 'a name, "I" and "she" are one' has out \
    '"chains":\[{"id":0,"mentions":\[{"span":\[0,14\][^]]*\[23,24\][^]]*\[33,36\]'
awk 'BEGIN { for (i = 0; i < 500; i++) printf "Ana%cx Ruiz%d met him. ", 97 + i % 26, i }' >many.txt
printf 'he said she said it said they said who said i said ana ruiz said\n' >lower.txt
printf 'He. She. I. You? They! Who? It: we; us, them\n' >pronouns.txt
for name in many lower pronouns; do
    for list in coreference attributions,coreference all; do
        read_with --format jsonl --layers "$list" $name.txt
        ok "chains of $name, $list" all is_status 0 -- has out '"chains":\['
    done
done
printf 'Nothing happened.\n' >plain.txt
read_with --format jsonl plain.txt
ok 'no names are an empty list' has out '"entities":\[\]'
for list in nothing '' 'attributions,' ',syntax' 'attributions;syntax' ALL; do
    read_with --layers "$list" story.txt
    ok "--layers '$list': status 2" all is_status 2 -- is_empty out -- has err 'unknown layer'
done

# ---- CoNLL-U ----

# Ten columns; ids that count from 1; a head for every word, one root, and a way from each word to it.
cat >tree.awk <<'END'
function fail(why) { if (!bad) print "line " NR ": " why; bad = 1 }
function close_sentence(   i, at, steps) {
    if (n == 0) return
    sentences++
    if (roots != 1) fail(roots " roots")
    for (i = 1; i <= n; i++) {
        if (head[i] > n) fail("head outside")
        at = i
        for (steps = 0; at > 0 && steps <= n; steps++) at = head[at]
        if (at > 0) fail("circle")
    }
    n = roots = 0
}
BEGIN { FS = "\t" }
/^$/ { close_sentence(); next }
/^#/ { next }
NF != 10 { fail("columns") }
$1 ~ /^[0-9]+-[0-9]+$/ { next }
{
    n++
    words++
    if ($1 != n) fail("id")
    if ($7 !~ /^[0-9]+$/) fail("no head")
    if ($4 == "_" || $5 == "_" || $3 == "" || $8 == "_") fail("empty column")
    if (($7 == 0) != ($8 == "root")) fail("root")
    if ($7 == 0) roots++
    head[n] = $7
}
END { if (n > 0) fail("unfinished"); if (words < least) fail(words " words"); exit bad }
END
is_forest() { awk -v least="$1" -f tree.awk out >&2 2>>err; }

read_with --format conllu story.txt
ok 'conllu has trees' all is_status 0 -- is_forest 15 -- has out '^# text = Mayor Linda Carver met'
ok 'and no names' has_not out 'Entity='
read_with --format conllu --layers syntax,entities story.txt
ok 'names in conllu where they are asked for' \
    all is_status 0 -- is_forest 15 -- has out 'Entity=(e0-PERSON$' -- has out 'Entity=e0)$' -- \
    has out '^# global.Entity = eid-etype'
read_with --format conllu --layers attributions story.txt
ok 'conllu without the layer of trees has empty columns' \
    all is_status 0 -- has out "^1	Mayor	_	_	_	_	_	_	_	_"

# ---- texts that are hard to read ----

one_sentence() { # WORDS...: 5,000 of them, and no end
    awk -v words="$*" 'BEGIN { n = split(words, w, " ")
        for (i = 0; i < 5000; i++) printf "%s ", w[i * i % n + 1]; print "" }'
}

one_sentence the mayor and a council of old friends who met in town or not >long.txt
one_sentence x >repeated.txt
printf 'Help' >word.txt
printf '.' >mark.txt
printf 'MAYOR SAYS NO TO NEW BRIDGE. POLICE ARREST TWO MEN IN VIENNA AFTER STRIKE.\n' >capitals.txt
printf 'the mayor said no. peter novak told reporters in vienna that he won%st run.\n' "'" >small.txt
printf 'Great news \360\237\216\211\360\237\216\211 for \360\237\221\251\342\200\215\360\237\221\251\342\200\215\360\237\221\247 today! \360\237\230\200 \360\237\207\251\360\237\207\252\n' >emoji.txt
printf 'President \320\237\321\203\321\202\320\270\320\275 met \345\256\211\345\200\215 in \327\231\327\250\327\225\327\251\327\234\327\231\327\235 and \331\205\330\265\330\261 on Monday.\n' >scripts.txt
cat >german.txt <<'END'
Der Bürgermeister sagte am Dienstag, die Stadt werde die alte Brücke noch in diesem Jahr wieder
öffnen. Die Arbeiten haben länger gedauert, als er gehofft hatte, und sie sind auch teurer geworden.
Viele Menschen in der Stadt sind mit dem Plan nicht zufrieden, weil er nur wenig für sie ändert.
END
printf '%s' '((((((((((' >brackets.txt
awk 'BEGIN { for (i = 0; i < 3000; i++) printf "." }' >stops.txt

for name in long repeated; do
    read_with --format conllu $name.txt
    ok "$name: a tree over 5,000 words" all is_status 0 -- is_forest 5000
done
for name in word mark capitals small emoji scripts german brackets stops; do
    read_with --format conllu --layers all $name.txt
    ok "$name: one head a word, one root a sentence" all is_status 0 -- is_forest 1
    read_with --format jsonl --layers all $name.txt
    ok "$name: a record" all is_status 0 -- has_lines out 1 -- has out '"entities":\['
done

read_with --format jsonl german.txt
ok 'German is told and warned of' \
    all is_status 0 -- has out '"language":"de"' -- has out '"kind":"not-english"'
read_with --format jsonl story.txt
ok 'English is not warned of' has_not out 'not-english'

read_with --format conllu word.txt emoji.txt long.txt german.txt story.txt
cp out together
ok 'many at once' all is_status 0 -- is_forest 5000
read_with --format conllu --jobs 4 word.txt emoji.txt long.txt german.txt story.txt
ok 'and with threads the same bytes' all is_status 0 -- same out together

finish
