/*
 * scale.js - months between two, and round numbers for an axis.
 */

/** The month after "2026-12" is "2027-01". */
function following(month)
{
    const [y, m] = month.split("-").map(Number);
    return m === 12 ? `${y + 1}-01` : `${y}-${String(m + 1).padStart(2, "0")}`;
}

/**
 * Counts by month without gaps, by year where there would be more bars than `limit`.
 * @param counts  Map of "2026-01" to a number.
 * @return [{period, count}] in order of time
 */
export function periods(counts, limit = 120)
{
    const months = [...counts.keys()].filter((m) => /^\d{4}-(0[1-9]|1[0-2])$/.test(m)).sort();
    if (months.length === 0) return [];
    const last = months.at(-1), years = last.slice(0, 4) - months[0].slice(0, 4) + 1;
    if (years * 12 > limit && years > 1) return byYear(counts, months);
    const list = [];
    for (let month = months[0]; month <= last; month = following(month)) {
        list.push({period: month, count: counts.get(month) ?? 0});
    }
    return list;
}

function byYear(counts, months)
{
    const years = new Map();
    for (const month of months) {
        const year = month.slice(0, 4);
        years.set(year, (years.get(year) ?? 0) + counts.get(month));
    }
    // A slip of the pen may date a report to the year 1016; empty years are drawn up to a limit.
    const first = Number(months[0].slice(0, 4)), last = Number(months.at(-1).slice(0, 4));
    if (last - first > 200) return [...years].map(([period, count]) => ({period, count}));
    const list = [];
    for (let y = first; y <= last; y++) {
        const period = String(y).padStart(4, "0");
        list.push({period, count: years.get(period) ?? 0});
    }
    return list;
}

/** The next of 1, 2, 5, 10, 20, 50 … that is not below n. */
export function roundUp(n)
{
    if (n <= 1) return 1;
    const ten = 10 ** Math.floor(Math.log10(n));
    return [1, 2, 5, 10].map((step) => step * ten).find((value) => value >= n);
}
