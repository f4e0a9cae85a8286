// Invented reports: three outlets with a quotation in common, a long one, and a hostile one.

function report(id, site, published, title, text)
{
    return {id, site, published, title, text,
            url: `https://${site.toLowerCase().replaceAll(" ", "-")}.example/${id}`};
}

export const REPORTS = [
    report("post-1", "Morning Post", "2026-01-05", "Harbour to stay open", `Harbour to stay open

Mayor Ana Ruiz said on Monday that the harbour would stay open through the winter.

"We will not close the harbour, and we will pay every worker in full," Ruiz told reporters. The union said it was pleased.

Council member Piet Maas said the mayor had promised him that no public money would be spent.`),
    report("times-1", "Port Ellan Times", "2026-01-06", "Ruiz: every worker paid", `"We will not close the harbour, and we will pay each worker in full," Mayor Ana Ruiz said on Monday.

Critics said the money was missing. "Nobody has shown us a single invoice so far," said Piet Maas, a council member.`),
    report("echo-1", "Evening Echo", "2026-03-11", "A library in the lighthouse", `Ana Ruiz said the library in the lighthouse would open in April 😀 at last.

"We will not close the harbour, and we will pay every worker in full," the union leader Noor Haddad said.

"Books do not answer when you call for help," said Noor Haddad, secretary of the fishers’ union.`),
];

export const SCRIPT = "<img src=x onerror=\"window.hit=1\"><script>window.hit=1</script>";

export const HOSTILE = {
    id: SCRIPT, title: `\u202eevil ${SCRIPT}`, site: SCRIPT, published: "2026-02-30",
    url: "javascript:window.hit=1", byline: SCRIPT,
    text: `${SCRIPT} "I am \u202e not a script ${SCRIPT}," said Eve ${SCRIPT} Mallory. She said it was fine.`,
};

/** A report of n statements. */
export function longText(n)
{
    const lines = ["A long day in the council"];
    for (let i = 1; i <= n; i++) {
        lines.push(`“The road number ${i} will be repaired before the winter,” Mayor Ana Ruiz said.`);
    }
    return lines.join("\n\n");
}
