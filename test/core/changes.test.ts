import type { Ticket } from '@sidecard/core/authoring';
import { project } from '@sidecard/core/server';
import { changesSince, type KnownEntry, newsFor, type Session } from '@sidecard/core/wire';
import { describe, expect, it } from 'vitest';
import { act, actor, contextAt, created, DECLINE, intervening, RETURN_ADDRESS, START_MS } from '../support/tickets.ts';

const seen = (ticket: Ticket) => project(ticket, 'handlers', contextAt(START_MS));
const later = (minutes: number) => contextAt(START_MS + minutes * 60_000);
const zhou = actor('merchant', { accountId: 'zhou', name: 'Zhou Min' });

describe('changesSince', () => {
  const before = created().ticket;

  it('says who did what, from what to what, and what the buyer was told', () => {
    const after = act(
      before,
      {
        command: 'agree',
        fields: { amount: { amountMinor: 25_800, currency: 'CNY' }, returnAddress: RETURN_ADDRESS, text: 'Sorry.' },
      },
      zhou,
    );
    const change = changesSince(seen(before), seen(after));
    expect(change?.events).toMatchObject([{ kind: 'agreed', by: { name: 'Zhou Min' } }]);
    expect(change?.status).toEqual({ before: 'awaiting-merchant', after: 'awaiting-return' });
    expect(change?.refund).toEqual({ after: { amountMinor: 25_800, currency: 'CNY' } });
    expect(change?.events[0]?.sentMessage?.text).toContain('Sorry.');
  });

  it('is nothing while only a claim or a reply came in', () => {
    const claimed = act(before, { command: 'claim' }, zhou);
    const replied = act(claimed, { command: 'reply', fields: { text: 'We look into it.' } }, zhou);
    expect(changesSince(seen(before), seen(replied))).toBeUndefined();
  });

  it('[R6] lists everything since then, the latest first', () => {
    const replied = act(before, { command: 'reply', fields: { text: 'We look into it.' } }, zhou, later(1));
    const declined = act(replied, DECLINE, zhou, later(2));
    const moved = act(declined, { command: 'withdraw' }, actor('buyer'), later(3));
    const kinds = changesSince(seen(before), seen(moved))?.events.map(({ kind }) => kind);
    expect(kinds).toEqual(['withdrawn', 'declined', 'replied']);
  });

  it('[R18] begins with what the platform has ruled', () => {
    const reviewing = act(intervening(), { command: 'begin-review' }, actor('staff'), later(1));
    const fields = { amount: { amountMinor: 100, currency: 'CNY' }, text: 'Half each.' };
    const ruled = act(reviewing, { command: 'rule', choice: 'refund', fields }, actor('staff'), later(2));
    const paid = act(ruled, { command: 'record-settlement', choice: 'succeeded' }, actor('host'), later(3));
    const kinds = changesSince(seen(reviewing), seen(paid))?.events.map(({ kind }) => kind);
    expect(kinds).toEqual(['ruled', 'settlement-recorded']);
  });
});

describe('newsFor', () => {
  const opened = created().ticket;
  const replied = act(opened, { command: 'reply', fields: { text: 'We look into it.' } }, zhou, later(1));
  const declined = act(replied, DECLINE, zhou, later(2));
  const withdrawn = act(declined, { command: 'withdraw' }, actor('buyer'), later(3));
  const lastOf = (ticket: Ticket) => seen(ticket).history.at(-1)!;
  const kinds = (ticket: Ticket, known: KnownEntry, accountId = 'chen', party: Session['party'] = 'merchant') =>
    newsFor(seen(ticket).history, known, { party, accountId }).map(({ kind }) => kind);
  /** An entry that the history has left out since. */
  const leftOut = (atMs: number) => ({ id: 'entry-of-long-ago', atMs });

  it('is what came after the last entry that the reader knows, the latest first', () => {
    expect(kinds(withdrawn, lastOf(replied))).toEqual(['withdrawn', 'declined']);
    expect(kinds(withdrawn, lastOf(withdrawn))).toEqual([]);
  });

  it('is what came after the reader’s own answer', () => {
    expect(kinds(withdrawn, lastOf(opened), 'zhou')).toEqual(['withdrawn']);
    expect(kinds(declined, lastOf(opened), 'zhou')).toEqual([]);
  });

  it('is neither who handles the ticket, nor less for having claimed it', () => {
    const claimed = act(opened, { command: 'claim' }, zhou, later(2));
    expect(kinds(claimed, lastOf(opened))).toEqual([]);
    expect(kinds(claimed, leftOut(0), 'zhou')).toEqual(['ticket-created']);
  });

  it('is what came after the reader’s own answer, not after that of another side’s account with the same id', () => {
    const answered = act(replied, { command: 'withdraw' }, actor('buyer', { accountId: 'chen' }), later(2));
    expect(kinds(answered, lastOf(opened))).toEqual(['withdrawn', 'replied']);
    expect(kinds(answered, lastOf(opened), 'chen', 'buyer')).toEqual([]);
    expect(newsFor(seen(answered).history, lastOf(opened), undefined)).toHaveLength(2);
  });

  it('is what came after the reader looked, once the history no longer has the entry that they know', () => {
    expect(kinds(withdrawn, leftOut(START_MS + 90_000))).toEqual(['withdrawn', 'declined']);
    expect(kinds(withdrawn, leftOut(START_MS + 120_000))).toEqual(['withdrawn']);
    expect(kinds(withdrawn, leftOut(START_MS + 90_000), 'zhou')).toEqual(['withdrawn']);
    const first = actor('buyer').accountId;
    expect(kinds(declined, leftOut(START_MS - 1), first)).toEqual(['declined', 'replied', 'ticket-created']);
  });

  it('is not what is older than the gap in a history that is too long', () => {
    const long = Array.from({ length: 100 }).reduce<Ticket>((ticket, _, index) => {
      const fields = { text: `Still looking: ${index}.` };
      return act(ticket, { command: 'reply', fields }, zhou, later(4 + index));
    }, replied);
    const { history, completeFrom } = seen(long);
    expect(completeFrom).toBeDefined();
    const known = long.history[20]!;
    expect(history.some(({ id }) => id === known.id)).toBe(false);
    const told = newsFor(history, known, { party: 'merchant', accountId: 'chen' });
    expect(told.map(({ kind }) => kind)).not.toContain('ticket-created');
    expect(told.every(({ atMs }) => atMs > known.atMs)).toBe(true);
  });

  it('[R18] begins with what the platform has ruled', () => {
    const reviewing = act(intervening(), { command: 'begin-review' }, actor('staff'), later(1));
    const fields = { amount: { amountMinor: 100, currency: 'CNY' }, text: 'Half each.' };
    const ruled = act(reviewing, { command: 'rule', choice: 'refund', fields }, actor('staff'), later(2));
    const paid = act(ruled, { command: 'record-settlement', choice: 'succeeded' }, actor('host'), later(3));
    expect(kinds(paid, lastOf(reviewing))).toEqual(['ruled', 'settlement-recorded']);
  });
});
