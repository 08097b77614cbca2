/** The first pause and the longest, in milliseconds. */
const FIRST_MS = 5_000;
const LONGEST_MS = 3_600_000;
/** How long a webhook is tried, and how long an address may fail, in milliseconds: three days. The log of the feed is kept for seven. */
export const GIVE_UP_MS = 3 * 86_400_000;
/** After fewer attempts neither a webhook nor an address is given up, however long ago the first one was: it may have waited in between. */
export const FEWEST_ATTEMPTS = 5;
/** With so many failures in a row, an address is tried with one webhook at a time, and left alone in between. */
export const FAILURES_TO_SLOW = 5;

/**
 * Returns the pause after some failed attempts, in milliseconds: 5 seconds, twice as long each time, at most an hour; and up to a quarter
 * less, so that what failed together does not come again together.
 *
 * @param retryAfter - the header of the answer, in seconds: not earlier than that, within an hour
 */
export function pauseAfter(attempts: number, retryAfter?: string, random: () => number = Math.random): number {
  const ms = Math.min(FIRST_MS * 2 ** Math.min(attempts - 1, 20), LONGEST_MS) * (1 - random() / 4);
  const asked = /^\d{1,9}$/.test(retryAfter ?? '') ? Number(retryAfter) * 1000 : 0;
  return Math.round(Math.max(ms, Math.min(asked, LONGEST_MS)));
}
