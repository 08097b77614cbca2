import type { Preference } from '@sidecard/client';

/** What preferences are called that remember when the reader looked at a ticket; its id follows. */
export const SEEN = 'seen/';

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
