/** What ids look like on the wire: short, and without characters that a database or a header cannot hold. */
const ID = /^[^\s\p{C}]{1,128}$/u;

/** Whether a value can be an id, ours or the host's. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && ID.test(value);
}

/** Whether a value is an object and not a list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
