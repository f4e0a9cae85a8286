// Correcting by keys, against the real store.
import assert from "node:assert/strict";
import {accessible, fits} from "./browser.mjs";

async function corrections(page, url)
{
    const response = await page.request.get(url + "api/v1/corrections?limit=1000");
    return (await response.json()).results;
}

async function until(what, act)
{
    for (let i = 0; i < 300; i++) {
        if (await act()) return;
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.fail(`it did not come to: ${what}`);
}

/** Choose the first statement of a document, with a name and a token. */
async function begin({page, url, token}, number)
{
    await page.goto(`${url}#token=${token}`);
    await page.waitForFunction(() => location.hash === "", null);
    await page.evaluate(() => localStorage.setItem("onrecord.author", "J. Doe"));
    await page.goto(`${url}d/${number}`);
    await page.waitForSelector(".ref");
    await page.keyboard.press("j");
    await page.waitForSelector(".card");
}

async function judging(context)
{
    const {page, url, shot} = context;
    await begin(context, 2);
    const before = (await corrections(page, url)).length;
    await page.keyboard.press("a");
    assert.equal(await page.locator(".ref[aria-pressed=true]").innerText(), "2", "the next is there");
    await page.keyboard.press("r");
    await until("two corrections", async () => (await corrections(page, url)).length === before + 2);
    assert.deepEqual((await corrections(page, url)).slice(-2).map((one) => one.action),
                     ["confirm", "reject"]);
    assert.ok(await page.locator(".is-rejected").count() > 0);
    await shot("correcting");
    await accessible(page);
    await fits(page);
    await page.keyboard.press("u");
    await until("an undo", async () => (await corrections(page, url)).at(-1).action === "undo");
    await until("it stands again", async () => await page.locator(".is-rejected").count() === 0);
    assert.match(await page.locator(".history summary").innerText(), /correction/);
    await page.keyboard.press("u");
    await until("another", async () => (await corrections(page, url)).length === before + 4);
}

async function speaker(context)
{
    const {page, url} = context;
    await begin(context, 1);
    await page.keyboard.press("s");
    await page.getByLabel("Who said it?").fill("Ana Ruiz of Port Ellan");
    await accessible(page);
    await page.keyboard.press("Enter");
    await page.locator(".card .who", {hasText: "Ana Ruiz of Port Ellan"}).waitFor();
    const last = (await corrections(page, url)).at(-1);
    assert.equal(last.author, "J. Doe");
    assert.deepEqual(last.fields.map((one) => one.field), ["speaker"]);
    await page.keyboard.press("u");
    await until("undone", async () => (await corrections(page, url)).at(-1).action === "undo");
}

async function places(context)
{
    const {page, url, shot} = context;
    await begin(context, 3); // its first paragraph holds a character of two units
    const words = () => page.locator(".preview").innerText();
    await page.keyboard.press("e");
    const first = await words();
    await page.keyboard.press("ArrowRight");
    const longer = await words();
    assert.ok(longer.length > first.length && longer.startsWith(first), `${longer} | ${first}`);
    await page.keyboard.press("ArrowLeft");
    assert.equal(await words(), first);
    await page.keyboard.press("Shift+ArrowRight");
    const shorter = await words();
    assert.ok(first.endsWith(shorter) && shorter.length < first.length, `${shorter} | ${first}`);
    await shot("places");
    await accessible(page);
    await page.keyboard.press("Enter");
    await page.locator(".card blockquote", {hasText: new RegExp(`^${shorter}$`)}).waitFor();
    assert.deepEqual((await corrections(page, url)).at(-1).fields.map((one) => one.field), ["content"]);
    await page.keyboard.press("u");
    await page.locator(".card blockquote", {hasText: new RegExp(`^${first}$`)}).waitFor();

    // Escape leaves everything as it was.
    const count = (await corrections(page, url)).length;
    await page.keyboard.press("e");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Escape");
    await page.locator(".card blockquote", {hasText: new RegExp(`^${first}$`)}).waitFor();
    assert.equal((await corrections(page, url)).length, count);
}

async function signing({page, url, token})
{
    await page.goto(`${url}d/2`);
    await page.waitForSelector(".ref");
    await page.locator(".ref").first().click();
    await page.getByRole("button", {name: /^Accept/}).click();
    await page.getByRole("dialog").waitFor();
    await accessible(page);
    await page.getByLabel("Your name").fill("J. Doe");
    await page.getByLabel("Token").fill("wrong");
    await page.getByRole("button", {name: "Sign"}).click();
    // A token that is not taken is asked for again.
    await until("asked again", async () => await page.getByLabel("Token").count() === 1 &&
                await page.getByLabel("Token").inputValue() === "");
    await page.getByLabel("Token").fill(token);
    await page.getByRole("button", {name: "Sign"}).click();
    await page.locator(".status", {hasText: "accepted"}).waitFor();
    assert.ok(await page.locator(".ref.is-reviewed").count() > 0);
}

export const CORRECTING = {judging, speaker, places, signing};
