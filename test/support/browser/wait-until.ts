import { waitUntil as waitASecond } from '@open-wc/testing';

/** Longer than anything takes on a slow machine that does other work. */
const PATIENCE = { timeout: 20_000 };

/** Waits until a condition is met, checked every 50 ms, for 20 s unless told otherwise. */
export const waitUntil: typeof waitASecond = (condition, message, options) =>
  waitASecond(condition, message, { ...PATIENCE, ...options });
