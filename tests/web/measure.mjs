// Weight of the page and time to the first statement: measure.mjs ONRECORD
// Prints what docs/measurements.md has. Phone-sized, three times each, the median.
import {spawn} from "node:child_process";
import {once} from "node:events";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {execFileSync} from "node:child_process";
import {createInterface} from "node:readline";
import {tmpdir} from "node:os";
import {launch, open} from "./browser.mjs";
import {longText} from "./reports.mjs";

const [program] = process.argv.slice(2);
const folder = mkdtempSync(`${tmpdir()}/onrecord-`);
writeFileSync(`${folder}/day.jsonl`, JSON.stringify({id: "long", text: longText(1000)}) + "\n");
execFileSync(program, ["add", "--quiet", "--db", `${folder}/record.db`, `${folder}/day.jsonl`]);
const server = spawn(program, ["serve", "--quiet", "--db", `${folder}/record.db`, "--port", "0"]);
const [url] = await once(createInterface({input: server.stdout}), "line");
const browser = await launch("/usr/bin/chromium");

// When the first statement stands on the screen, counted from the click on the link.
function watch()
{
    new MutationObserver((_, observer) => {
        if (document.querySelector(".block .is-content") === null) return;
        observer.disconnect();
        requestAnimationFrame(() => setTimeout(() => { globalThis.firstMs = performance.now(); }));
    }).observe(document, {childList: true, subtree: true});
}

async function first(slowdown)
{
    const page = await open(browser, "phone", "light");
    const session = await page.context().newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", {rate: slowdown});
    let bytes = 0;
    await session.send("Network.enable");
    session.on("Network.loadingFinished", (event) => { bytes += event.encodedDataLength; });
    await page.addInitScript(watch);
    await page.goto(url + "d/1");
    await page.waitForFunction(() => globalThis.firstMs !== undefined);
    const ms = await page.evaluate(() => globalThis.firstMs);
    await page.waitForFunction(() => document.querySelectorAll(".ref").length >= 1000);
    const all = await page.evaluate(() => performance.now());
    const statements = await page.locator(".ref").count();
    await page.context().close();
    return {ms, all, bytes, statements};
}

for (const slowdown of [1, 4]) {
    const runs = [];
    for (let i = 0; i < 3; i++) runs.push(await first(slowdown));
    runs.sort((a, b) => a.ms - b.ms);
    const {ms, all, bytes, statements} = runs[1];
    console.log(`processor slowed ${slowdown} times: ${statements} statements, first after ` +
                `${Math.round(ms)} ms, all by ${Math.round(all)} ms; ${bytes} bytes came`);
}
await browser.close();
server.kill();
rmSync(folder, {recursive: true});
