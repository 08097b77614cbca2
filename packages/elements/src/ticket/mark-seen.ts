import type { Client } from '@sidecard/client';
import type { KnownEntry, TicketView } from '@sidecard/core/wire';
import { SEEN } from './seen.js';

/** How many tickets are remembered: those looked at last. */
const MAX_SEEN = 500;

/** Remembers that the account's reader has looked at a version of a ticket, and up to which entry of its history. */
export function markSeen(
  { preferences, now }: Pick<Client, 'preferences' | 'now'>,
  { id, version, history }: Pick<TicketView, 'id' | 'version' | 'history'>,
): void {
  const all = preferences.all().get();
  const before = all.get(SEEN + id);
  const entry = history.at(-1)?.id;
  if (before?.['version'] === version && before['entry'] === entry) return;
  preferences.set(SEEN + id, { version, entry, atMs: now() });
  const seen = [...all].filter(([name]) => name.startsWith(SEEN));
  if (seen.length < MAX_SEEN) return;
  const [oldest] = seen.sort(([, one], [, other]) => Number(one['atMs']) - Number(other['atMs']));
  if (oldest) preferences.delete(oldest[0]);
}

/**
 * Returns the last entry of a ticket's history that the reader looked at, and when, in this browser; `undefined` if they never did.
 */
export async function lastSeen(
  { preferences }: Pick<Client, 'preferences'>,
  id: string,
): Promise<KnownEntry | undefined> {
  const { entry, atMs } = (await preferences.load()).get(SEEN + id) ?? {};
  return typeof entry === 'string' ? { id: entry, atMs: typeof atMs === 'number' ? atMs : 0 } : undefined;
}
