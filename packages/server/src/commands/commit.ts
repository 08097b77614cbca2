import { scheduledDeadlines, type Policy } from '@sidecard/core';
import type { Hint } from '../bus/bus.js';
import { deliveriesOf } from '../deliveries/make.js';
import type { Db, Services } from '../services.js';
import type { Advanced } from '../storage/streams.js';
import { writeAll, type Writing } from '../storage/write-all.js';
import type { Presence } from '../streams/presence.js';
import { logEntriesOf, type TicketChange } from './change.js';

/** What a transaction has written, and what to tell the servers once it is committed. */
export interface Committed {
  readonly advanced: Advanced;
  readonly hints: readonly Hint[];
}

/** What is to be committed together. */
export interface Committing {
  readonly changes: readonly TicketChange[];
  readonly kept?: Writing['kept'];
  /** The policy of each change's merchant, already looked up: a transaction does not wait for the host. */
  readonly policyOf: (merchantId: string) => Policy;
  readonly atMs: number;
}

/** Writes changes with all that follows from them: timers, deliveries and the streams' logs. The last of a transaction. */
export async function commitChanges(
  services: Services & { readonly presence: Presence },
  tx: Db,
  { changes, kept, policyOf, atMs }: Committing,
): Promise<Committed> {
  const deliveries = [];
  for (const change of changes) {
    deliveries.push(...(await deliveriesOf(services, tx, change, policyOf(change.after.ticket.merchantId))));
  }
  const entries = changes.flatMap((change) => logEntriesOf(change, policyOf(change.after.ticket.merchantId)));
  const advanced = await writeAll(tx, { changes, deliveries, kept, entries, atMs }, services.newId);

  const hints: Hint[] = [];
  for (const { merchantId, stream, seq } of advanced.values()) hints.push({ kind: 'stream', merchantId, stream, seq });
  for (const merchantId of new Set(deliveries.map((delivery) => delivery.merchantId))) {
    hints.push({ kind: 'deliveries', merchantId });
  }
  for (const { after } of changes) {
    const due = scheduledDeadlines(after.ticket).map(({ dueAtMs }) => dueAtMs);
    if (due.length > 0) {
      hints.push({ kind: 'deadline', merchantId: after.ticket.merchantId, dueAtMs: Math.min(...due) });
    }
  }
  return { advanced, hints };
}
