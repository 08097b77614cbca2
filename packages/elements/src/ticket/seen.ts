import type { Client, Preference } from '@sidecard/client';

/** What preferences are called that remember when the reader looked at a ticket; its id follows. */
const SEEN = 'seen/';
/** How many tickets are remembered: those looked at last. */
const MAX_SEEN = 500;

/** Remembers that the account's reader has looked at a version of a ticket. */
export function markSeen(
  { preferences, now }: Pick<Client, 'preferences' | 'now'>,
  { id, version }: { readonly id: string; readonly version: number },
): void {
  const all = preferences.all().get();
  if (all.get(SEEN + id)?.['version'] === version) return;
  preferences.set(SEEN + id, { version, atMs: now() });
  const seen = [...all].filter(([name]) => name.startsWith(SEEN));
  if (seen.length < MAX_SEEN) return;
  const [oldest] = seen.sort(([, one], [, other]) => Number(one['atMs']) - Number(other['atMs']));
  if (oldest) preferences.delete(oldest[0]);
}

/** Whether an open ticket has changed since the reader looked at it, or is new. */
export function isUnseen(
  preferences: ReadonlyMap<string, Preference> | undefined,
  {
    ticketId,
    version,
    endedAtMs,
  }: { readonly ticketId: string; readonly version: number; readonly endedAtMs?: number },
): boolean {
  const known = preferences?.get(SEEN + ticketId)?.['version'];
  return endedAtMs === undefined && !(typeof known === 'number' && known >= version);
}
