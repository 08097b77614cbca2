import type { Ticket } from '@sidecard/core/authoring';
import { project } from '@sidecard/core/server';
import { changesSince } from '@sidecard/core/wire';
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
