import { DAY_MS, type Order } from '@sidecard/core';
import { decideCreate, describeTicketType, indexTypes } from '@sidecard/core/authoring';
import { describe, expect, it } from 'vitest';
import { priceProtection } from '../../examples/demo/src/shared/price-protection.ts';
import { typePage } from '../../scripts/docs/pages.mjs';
import { act, actor, contextAt, created, ORDER, START_MS } from '../support/tickets.ts';

const types = indexTypes([priceProtection]);
/** Both mugs were 258.00, each 129.00. */
const order: Order = { ...ORDER, paidAtMs: START_MS - 14 * DAY_MS };
const yuan = (amount: number) => ({ amountMinor: amount * 100, currency: 'CNY' });
const requestOf = (quantity: number, lowerPrice: number, amount: number) => ({
  ...{ items: [{ itemId: 'mug', quantity }], reason: 'price-cut' },
  ...{ lowerPrice: yuan(lowerPrice), amount: yuan(amount) },
});
const at = (now = START_MS) => contextAt(now, { types });
const ask = (request: ReturnType<typeof requestOf>, of = order, context = at()) =>
  decideCreate(
    { type: 'price-protection', merchantId: 'shop-1', order: of, request, locale: 'en' },
    actor('buyer', { accountId: of.buyer.id, name: of.buyer.name }),
    { ...context, number: '2607-0001' },
  );

describe('price protection, a type of one file', () => {
  it('[R3] gives back the difference, in the words of the buyer’s language', () => {
    const { ticket } = created({ type: 'price-protection', order, request: requestOf(2, 109, 40) }, at());
    const agreed = act(ticket, { command: 'agree', fields: { amount: yuan(40) } }, actor('merchant'), at());
    expect(agreed).toMatchObject({ workflow: 'resolved', ending: 'met', agreed: { refund: yuan(40) } });
    expect(agreed.history.at(-1)?.sentMessage?.text).toBe('We agree to refund the difference of ¥40.00.');
  });

  it.each([
    ['more than the chosen pieces fell', requestOf(1, 109, 21), { field: 'amount', max: 2_000 }],
    ['where nothing fell', requestOf(1, 129, 1), { field: 'lowerPrice', max: 0 }],
  ])('refuses %s', (_, request, problem) => {
    expect(ask(request)).toMatchObject({
      error: { code: 'field-invalid', problems: [{ ...problem, problem: 'too-high', currency: 'CNY' }] },
    });
    expect(ask(requestOf(1, 109, 20)).ok).toBe(true);
  });

  it('is over 15 days after the payment, and says so', () => {
    const last = { ...order, paidAtMs: START_MS - 15 * DAY_MS };
    expect(ask(requestOf(1, 109, 20), last).ok).toBe(true);
    expect(ask(requestOf(1, 109, 20), last, at(START_MS + 1))).toMatchObject({
      error: { because: 'protection-over', becauseLabels: { en: expect.stringContaining('15 days') as string } },
    });
  });

  it('is asked for once at a time', () => {
    const { ticket } = created({ type: 'price-protection', order, request: requestOf(1, 109, 20) }, at());
    const again = (related: typeof ticket) => ask(requestOf(1, 109, 20), order, { ...at(), related: [related] });
    expect(again(ticket)).toMatchObject({ error: { because: 'already-requested' } });
    const withdrawn = act(ticket, { command: 'withdraw' }, actor('buyer'), at());
    expect(again(withdrawn).ok).toBe(true);
  });

  it('[R24] is described for clients, and for readers of its page, in both languages', () => {
    const description = describeTicketType(priceProtection, 'merchant');
    expect(description.labels).toEqual({ 'zh-CN': '价保', en: 'Price protection' });
    const page = typePage(priceProtection);
    for (const words of ['Price protection', '价保', 'Refund the difference', '同意退差价', 'Offer a partial refund'])
      expect(page).toContain(words);
  });
});
