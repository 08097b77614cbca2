import { NOTE_LIMITS, type Note, type NoteList } from '@sidecard/core/wire';
import type { RequestContext, ServerContext } from '../context/context.js';
import { problem } from '../wire/problem.js';
import { findOutcome, type WriteKey } from './write-once.js';

/**
 * Reads a ticket’s notes. Call `mustHandle` first.
 *
 * @throws ProblemError `not-found`
 */
export async function listNotes(
  { store }: ServerContext,
  request: RequestContext,
  ticketId: string,
): Promise<NoteList> {
  const { merchantId } = request;
  const notes = await store.snapshot(async (reads) => {
    if (!(await reads.findTicket(request, ticketId))) throw problem('not-found');
    return reads.listNotes({ merchantId, ticketId });
  });
  return { notes: notes.map(viewOf) };
}

/**
 * Adds a note, once, no matter how often it is sent. The ticket, its version and its streams stay as they are. Call `mustHandle` first.
 *
 * @throws ProblemError `not-found`, `too-many-notes`, `idempotency-key-reused`
 */
export async function addNote(
  { store, bus, clock, newId }: ServerContext,
  request: RequestContext,
  ticketId: string,
  text: string,
  write: WriteKey,
): Promise<{ readonly note: Note; readonly replayed: boolean }> {
  const { merchantId, principalKey, actor } = request;
  const result = await store.transaction(merchantId, async (unit) => {
    const earlier = await unit.findNote({ merchantId, principalKey }, write.key);
    if (earlier && earlier.fingerprint !== write.fingerprint) throw problem('idempotency-key-reused');
    if (earlier) return { note: earlier.note, replayed: true };
    // The key may be that of another kind of write.
    await findOutcome(unit, request, write);
    // The lock keeps the number of notes.
    if (!(await unit.lockTicket(request, ticketId))) throw problem('not-found');
    const known = await unit.listNotes({ merchantId, ticketId });
    if (known.length >= NOTE_LIMITS.perTicket) throw problem('too-many-notes');
    // Later than the last one, so that notes have an order.
    const atMs = Math.max(clock.now(), (known.at(-1)?.atMs ?? 0) + 1);
    const { accountId, name } = actor;
    const note = { id: newId(), ticketId, atMs, by: { accountId, name }, text };
    await unit.addNote({ merchantId, principalKey, ...write, note });
    const idempotency = {
      ...{ merchantId, principalKey, ...write },
      ...{ ticketId, eventPosition: 0, messageId: undefined },
    };
    await unit.commit({ changes: [], deliveries: [], entries: [], idempotency, atMs }, newId);
    return { note, replayed: false };
  });
  if (!result.replayed) bus.publish({ kind: 'notes', merchantId, ticketId });
  return { ...result, note: viewOf(result.note) };
}

/** Orders the members, because the database has its own order. */
function viewOf({ id, ticketId, atMs, by: { accountId, name }, text }: Note): Note {
  return { id, ticketId, atMs, by: { accountId, name }, text };
}
