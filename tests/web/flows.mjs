// What people do with the page.
import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {accessible, fits} from "./browser.mjs";

const PERSON = {
    person: 1, name: "Ana Ruiz", kind: "person", affiliation: null, statements: 3, documents: 3,
    first_day: "2026-01-05", last_day: "2026-03-11", roles: [{name: "Mayor", statements: 2}],
    affiliations: [{name: "Port Ellan", statements: 1}],
    months: [{month: "2026-01", statements: 2}, {month: "2026-03", statements: 1}],
    outlets: [{name: "Morning Post", statements: 2}, {name: "Evening Echo", statements: 1}],
    words: [{word: "harbour", count: 2, score: 1.7}, {word: "library", count: 1, score: 0.9}],
};
const OUTLETS = {
    outlets: ["Morning Post", "Port Ellan Times", "Evening Echo"].map((name) => ({name, statements: 3})),
    speakers: [{person: 1, name: "Ana Ruiz", statements: 14, counts: [9, 4, 1]},
               {person: 2, name: "Noor Haddad", statements: 5, counts: [0, 1, 4]},
               {person: 3, name: "Ana Ruiz", affiliation: "City of Port Ellan", statements: 1,
                counts: [1, 0, 0]},
               {person: null, name: "the union", statements: 1, counts: [1, 0, 0]}],
};

function answer(page, route, body)
{
    return page.route(`**/api/v1/${route}`, (call) => call.fulfill({json: body}));
}

async function text(page, selector)
{
    return page.locator(selector).first().innerText();
}

// A file of the page's own making, as text.
async function saved(page, name)
{
    const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.locator(".downloads").last().getByRole("button", {name}).click(),
    ]);
    return readFileSync(await download.path(), "utf8");
}

async function reading({page, url, shot})
{
    await page.goto(url);
    await page.waitForSelector("h1");
    await shot("front");
    await accessible(page);
    await fits(page);
    await page.getByRole("button", {name: "Show me an example"}).click();
    await page.waitForSelector(".reading");
    assert.match(await text(page, "h1"), /lighthouse/i);
    assert.ok(await page.locator(".block .is-source").count() > 3);
    assert.ok(await page.locator(".block .is-cue").count() > 3);
    assert.ok(await page.locator(".block .is-content.is-nested").count() > 0, "a content within a content");
    assert.match(await text(page, ".notes"), /quotation/i);
    assert.ok(await page.locator(".voice").count() > 2);
    await shot("reading");
    await accessible(page);
    await fits(page);

    // By keyboard: the next statement, its parts lit, its card; the help.
    await page.keyboard.press("j");
    assert.equal(await page.locator(".card").count(), 1);
    assert.ok(await page.locator(".on.is-content").count() > 0);
    assert.equal(await page.locator(".ref[aria-pressed=true]").innerText(), "1");
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    assert.equal(await page.locator(".ref[aria-pressed=true]").innerText(), "1");
    await shot("statement");
    await accessible(page);
    await fits(page);
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    await accessible(page);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".card").count(), 0);

    // By pointing at the words, and at somebody at the side.
    await page.locator(".block .is-content").first().click();
    assert.equal(await page.locator(".card").count(), 1);
    await page.keyboard.press("Escape");
    await page.locator(".voice").first().click();
    assert.ok(await page.locator(".kept").count() > 0);

    const record = JSON.parse(await saved(page, "JSON"));
    assert.equal(record.schema, "onrecord/1");
    const table = await saved(page, "CSV");
    assert.equal(table.split("\r\n").length, record.attributions.length + 2);

    // The link shows the same again, in a new tab too.
    await page.waitForFunction(() => location.hash.startsWith("#report="));
    const link = page.url();
    await page.goto("about:blank");
    await page.goto(link);
    await page.waitForSelector(".reading");
    assert.match(await text(page, "h1"), /lighthouse/i);
}

