import type { Ticket } from '@sidecard/core/authoring';
import { project } from '@sidecard/core/server';
import { changesSince } from '@sidecard/core/wire';
import { describe, expect, it } from 'vitest';
import { act, actor, contextAt, created, RETURN_ADDRESS, START_MS } from '../support/tickets.ts';

const seen = (ticket: Ticket) => project(ticket, 'handlers', contextAt(START_MS));
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
    expect(change?.latest).toMatchObject({ kind: 'agreed', by: { name: 'Zhou Min' } });
    expect(change?.status).toEqual({ before: 'awaiting-merchant', after: 'awaiting-return' });
    expect(change?.refund).toEqual({ after: { amountMinor: 25_800, currency: 'CNY' } });
    expect(change?.sentMessage).toContain('Sorry.');
  });

  it('is nothing while only a claim or a reply came in', () => {
    const claimed = act(before, { command: 'claim' }, zhou);
    const replied = act(claimed, { command: 'reply', fields: { text: 'We look into it.' } }, zhou);
    expect(changesSince(seen(before), seen(replied))).toBeUndefined();
  });

  it('names the move and not the reply that came after it', () => {
    const moved = act(before, { command: 'withdraw' }, actor('buyer'));
    expect(changesSince(seen(before), seen(moved))?.latest?.kind).toBe('withdrawn');
  });
});
