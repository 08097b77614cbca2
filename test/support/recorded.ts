import { readFileSync } from 'node:fs';

/** A ticket as a release stored it. */
export interface Recorded<StoredEvent = object, StoredTicket = object> {
  readonly type: string;
  readonly events: readonly StoredEvent[];
  readonly ticket: StoredTicket;
}

/** Reads what the release that stored a schema has written. */
export function recorded<StoredEvent = object, StoredTicket = object>(
  schema: number,
): readonly Recorded<StoredEvent, StoredTicket>[] {
  const file = new URL(`../core/recorded/schema-${schema}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as readonly Recorded<StoredEvent, StoredTicket>[];
}
