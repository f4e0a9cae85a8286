// Scripts, controls and odd values in everything that is shown.
import assert from "node:assert/strict";
import {accessible, fits} from "./browser.mjs";
import {HOSTILE, SCRIPT} from "./reports.mjs";

async function harmless(page)
{
    assert.equal(await page.evaluate(() => globalThis.hit), undefined, "a script ran");
    assert.equal(await page.locator("main img, main script, main [onerror]").count(), 0);
    assert.equal(await page.locator("a[href^='javascript:']").count(), 0);
    assert.ok(!/[\u202a-\u202e\u2066-\u2069]/.test(await page.locator("main").innerText()),
              "a control that turns the text around");
    assert.deepEqual(page.complaints, []);
}

/** The stored hostile report in every view that shows it. */
async function stored({page, url, number})
{
    for (const path of ["search", "d", `d/${number}`, "s", "f", "search?q=" + encodeURIComponent(SCRIPT),
                        "s?q=" + encodeURIComponent(SCRIPT)]) {
        await page.goto(url + path);
        await page.waitForFunction(() => !document.querySelector("[aria-busy]"));
        await harmless(page);
        await accessible(page);
        await fits(page);
    }
    assert.ok(await page.evaluate(() => document.title !== ""));
    await page.goto(`${url}d/${number}`);
    await page.waitForSelector(".ref");
    await page.keyboard.press("j");
    await harmless(page);
    assert.match(await page.locator(".text").innerText(), /<img src=x/, "it is shown as text");
}

async function pasted({page, url})
{
    await page.goto(url);
    await page.getByLabel("A report, as text").fill(HOSTILE.text);
    await page.getByRole("button", {name: "Read it"}).click();
    await page.waitForSelector(".reading");
    await harmless(page);
}

/** Answers whose fields are not what they should be are a message, no broken page. */
async function odd({page, url})
{
    const record = {schema: "onrecord/1", id: SCRIPT, text: "He said no.", sha256: "", model: null,
                    title: null, byline: [SCRIPT], published: SCRIPT, url: SCRIPT, site: SCRIPT,
                    language: "en", blocks: [], speakers: [{id: 0, name: SCRIPT, kind: "person",
                    role: SCRIPT, affiliation: SCRIPT, person: null}], warnings: [
                    {kind: SCRIPT, span: [0, 2], text: SCRIPT, why: SCRIPT}], corrections: [],
                    attributions: [
        // Parents in a circle, no source, places behind the text.
        {id: 0, parent: 1, form: "direct", act: "speech", source: null, speaker: 0, cue: null,
         content: {spans: [[0, 999]], text: SCRIPT}, negated: true, confidence: 1, statement: 1},
        {id: 1, parent: 0, form: "direct", act: "speech", speaker: 7, speaker_candidates: [0, 9],
         source: {spans: [[0, 2]], text: "He"}, cue: {spans: [[3, 7]], text: "said", lemma: null},
         content: {spans: [[8, 10]], text: "no"}, negated: false, confidence: 0, statement: 2},
    ]};
    await page.route("**/api/v1/documents/1", (call) => call.fulfill({json: record}));
    await page.goto(`${url}d/1`);
    await page.waitForSelector(".ref");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    assert.match(await page.locator(".card").innerText(), /Perhaps/);
    await harmless(page);
    await accessible(page);
    await page.route("**/api/v1/documents/2", (call) => call.abort());
    await page.goto(`${url}d/2`);
    await page.getByText("the server does not answer").waitFor();
    await page.goto(`${url}#report=bm90IGEgcmVwb3J0`);
    await page.getByRole("heading", {name: "Who said what?"}).waitFor();
    assert.deepEqual(page.complaints, []);
}

export const HOSTILITIES = {stored, pasted, odd};
