#!/bin/sh
# `onrecord read` over pages, feeds, archives and packed files, good and bad.
. "$(dirname "$0")/lib.sh"

# ---- inputs ----

page() { # page TITLE WORD: a page that says so
    printf '<!DOCTYPE html><html><head><title>%s</title></head><body><nav><a href="/">Home</a></nav>
<article><p>The mayor said on Monday that the %s would open in spring, after two years of work.</p>
<p>&ldquo;We are ready,&rdquo; she told reporters at the town hall, where nobody objected.</p>
</article></body></html>\n' "$1" "$2"
}
page 'A bridge' bridge >page.html
page 'A bridge' bridge | gzip >page2.html.gz
printf '{"id": "j", "html": "<p>He said no.</p>"}\n{"id": "t", "text": "She said yes."}\n' >lines.jsonl
gzip -c lines.jsonl >lines.jsonl.gz
cat >feed.xml <<'END'
<?xml version="1.0"?><rss version="2.0"><channel><title>The Bay</title>
<item><title>One</title><guid>g1</guid><description>&lt;p&gt;He said no.&lt;/p&gt;</description></item>
<item><title>Two</title><link>http://e.org/2</link><description>She said yes.</description></item>
</channel></rss>
END
cat >bomb.xml <<'END'
<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY x SYSTEM "file:///etc/hostname">]>
<rss><channel><item><title>&c;&x;</title></item></channel></rss>
END
record() { # record URI: one with the page on standard input
    body=$(cat)
    printf 'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n%s' "$body" >block
    printf 'WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: %s\r\n' "$1"
    printf 'Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n' \
        "$(wc -c <block)"
    cat block
    printf '\r\n\r\n'
}
i=0
: >each.warc.gz
: >all.warc
while [ $i -lt 6 ]; do
    page "Page $i" "hall number $i" | record "http://e.org/$i" >one
    cat one >>all.warc
    gzip -c one >>each.warc.gz
    i=$((i + 1))
done
gzip -c all.warc >whole.warc.gz

ids() { grep -o '"id": *"[^"]*"' "$1" | sed 's/.*"\(.*\)"/\1/'; }
has_ids() { # has_ids FILE ID...
    file=$1
    shift
    [ "$(ids "$file" | tr '\n' ' ')" = "$* " ]
}

# ---- kinds ----

read_with page.html
ok 'a page is its article' \
    all is_status 0 -- has out 'the bridge would open' -- has_not out 'Home' -- has_ids out page
ok 'with its title' has out '"title":"A bridge"'
cp out page.out
read_with page2.html.gz
ok 'also packed' all is_status 0 -- has_ids out page2 -- has out 'the bridge would open'
read_with - <page.html
ok 'and from standard input' all is_status 0 -- has_ids out stdin -- has out 'would open'
read_with lines.jsonl
ok 'pages in JSON Lines' all is_status 0 -- has_ids out j t -- has_not out '<p>'
cp out lines.out
read_with lines.jsonl.gz
ok 'the same packed' all is_status 0 -- same out lines.out
read_with feed.xml
ok 'a feed' all is_status 0 -- has_ids out g1 http://e.org/2 -- has out '"site":"The Bay"'
ok 'with the text of its entries' has out '"text":"He said no."'
read_with all.warc
ok 'an archive' all is_status 0 -- is_empty err -- \
    has_ids out http://e.org/0 http://e.org/1 http://e.org/2 http://e.org/3 http://e.org/4 \
    http://e.org/5
cp out warc.out
for name in each whole; do
    read_with $name.warc.gz
    ok "an archive packed: $name" all is_status 0 -- same out warc.out
done
read_with --jobs 4 each.warc.gz
ok 'the same with four jobs' all is_status 0 -- same out warc.out
if command -v zstd >/dev/null 2>&1; then
    zstd -q all.warc -o all.warc.zst
    read_with all.warc.zst
    ok 'an archive packed with zstd' all is_status 0 -- same out warc.out
else
    skip 'an archive packed with zstd' 'no zstd'
fi

# ---- texts and copies ----

read_with --text-only page.html
ok '--text-only prints the text alone' all is_status 0 -- has_lines out 3 -- \
    has out '^The mayor said on Monday' -- has_not out 'schema' -- has_not out 'Home'
