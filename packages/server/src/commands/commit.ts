import { timersOf, type Policy } from '@sidecard/core';
import type { Hint } from '../bus/bus.js';
import { deliveriesOf } from '../deliveries/make.js';
import type { Db, Services } from '../services.js';
import { insertDeliveries } from '../storage/deliveries.js';
import { appendToLogs, type Advanced } from '../storage/streams.js';
import { writeChanges } from '../storage/write-changes.js';
import type { Presence } from '../streams/presence.js';
import { logEntriesOf, type TicketChange } from './change.js';

/** What a transaction has written, and what to tell the servers once it is committed. */
export interface Committed {
  readonly advanced: Advanced;
  readonly hints: readonly Hint[];
}

/**
 * Writes changes with all that follows from them: deliveries, timers and, last of all, the streams' logs.
 *
 * @param policyOf - the policy of each change's merchant, already looked up: a transaction does not wait for the host
 */
export async function commitChanges(
  services: Services & { readonly presence: Presence },
  tx: Db,
  changes: readonly TicketChange[],
  policyOf: (merchantId: string) => Policy,
  atMs: number,
): Promise<Committed> {
  await writeChanges(tx, changes);
  const deliveries = [];
  for (const change of changes) {
    deliveries.push(...(await deliveriesOf(services, tx, change, policyOf(change.after.ticket.merchantId))));
  }
  await insertDeliveries(tx, deliveries, atMs);
  const advanced = await appendToLogs(tx, changes.flatMap(logEntriesOf), services.newId);

  const hints: Hint[] = [];
  for (const { merchantId, stream, seq } of advanced.values()) hints.push({ kind: 'stream', merchantId, stream, seq });
  for (const merchantId of new Set(deliveries.map((delivery) => delivery.merchantId))) {
    hints.push({ kind: 'deliveries', merchantId });
  }
  for (const { after } of changes) {
    const due = timersOf(after.ticket).map(({ dueAtMs }) => dueAtMs);
    if (due.length > 0) {
      hints.push({ kind: 'deadline', merchantId: after.ticket.merchantId, dueAtMs: Math.min(...due) });
    }
  }
  return { advanced, hints };
}
