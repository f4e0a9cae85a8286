// The browser: starting it, looking at a page, asking axe-core.
import assert from "node:assert/strict";
import {mkdirSync, readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {chromium} from "playwright-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const SIZES = {
    phone: {viewport: {width: 360, height: 740}, isMobile: true, hasTouch: true},
    desktop: {viewport: {width: 1280, height: 900}},
};

export function launch(executablePath)
{
    // As root, as in a container, Chromium's sandbox does not start.
    const args = process.getuid() === 0 ? ["--no-sandbox"] : [];
    return chromium.launch({executablePath, args});
}

/** A page of its own, that remembers what it complained of. */
export async function open(browser, size, colorScheme)
{
    const context = await browser.newContext({...SIZES[size], colorScheme, reducedMotion: "reduce"});
    const page = await context.newPage();
    page.setDefaultTimeout(30000);
    page.complaints = [];
    page.on("pageerror", (error) => page.complaints.push(error.message));
    page.on("console", (line) => {
        if (/Content.Security|Refused/i.test(line.text())) page.complaints.push(line.text());
    });
    return page;
}

/** No violation of any rule of axe-core. Scripts of the debugger are not bound by the page's CSP. */
export async function accessible(page)
{
    await page.evaluate(AXE);
    const {violations} = await page.evaluate(() => globalThis.axe.run());
    assert.deepEqual(violations.map(({id, nodes}) => `${id}: ${nodes[0].html} ${nodes[0].failureSummary}`),
                     []);
}

/** The page is not wider than the window. */
export async function fits(page)
{
    const [wide, window] = await page.evaluate(() => [document.documentElement.scrollWidth,
                                                      innerWidth]);
    assert.ok(wide <= window, `${wide} pixels wide in a window of ${window}`);
}

export function shooter(folder)
{
    mkdirSync(folder, {recursive: true});
    return (page, name) => page.screenshot({path: `${folder}/${name}.png`});
}
