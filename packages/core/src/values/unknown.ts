/** Whether a value is an object with members, as JSON has them: no list, not `null`. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns a member that an object has of its own; none for a name such as `constructor`. */
export function ownMember<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** A name that somebody sent, short enough to be repeated to them; nothing for what is no text. */
export function nameOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 60) : '';
}