async function giving({page, url})
{
    await page.goto(url);
    await page.getByLabel("A report, as text").fill(
        "<!doctype html><title>Talks</title><article><h1>Talks near an end</h1><p>“We are close,” "
        + "Ana Ruiz said on Monday in Port Ellan.</p><p>The talks go on for another week.</p></article>");
    await page.getByRole("button", {name: "Read it"}).click();
    await page.waitForSelector(".reading");
    assert.equal(await page.locator(".text script, .text article").count(), 0);
    assert.match(await text(page, ".voices"), /Ana Ruiz/);

    await page.getByRole("link", {name: "Read another"}).click();
    await page.locator("input[type=file]").setInputFiles({
        name: "talks.txt", mimeType: "text/plain",
        buffer: Buffer.from("“We are close 😀,” Ana Ruiz said. “Very close.”")});
    await page.waitForSelector(".reading");
    assert.equal(await page.locator(".block .is-source").first().innerText(), "Ana Ruiz");

    await page.goto(url);
    const data = await page.evaluateHandle(() => {
        const transfer = new DataTransfer();
        transfer.items.add(new File(["Piet Maas said it was late."], "late.txt", {type: "text/plain"}));
        return transfer;
    });
    await page.dispatchEvent("form.paste", "drop", {dataTransfer: data});
    await page.waitForSelector(".reading");
    assert.match(await text(page, ".voices"), /Piet Maas/);
}

async function searching({page, url, shot})
{
    await page.goto(url + "search");
    await page.waitForSelector(".hit");
    await page.waitForSelector("svg.timeline");
    await shot("search");
    await accessible(page);
    await fits(page);
    await page.getByLabel("Words said").fill("harbour worker");
    await page.keyboard.press("Enter");
    await page.waitForURL(/q=harbour/);
    await page.waitForSelector("mark");
    assert.equal(await page.locator(".hit").count(), 3);
    assert.equal(await page.title(), "harbour worker – onrecord");
    assert.ok(await page.evaluate(() => document.activeElement.tagName === "H1"), "focus on the heading");

    await page.getByText("Filters").click();
    await page.getByLabel("Outlet").fill("Evening Echo");
    await page.getByRole("button", {name: "Search"}).click();
    await page.waitForURL(/outlet=Evening/);
    await page.waitForSelector("mark");
    assert.equal(await page.locator(".hit").count(), 1);
    await accessible(page);

    // The numbers of the picture lead to that month; back leads back.
    await page.goto(url + "search?sort=oldest");
    await page.getByText("The numbers").click();
    await page.getByRole("link", {name: "March 2026"}).click();
    await page.waitForURL(/from=2026-03/);
    await page.waitForSelector(".hit");
    assert.match(await text(page, ".hit .origin"), /March 2026/);
    await page.goBack();
    await page.waitForURL(/sort=oldest$/);
    const table = await page.request.get(
        new URL(await page.getByRole("link", {name: "CSV"}).getAttribute("href"), url).href);
    assert.match(table.headers()["content-type"], /text\/csv/);

    await page.goto(url + "search?q=nosuchword");
    await page.getByText("Nothing of that is on record").waitFor();
    await page.goto(url + "search?from=yesterday");
    await page.getByRole("heading", {name: "That did not work"}).waitFor();
    await accessible(page);
}

// Letters of a picture are large enough to read, however narrow it is.
async function legible(page, selector)
{
    const heights = await page.locator(`${selector} text`).evaluateAll((list) =>
        list.map((one) => one.getBoundingClientRect().height));
    assert.ok(heights.length > 0 && Math.min(...heights) >= 10, `${Math.min(...heights)} pixels`);
}

async function navigation({page, url})
{
    await page.goto(url + "search");
    await page.waitForSelector(".hit");
    for (const link of await page.locator(".masthead nav a").all()) {
        const box = await link.boundingBox();
        assert.ok(box.x >= 0 && box.x + box.width <= page.viewportSize().width, "a view out of sight");
    }
    await legible(page, "svg.timeline");

    // With keys alone: past the masthead, into the first field, to what was found, and to its report.
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
    await page.keyboard.press("Tab");
    await page.keyboard.type("harbour");
    await page.keyboard.press("Enter");
    await page.waitForURL(/q=harbour/);
    await page.waitForSelector("mark");
    for (let i = 0; i < 20; i++) {
        await page.keyboard.press("Tab");
        if (await page.evaluate(() => document.activeElement.closest(".hit") !== null)) break;
    }
    await page.keyboard.press("Enter");
    await page.waitForURL((address) => !address.pathname.startsWith("/search") ||
                                       address.search !== "?q=harbour");
}

