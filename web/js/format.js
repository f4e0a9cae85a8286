/*
 * format.js - numbers, days and names in words.
 */

const NUMBER = new Intl.NumberFormat("en");
const DAY = new Intl.DateTimeFormat("en-GB", {day: "numeric", month: "long", year: "numeric",
                                           timeZone: "UTC"});
const MONTH = new Intl.DateTimeFormat("en-GB", {month: "long", year: "numeric", timeZone: "UTC"});

export function number(n)
{
    return NUMBER.format(n);
}

/** "1 report", "2,000 reports". */
export function count(n, one, many = one + "s")
{
    return `${number(n)} ${n === 1 ? one : many}`;
}

/** A day or month as people write it; what is no date stays as it is. */
export function day(value)
{
    const match = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(value ?? "");
    if (match === null) return value ?? "";
    const [, y, m, d] = match;
    const time = new Date(Date.UTC(y, (m ?? 1) - 1, d ?? 1));
    if (m === undefined || Number.isNaN(time.getTime())) return y;
    return (d === undefined ? MONTH : DAY).format(time);
}

export function percent(share)
{
    return `${Math.round(share * 100)} %`;
}

/** Role and affiliation behind a name: "mayor, Port Ellan". */
export function standing(speaker)
{
    return [speaker?.role, speaker?.affiliation].filter(Boolean).join(", ");
}

/** A text cut at a word, where it is too long. */
export function shorten(text, limit = 90)
{
    if (text.length <= limit) return text;
    const cut = text.lastIndexOf(" ", limit);
    return text.slice(0, cut > limit / 2 ? cut : limit) + " …";
}
