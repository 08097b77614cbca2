import { commitmentFactsOf } from '@sidecard/core';
import type { Command, Ticket } from '@sidecard/core/authoring';
import { HISTORY_LENGTH, project } from '@sidecard/core/server';
import { AUDIENCES } from '@sidecard/core/wire';
import { describe, expect, it } from 'vitest';
import { act, actor, contextAt, created, intervening, REQUEST, RETURN_ADDRESS, START_MS } from '../support/tickets.ts';

const { ticket: fresh } = created();
const merchant = actor('merchant');
const buyer = actor('buyer');
const staff = actor('staff');
const host = actor('host');
const DECLINE: Command = { command: 'decline', fields: { reason: 'other', text: 'It left us whole.' } };
const propose = (ticket: Ticket) =>
  act(
    ticket,
    {
      command: 'propose',
      fields: { amount: { amountMinor: 100, currency: 'CNY' }, refundOnly: true, text: 'Keep it.' },
    },
    merchant,
  );

describe('commitmentFactsOf', () => {
  it('[R29] takes the reason for the fault, found and claimed when the ticket was opened, for its items', () => {
    expect(commitmentFactsOf(fresh)).toEqual({
      faults: [{ code: 'damaged', foundAtMs: START_MS }],
      itemIds: ['mug'],
      negotiationFailed: false,
      claimedAtMs: START_MS,
    });
  });

  it('names neither fault nor items where the request has none', () => {
    const { reason: _reason, items: _items, ...request } = REQUEST;
    expect(commitmentFactsOf({ ...fresh, request })).toEqual({ negotiationFailed: false, claimedAtMs: START_MS });
  });

  it.each<readonly [string, Ticket, boolean]>([
    ['nothing was answered yet', fresh, false],
    ['the shop made a proposal', propose(fresh), false],
    ['which the buyer took', act(propose(fresh), { command: 'accept-proposal' }, buyer), false],
    ['the shop declined', act(fresh, DECLINE, merchant), true],
    ['a proposal was rejected', act(propose(fresh), { command: 'reject-proposal' }, buyer), true],
    ['the platform is intervening', intervening(), true],
    ['the buyer gave up after a refusal', act(act(fresh, DECLINE, merchant), { command: 'withdraw' }, buyer), true],
  ])('[R37] knows whether a negotiation has failed: %s', (_, ticket, failed) => {
    expect(commitmentFactsOf(ticket).negotiationFailed).toBe(failed);
  });

  const reply = (ticket: Ticket, count: number) =>
    act(ticket, { command: 'reply', fields: { text: `Entry ${count}.` } }, merchant, contextAt(START_MS + 1 + count));

  it.each(AUDIENCES)(
    '[R37] shows creation, refusal and proposal after more replies than the latest entries of the history, to %s',
    (audience) => {
      const amount = { amountMinor: 100, currency: 'CNY' };
      const offered = { command: 'propose', fields: { amount, returnAddress: RETURN_ADDRESS, text: 'Send it back.' } };
      let ticket = act(act(act(fresh, DECLINE, merchant), offered, merchant), { command: 'accept-proposal' }, buyer);
      for (let count = 0; count <= HISTORY_LENGTH; count++) ticket = reply(ticket, count);
      const { history, earlierEntries, completeFrom, ...view } = project(ticket, audience, contextAt(START_MS));
      expect(history.slice(0, 4).map(({ kind }) => kind)).toEqual([
        'ticket-created',
        'declined',
        'proposed',
        'proposal-accepted',
      ]);
      expect([history.length, earlierEntries]).toEqual([4 + HISTORY_LENGTH, 1]);
      // From there on nothing is missing.
      expect(history.findIndex(({ id }) => id === completeFrom)).toBe(4);
      expect(commitmentFactsOf({ ...view, history } as typeof view).negotiationFailed).toBe(true);
    },
  );

  it('[R37] remembers a refusal that even more case events have followed', () => {
    let ticket = act(fresh, DECLINE, merchant);
    for (let count = 0; count <= 2 * HISTORY_LENGTH; count++) {
      const fields = { fact: 'confirmed', atMs: START_MS - count };
      ticket = act(ticket, { command: 'record-order', fields }, host);
    }
    const view = project(ticket, 'buyer', contextAt(START_MS));
    expect(view.history).toHaveLength(2 * HISTORY_LENGTH);
    expect(view.history[0]?.kind).toBe('ticket-created');
    expect(view.history.map(({ kind }) => kind)).not.toContain('declined');
    expect(commitmentFactsOf(view).negotiationFailed).toBe(true);
  });

  it('[R35] counts what a ruling awards as made good once it was paid, and not before', () => {
    const reviewing = act(intervening(), { command: 'begin-review' }, staff);
    const ruled = act(
      reviewing,
      {
        command: 'rule',
        choice: 'refund',
        fields: {
          amount: { amountMinor: 100, currency: 'CNY' },
          compensation: { amountMinor: 2_000, currency: 'CNY' },
          text: 'Both have a point.',
        },
      },
      staff,
    );
    const rulings = ruled.rulings.map((ruling) => ({ ...ruling, commitment: 'deliver-by' }));
    const pending = { ...ruled, rulings };
    expect(commitmentFactsOf(pending).settled).toBeUndefined();
    const paid = act(pending, { command: 'record-settlement', choice: 'succeeded' }, host);
    expect(commitmentFactsOf(paid).settled).toEqual(['deliver-by']);
  });
});