/** All that a view shows can be taken along. */
async function files({page, url})
{
    await answer(page, "speakers/1", PERSON);
    for (const path of ["search", "d", "d/1", "s", "s/1", "f", "f/1", "outlets"]) {
        await page.goto(url + path);
        await page.waitForFunction(() => !document.querySelector("[aria-busy]"));
        for (const name of ["JSON", "CSV"]) {
            const one = page.locator(".downloads").first().getByText(name, {exact: true});
            assert.ok(await one.isVisible(), `${path}: ${name}`);
            const address = await one.getAttribute("href");
            if (address === null) continue;
            const response = await page.request.get(new URL(address, url).href);
            assert.equal(response.status(), 200, address);
        }
    }
}

async function lists({page, url, shot})
{
    await page.goto(url + "d");
    await page.waitForSelector(".row");
    assert.ok(await page.locator(".row").count() >= 3);
    await accessible(page);
    await fits(page);
    await page.goto(url + "s?q=ruiz");
    await page.waitForSelector(".row");
    assert.match(await text(page, ".row"), /Ruiz/);
    await shot("speakers");
    await accessible(page);
    await page.goto(url + "nowhere/at/all");
    await page.goto(url + "d/999999");
    await page.getByRole("heading", {name: "Not on record"}).waitFor();

    // A list that goes on.
    const row = (number) => ({number, id: `r${number}`, title: `Report ${number}`, site: null,
                              published: null, url: null, language: "en", statements: 1, warnings: 0});
    await page.route("**/api/v1/documents?*", (call) => call.fulfill({json: call.request().url()
        .includes("cursor=second") ? {results: [row(3)], next: null}
                                   : {results: [row(1), row(2)], next: "second"}}));
    await page.route("**/api/v1/documents", (call) => call.fulfill({
        json: {results: [row(1), row(2)], next: "second"}}));
    await page.goto(url + "d");
    await page.getByRole("button", {name: "More"}).click();
    await page.getByRole("link", {name: "Report 3"}).waitFor();
    assert.equal(await page.getByRole("button", {name: "More"}).count(), 0);
}

async function families({page, url, shot})
{
    await page.goto(url + "f");
    await page.waitForSelector(".row a");
    await accessible(page);
    await page.locator(".row a").first().click();
    await page.waitForSelector(".variant");
    assert.equal(await page.locator(".variant").count(), 3);
    assert.match(await text(page, ".variant ins"), /each/);
    assert.match(await text(page, ".variant del"), /every/);
    await shot("family");
    await accessible(page);
    await fits(page);
    assert.match(await saved(page, "CSV"), /^statement,document,/);
}

async function speaker({page, url, shot})
{
    // The store's own first, from the list.
    await page.goto(url + "s?q=ruiz");
    await page.locator(".row a[href^='/s/']").first().click();
    await page.waitForSelector("svg.timeline");
    assert.match(await text(page, "h1"), /Ruiz/);
    assert.ok(await page.locator(".hit").count() > 0);
    await accessible(page);
    await fits(page);
    await answer(page, "speakers/1", PERSON);
    await answer(page, "search?*speaker_id=1*", {results: [], next: null});
    await page.goto(url + "s/1");
    await page.waitForSelector("svg.timeline");
    assert.equal(await page.locator("svg.timeline .bar").count(), 3, "a bar for the empty month too");
    assert.match(await text(page, ".words"), /harbour/);
    await legible(page, "svg.timeline");
    await shot("speaker");
    await accessible(page);
    await fits(page);
    await answer(page, "outlets", OUTLETS);
    await page.goto(url + "outlets");
    await page.waitForSelector("svg.matrix");
    await legible(page, "svg.matrix");
    assert.match(await page.locator("svg.matrix").textContent(), /City of Port Ellan/, "two of one name are told apart");
    assert.equal(await page.locator("svg.matrix .disc").count(), 7);
    await page.getByText("The numbers").click();
    assert.equal(await page.locator("td.n").count(), 12);
    await shot("outlets");
    await accessible(page);
    await fits(page);
}

export const FLOWS = {reading, giving, searching, navigation, files, lists, families, speaker};
