// @ts-check
// Lets the element tests wait longer than a second for what is to become true: two browsers fill a machine.

/** The module of `waitUntil`. */
export const HELPERS = /testing-helpers\/src\/helpers\.js$/;

/** Returns the source of the waiting helper with a longer default. @param {string} source @param {string} path */
export function patient(source, path) {
  const changed = source.replace('timeout = 1000', 'timeout = 8000');
  if (changed === source) throw new Error(`${path} has no default of waitUntil any more.`);
  return changed;
}