"$program" read --text-only --model missing page.html >out 2>err
status=$?
ok '--text-only needs no model' is_status 0
read_with --text-only lines.jsonl
printf 'He said no.\n\nShe said yes.\n' >expected
ok 'an empty line parts texts' all is_status 0 -- same out expected
read_with --text-only --format jsonl page.html
ok '--text-only with a format: wrong usage' is_status 2

page 'A bridge, edited' bridge >edited.html
for jobs in 1 4; do
    read_with --dedupe --jobs $jobs page.html lines.jsonl page2.html.gz edited.html lines.jsonl
    ok "--dedupe names the first, --jobs $jobs" all is_status 0 -- has_lines out 7
    grep -o '"id":"[^"]*"\|"duplicate_of":"[^"]*"' out | sed 's/"//g' >found
    printf '%s\n' id:page id:j id:t id:page2 duplicate_of:page id:edited duplicate_of:page id:j \
        duplicate_of:j id:t duplicate_of:t >expected
    ok "and nothing else, --jobs $jobs" same found expected
done
read_with page.html page2.html.gz
ok 'without --dedupe nobody looks' all is_status 0 -- has_not out 'duplicate_of'

# ---- damage ----

head -c 100 page2.html.gz >cut.html.gz
read_with cut.html.gz
ok 'a packed page that ends early: status 1, named' \
    all is_status 1 -- is_empty out -- has err '^onrecord: cut.html.gz: the gzip data ends early'
read_with cut.html.gz page.html
ok 'and the rest is done: status 3' all is_status 3 -- same out page.out
read_with bomb.xml
ok 'a feed with entities of its own: status 1, named' all is_status 1 -- is_empty out -- \
    has err 'declares entities' -- has_lines err 1
head -c 250 feed.xml >cut.xml
read_with cut.xml
ok 'a feed that ends early: its entries, and status 3' all is_status 3 -- has_ids out g1 http://e.org/2 -- \
    has err 'the feed ends early'

size=$(($(wc -c <all.warc) - 40))
head -c $size all.warc >cut.warc
read_with cut.warc
ok 'an archive that ends early: the other records, and status 3' \
    all is_status 3 -- has_lines out 5 -- has err '^onrecord: cut.warc: the record at byte [0-9]*: '
{
    head -c 300 all.warc
    tail -c +400 all.warc
} >hole.warc
read_with hole.warc
ok 'an archive with a hole: the record is named, the others are read' \
    all is_status 3 -- has_lines out 5 -- has err 'the record at byte 0: its Content-Length is wrong'
{
    head -c 700 each.warc.gz
    tail -c +720 each.warc.gz
} >hole.warc.gz
read_with hole.warc.gz
ok 'a packed archive with a hole: the others are read' \
    all is_status 3 -- has_lines out 5 -- has err 'hole.warc.gz: the record at byte [0-9]*: '
cp out hole.out
cp err hole.err
read_with --jobs 4 hole.warc.gz
ok 'the same with four jobs' all is_status 3 -- same out hole.out -- same err hole.err

head -c 60000000 /dev/zero | gzip >bomb.txt.gz
read_with bomb.txt.gz
ok 'a bomb: status 1, named' all is_status 1 -- is_empty out -- \
    has err 'bomb.txt.gz: the gzip data unpacks to more than the limit on the ratio allows'
read_with --max-ratio 0 --max-unpacked 20M bomb.txt.gz page.html
ok 'a limit on the size: status 3' all is_status 3 -- same out page.out -- \
    has err 'limit on size'
read_with --max-size 100 page.html lines.jsonl
ok '--max-size' all is_status 3 -- has_lines out 2 -- has err 'longer than the limit of 100 bytes'
read_with --max-size 100X page.html
ok 'a wrong size: wrong usage' is_status 2
read_with --max-ratio x page.html
ok 'a wrong ratio: wrong usage' is_status 2

awk 'BEGIN { for (i = 0; i < 100000; i++) printf "<div>"; print "<p>He said no.</p>" }' >deep.html
awk 'BEGIN { printf "<p"; for (i = 0; i < 1000000; i++) printf " a%d=b", i; print ">He said no." }' \
    >wide.html
printf '<html><body><p>He\0said\0no <b>she said <i>yes <a href="javascript:x" src=data:x>' >open.html
for name in deep wide open; do
    read_with $name.html
    ok "a page that is $name" all is_status 0 -- has_lines out 1 -- is_empty err
done

finish
