// The tests of the page: test_web.mjs URL-WITH-TOKEN CHROMIUM SCREENSHOTS SOURCE
import assert from "node:assert/strict";
import {readdirSync, readFileSync} from "node:fs";
import {gzipSync} from "node:zlib";
import {launch, open, shooter} from "./browser.mjs";
import {CORRECTING} from "./correcting.mjs";
import {FLOWS} from "./flows.mjs";
import {HOSTILITIES} from "./hostile.mjs";
import {MODULES} from "./modules.mjs";
import {longText} from "./reports.mjs";
import {check, finish} from "./tap.mjs";

const [address, chromium, shots, source] = process.argv.slice(2);
const [url, token] = address.split("#token=");
const number = 4; // the hostile report's, added last
const shoot = shooter(shots);

const browser = await launch(chromium);

async function run(name, size, scheme, act)
{
    await check(`${name}, ${size}, ${scheme}`, async () => {
        const page = await open(browser, size, scheme);
        const shot = (what) => shoot(page, `${what}-${size}-${scheme}`);
        try {
            await act({page, url, token, number, shot});
            assert.deepEqual(page.complaints, []);
        } finally {
            await page.context().close();
        }
    });
}

for (const [name, act] of Object.entries(MODULES)) {
    await run(`module ${name}`, "desktop", "light", async ({page}) => {
        await page.goto(url);
        await act(page);
    });
}
for (const [size, scheme] of [["phone", "light"], ["phone", "dark"], ["desktop", "light"],
                              ["desktop", "dark"]]) {
    for (const [name, act] of Object.entries(FLOWS)) await run(name, size, scheme, act);
    for (const [name, act] of Object.entries(CORRECTING)) await run(`correcting: ${name}`, size, scheme, act);
}
for (const [name, act] of Object.entries(HOSTILITIES)) await run(`hostile: ${name}`, "phone", "light", act);

await run("a long report", "phone", "light", async ({page}) => {
    await page.goto(url);
    await page.getByLabel("A report, as text").fill(longText(1000));
    await page.getByRole("button", {name: "Read it"}).click();
    await page.waitForSelector(".block .is-content");
    await page.waitForFunction(() => document.querySelectorAll(".ref").length >= 900);
});

await run("printed", "desktop", "light", async ({page, shot}) => {
    await page.goto(url + "search");
    await page.waitForSelector(".hit");
    await page.emulateMedia({media: "print"});
    assert.ok(await page.locator(".hit").first().isVisible());
    assert.ok(!await page.locator("nav").isVisible());
    assert.ok(await page.locator("svg.timeline .bar").first().isVisible());
    await shot("print");
    await page.goto(url + "outlets");
    await page.waitForSelector("svg.matrix .disc");
    const [left, right] = await page.locator("svg.matrix").evaluate((one) => {
        const box = one.getBoundingClientRect();
        return [box.left, box.right];
    });
    assert.ok(left >= 0 && right <= page.viewportSize().width, "the picture is on the paper");
});

await check("everything weighs at most 150 KB packed", () => {
    let bytes = 0;
    for (const file of readdirSync(`${source}/web`, {recursive: true, withFileTypes: true})) {
        const folder = file.parentPath ?? file.path;
        if (file.isFile()) bytes += gzipSync(readFileSync(`${folder}/${file.name}`), {level: 9}).length;
    }
    assert.ok(bytes <= 150000, `${bytes} bytes`);
});

await browser.close();
process.exit(finish());
