/** Whether a value is a JSON object: not a list, not `null`. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns an object's own member; `undefined` for inherited ones such as `constructor`. */
export function ownMember<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Returns a submitted name, shortened for use in messages; empty if it is not a text. */
export function nameOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 60) : '';
}

/** Whether a value is a list of ids that is not empty. */
export function isIds(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === 'string');
}
