import { decideCreate } from '@sidecard/core/authoring';
import { describe, expect, it } from 'vitest';
import { actor, contextAt, created, ORDER, REQUEST, START_MS } from '../support/tickets.ts';

const HOUR_MS = 3_600_000;

describe('creating a ticket', () => {
  it('waits for the merchant, whose 48 hours begin', () => {
    const { ticket } = created();
    expect(ticket).toMatchObject({ workflow: 'awaiting-merchant', intervention: 'none', version: 1, locale: 'en' });
    expect(ticket.deadlines).toEqual([
      { key: 'answer', of: 'merchant', startedAtMs: START_MS, dueAtMs: START_MS + 48 * HOUR_MS },
    ]);
  });

  it.each([
    ['more items than were bought', { items: [{ itemId: 'mug', quantity: 3 }] }, 'items', 'too-high'],
    ['an item of another order', { items: [{ itemId: 'lamp', quantity: 1 }] }, 'items', 'unknown-option'],
    ['no items', { items: [] }, 'items', 'required'],
    ['more money than the chosen items cost', { items: [{ itemId: 'mug', quantity: 1 }] }, 'amount', 'too-high'],
    ['more money than the order cost', { amount: { amountMinor: 99_999, currency: 'CNY' } }, 'amount', 'too-high'],
    ['nothing to refund', { amount: { amountMinor: 0, currency: 'CNY' } }, 'amount', 'too-low'],
    ['a negative amount', { amount: { amountMinor: -1, currency: 'CNY' } }, 'amount', 'wrong-kind'],
    ['half a fen', { amount: { amountMinor: 0.5, currency: 'CNY' } }, 'amount', 'wrong-kind'],
    ['another currency', { amount: { amountMinor: 100, currency: 'USD' } }, 'amount', 'wrong-currency'],
    ['a reason that is not on the list', { reason: 'because' }, 'reason', 'unknown-option'],
    ['no reason', { reason: undefined }, 'reason', 'required'],
    ['half a character', { text: 'ab\uD800' }, 'text', 'unreadable'],
    ['a field that the form does not have', { admin: true }, 'admin', 'unknown-field'],
    ['a text of nothing that shows', { text: '\u200B\u200B\u200B' }, 'text', 'too-short'],
  ])('is refused with %s', (_, change, field, problem) => {
    const command = { type: 'return-refund', merchantId: 'shop-1', order: ORDER, request: { ...REQUEST, ...change } };
    const decision = decideCreate(command, actor('buyer'), { ...contextAt(START_MS), number: '1' });
    expect(decision).toMatchObject({ ok: false, error: { code: 'field-invalid', problems: [{ field, problem }] } });
  });

  it('is refused to the system, and for a type that is not there', () => {
    const command = { type: 'return-refund', merchantId: 'shop-1', order: ORDER, request: REQUEST };
    const context = { ...contextAt(START_MS), number: '1' };
    expect(decideCreate(command, actor('system'), context)).toMatchObject({ error: { code: 'command-unknown' } });
    expect(decideCreate({ ...command, type: 'gift' }, actor('buyer'), context)).toEqual({
      ok: false,
      error: { code: 'type-unknown', type: 'gift' },
    });
  });
});

describe('what a buyer says about the language', () => {
  it.each([{ toString: 1 }, 'x'.repeat(1000), 'a\u0000', 5, ''])('is not taken when it is %j', (locale) => {
    const command = {
      type: 'return-refund',
      merchantId: 'shop-1',
      order: ORDER,
      request: REQUEST,
      locale: locale as string,
    };
    expect(decideCreate(command, actor('buyer'), { ...contextAt(START_MS), number: '1' })).toMatchObject({
      error: { code: 'field-invalid', problems: [{ field: 'locale' }] },
    });
  });

  it('is not looked for where there is no request', () => {
    for (const request of [null, undefined, 5, []] as unknown as (typeof REQUEST)[]) {
      const command = { type: 'return-refund', merchantId: 'shop-1', order: ORDER, request };
      expect(decideCreate(command, actor('buyer'), { ...contextAt(START_MS), number: '1' })).toMatchObject({
        error: { code: 'field-invalid' },
      });
    }
  });
});
