import { type ArchiveEntry, changeEntry, fileTicket, isDefect, isKept } from '@sidecard/core/server';
import {
  ARCHIVE_REFUSALS,
  type ArchiveChange,
  type ArchiveRefusal,
  type ArchiveResult,
  type ByHand,
} from '@sidecard/core/wire';
import type { Ticket } from '@sidecard/core/authoring';
import { writeOf } from '../archive/file-changes.js';
import type { RequestContext, ServerContext } from '../context/context.js';
import type { ArchiveWrite } from '../storage/records.js';
import type { UnitOfWork } from '../storage/store.js';
import { entryViewOf } from './read-archive.js';
import { withWholeHistory } from '../tickets/whole-history.js';
import { findOutcome, type WriteKey } from './write-once.js';

/** What a change of the archive results in. */
export interface ArchiveChanged {
  readonly results: readonly ArchiveResult[];
  readonly replayed: boolean;
}

/** The entries of a batch's tickets as they become, change by change. */
interface Batch {
  readonly before: ReadonlyMap<string, readonly ArchiveEntry[]>;
  readonly after: Map<string, readonly ArchiveEntry[]>;
  readonly tickets: ReadonlyMap<string, Ticket>;
}

type Outcome =
  | { readonly ok: true; readonly entries: readonly ArchiveEntry[] }
  | { readonly ok: false; readonly code: ArchiveRefusal };

/**
 * Changes the archive by hand: all changes in one transaction, in order. A change that is refused leaves the others alone. Call
 * `mustManageArchive` first.
 *
 * @throws ProblemError `idempotency-key-reused`
 */
export function changeArchive(
  context: ServerContext,
  request: RequestContext,
  changes: readonly ArchiveChange[],
  write: WriteKey,
): Promise<ArchiveChanged> {
  const { store, clock, newId } = context;
  const { merchantId, principalKey, actor } = request;
  return store.transaction(merchantId, async (unit) => {
    const earlier = await findOutcome(unit, request, write);
    const replayed = earlier !== undefined;
    const batch = await lockBatch(unit, request, changes);
    const { party, accountId, name } = actor;
    const hand: ByHand = { by: { party, accountId, name }, atMs: clock.now() };
    const outcomes = changes.map((change, index) =>
      replayed ? outcomeOf(batch, change, earlier.refusals?.[index]) : apply(context, request, batch, change, hand),
    );
    if (!replayed) {
      const idempotency = {
        ...{ merchantId, principalKey, ...write },
        ticketId: '',
        eventPosition: 0,
        messageId: undefined,
        refusals: outcomes.map((outcome) => (outcome.ok ? null : outcome.code)),
      };
      const archive = writesOf(merchantId, batch);
      await unit.commit({ changes: [], deliveries: [], entries: [], archive, idempotency, atMs: hand.atMs }, newId);
    }
    const results = outcomes.map((outcome): ArchiveResult =>
      outcome.ok
        ? { ok: true, entries: outcome.entries.map((entry) => entryViewOf(context, request, entry)) }
        : outcome,
    );
    return { results, replayed };
  });
}

/** Locks the tickets to file, then the entries, each in order. */
async function lockBatch(unit: UnitOfWork, request: RequestContext, changes: readonly ArchiveChange[]): Promise<Batch> {
  const idsOf = (some: readonly ArchiveChange[]) => [...new Set(some.map(({ ticketId }) => ticketId))].sort();
  const tickets = new Map<string, Ticket>();
  for (const id of idsOf(changes.filter(({ action }) => action === 'file'))) {
    const known = await unit.lockTicket(request, id);
    if (known) tickets.set(id, await withWholeHistory(unit, known.found.ticket));
  }
  const before = new Map<string, readonly ArchiveEntry[]>();
  for (const entry of await unit.lockArchive(request.merchantId, idsOf(changes))) {
    before.set(entry.ticketId, [...(before.get(entry.ticketId) ?? []), entry]);
  }
  return { before, after: new Map(before), tickets };
}

function apply(
  { types, clock }: ServerContext,
  { policy }: RequestContext,
  { after, tickets }: Batch,
  change: ArchiveChange,
  hand: ByHand,
): Outcome {
  const { ticketId, defect } = change;
  const known = after.get(ticketId) ?? [];
  if (defect !== undefined && !isDefect(defect, policy)) return { ok: false, code: 'defect-unknown' };
  if (change.action === 'file') {
    const ticket = tickets.get(ticketId);
    const context = { types, policy, now: clock.now() };
    if (!ticket) return { ok: false, code: 'not-found' };
    if (!isKept(ticket.createdAtMs, context)) return { ok: false, code: 'too-old' };
    const entries = fileTicket(ticket, context, known, { ...hand, defect });
    after.set(ticketId, entries);
    return { ok: true, entries };
  }
  const entry = known.find(({ itemId }) => itemId === change.itemId);
  if (!entry) return { ok: false, code: 'not-found' };
  const changed = changeEntry(entry, change, hand);
  after.set(
    ticketId,
    known.map((one) => (one === entry ? changed : one)),
  );
  return { ok: true, entries: [changed] };
}

/** Returns why a change was refused earlier, or what is filed now. */
function outcomeOf({ after }: Batch, change: ArchiveChange, refusal: string | null | undefined): Outcome {
  const code = ARCHIVE_REFUSALS.find((one) => one === refusal);
  if (code) return { ok: false, code };
  const known = after.get(change.ticketId) ?? [];
  return {
    ok: true,
    entries: change.action === 'file' ? known : known.filter(({ itemId }) => itemId === change.itemId),
  };
}

/** Returns what differs. */
function writesOf(merchantId: string, { before, after }: Batch): readonly ArchiveWrite[] {
  return [...after].flatMap(([ticketId, entries]) => {
    const known = before.get(ticketId) ?? [];
    return known === entries ? [] : (writeOf(merchantId, ticketId, known, entries) ?? []);
  });
}
