import type { Policy } from '@sidecard/core';
import { scheduledDeadlines } from '@sidecard/core/server';
import { fileChanges } from '../archive/file-changes.js';
import type { Hint } from '../bus/bus.js';
import type { ServerContext } from '../context/context.js';
import { eventEntries } from '../deliveries/feed-events.js';
import { feedEntries, newDeliveries } from '../deliveries/new-deliveries.js';
import type { AdvancedStream, Commit, CommittedLines, LogEntry, StreamRef } from '../storage/records.js';
import type { UnitOfWork } from '../storage/store.js';
import { byStream } from '../storage/streams.js';
import { logEntriesOf, type Change } from '../tickets/change.js';

/** What a transaction has written, and the hints to publish once it is committed. */
export interface Committed {
  readonly advanced: readonly AdvancedStream[];
  readonly hints: readonly Hint[];
  /** The lines that were written to the streams of audiences. */
  readonly lines: readonly CommittedLines[];
}

/** What to commit together. */
export interface Changes extends Pick<Commit, 'idempotency' | 'orders' | 'pictures' | 'atMs'> {
  readonly changes: readonly Change[];
  /** The policy of a change's merchant, looked up in advance, because a transaction must not wait for the host. */
  readonly policyOf: (merchantId: string) => Policy;
  /** The stream of who has asked, if nothing of the transaction follows once its new head is known. */
  readonly asker?: StreamRef;
}

/** Writes changes and everything derived from them: archive entries, deadlines, deliveries and the streams' logs. Call it last in a transaction. */
export async function commitChanges(
  context: ServerContext,
  unit: UnitOfWork,
  { changes, policyOf, asker, ...rest }: Changes,
): Promise<Committed> {
  const deliveries = [];
  for (const change of changes) {
    deliveries.push(...(await newDeliveries(context, unit, change, policyOf(change.after.ticket.merchantId))));
  }
  const entries = changes.flatMap((change) => logEntriesOf(change, policyOf(change.after.ticket.merchantId)));
  const told = changes.flatMap((change) => eventEntries(change, policyOf(change.after.ticket.merchantId)));
  const archive = [];
  for (const merchantId of new Set(changes.map(({ after }) => after.ticket.merchantId))) {
    const own = changes.filter(({ after }) => after.ticket.merchantId === merchantId);
    const filing = { types: context.types, policy: policyOf(merchantId), now: rest.atMs };
    archive.push(...(await fileChanges(unit, merchantId, own, filing)));
  }
  const all = [...entries, ...told, ...feedEntries(deliveries, rest.atMs)];
  const isLast = all.some(({ merchantId, stream }) => merchantId === asker?.merchantId && stream === asker.stream);
  const advanced = await unit.commit({ ...rest, changes, archive, deliveries, entries: all, isLast }, context.newId);

  const hints: Hint[] = advanced.map(({ merchantId, stream, seq }) => ({ kind: 'stream', merchantId, stream, seq }));
  for (const merchantId of new Set(deliveries.map((delivery) => delivery.merchantId))) {
    hints.push({ kind: 'deliveries', merchantId });
  }
  for (const { after } of changes) {
    const due = scheduledDeadlines(after.ticket).map(({ dueAtMs }) => dueAtMs);
    if (due.length > 0) {
      hints.push({ kind: 'deadline', merchantId: after.ticket.merchantId, dueAtMs: Math.min(...due) });
    }
  }
  return { advanced, hints, lines: numbered(entries, advanced) };
}

/** Returns the lines with the numbers that they have got: the last of a stream has its new head's. */
function numbered(entries: readonly LogEntry[], advanced: readonly AdvancedStream[]): readonly CommittedLines[] {
  return byStream(entries).flatMap(({ merchantId, stream, lines }) => {
    const head = advanced.find((one) => one.merchantId === merchantId && one.stream === stream);
    if (!head) return [];
    const first = head.seq - lines.length + 1;
    return {
      merchantId,
      stream,
      epoch: head.epoch,
      lines: lines.map((line, index) => ({ ...line, seq: first + index })),
    };
  });
}
