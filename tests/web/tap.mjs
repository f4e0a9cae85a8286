// Checks, printed as TAP.

let number = 0, failures = 0;

/** Run a check; it passes when `act` does not throw. */
export async function check(name, act)
{
    number++;
    try {
        await act();
        console.log(`ok ${number} - ${name}`);
    } catch (error) {
        failures++;
        console.log(`not ok ${number} - ${name}`);
        console.log(String(error.stack ?? error).replace(/^/gm, "# "));
    }
}

/** Print the plan. @return the exit status. */
export function finish()
{
    console.log(`1..${number}`);
    return failures === 0 ? 0 : 1;
}
