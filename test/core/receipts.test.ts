import { DEFAULT_POLICY, type Order } from '@sidecard/core';
import { actionsFor, exchange, repair, returnRefund } from '@sidecard/core/authoring';
import { compose, limitsOfPart } from '@sidecard/core/wire';
import { describe, expect, it } from 'vitest';
import { transitionByKey } from '@sidecard/core/authoring';
import { buyer, declineOf, merchant, rule, staff, ticketOf, underReview } from '../support/cases.ts';
import { act, contextAt, expire, ORDER, refusal, RETURN_ADDRESS, START_MS } from '../support/tickets.ts';
import {
  cny,
  withholding,
  mugs,
  receive,
  PARCEL,
  RECEIVED,
  REJECT,
  ACCEPT,
  agreed,
  sent,
  ledger,
} from '../support/receipts.ts';

describe('two mugs that came back', () => {
  const ticket = sent(returnRefund);

  it.each([
    ['nothing is said of their state', RECEIVED],
    ['both came as agreed', receive(mugs('as-agreed', 2))],
    ['one is used, for which this shop withholds nothing', receive(mugs('used'))],
  ])('[R48] are refunded at once if %s', (_, command) => {
    expect(act(ticket, command, merchant)).toMatchObject({
      workflow: 'resolved',
      settlement: 'pending',
      agreed: { refund: cny(25_800) },
    });
  });

  it('[R48] lead to a proposal by the shop’s published rule if one is damaged', () => {
    const line = { ...mugs('damaged'), text: ' A chip at the rim.\r\n' };
    const graded = act(
      ticket,
      { command: 'confirm-receipt', fields: { receipt: [line], text: 'See below.' } },
      merchant,
    );
    expect(graded).toMatchObject({
      workflow: 'awaiting-buyer',
      declinedFrom: 'awaiting-receipt',
      goodsWithMerchant: true,
      // 30 % of one mug of two.
      proposal: { refund: cny(21_930), text: 'See below.' },
      receipt: [{ ...mugs('damaged'), text: 'A chip at the rim.', withheldPermille: 300 }],
      deadlines: [{ key: 'proposal', of: 'buyer' }],
    });
    const entry = graded.history.at(-1);
    expect(entry).toMatchObject({
      kind: 'receipt-confirmed',
      fields: { receipt: [{ ...mugs('damaged'), text: 'A chip at the rim.' }] },
    });
    expect(entry?.sentMessage?.text).toBe(
      'We have checked your return: Fog-blue handmade mug ×1 damaged (A chip at the rim.). By our return rules we propose a refund of ¥219.30; please answer. See below.',
    );
  });

  const graded = act(ticket, receive(mugs('damaged')), merchant);

  it('[R48] end with that refund if the buyer accepts', () => {
    const accepted = act(graded, ACCEPT, buyer);
    expect(accepted).toMatchObject({ workflow: 'resolved', settlement: 'pending', agreed: { refund: cny(21_930) } });
    expect(ledger(accepted)).toMatchObject({ free: 0, held: [{ state: 'returned', quantity: 2 }] });
  });

  it('[R48] are in dispute if the buyer does not, and stay nobody’s for nothing', () => {
    const disputed = act(graded, REJECT, buyer);
    expect(disputed).toMatchObject({ workflow: 'declined', declinedFrom: 'awaiting-receipt', goodsWithMerchant: true });
    expect(expire(disputed, 'escalate').intervention).toBe('requested');
    expect(expire(graded, 'proposal').intervention).toBe('requested');
    // The shop gives in, or sends them home.
    const given = act(disputed, RECEIVED, merchant);
    expect(given).toMatchObject({ workflow: 'resolved', agreed: { refund: cny(25_800) } });
    expect(given).not.toHaveProperty('receipt');
    expect(act(disputed, { command: 'return-goods', fields: PARCEL }, merchant).workflow).toBe('awaiting-confirmation');
    expect(refusal(receive(mugs('damaged')), merchant, disputed)).toMatchObject({ code: 'field-invalid' });
  });

  it('[R48] can be ruled on: the rule’s amount with the goods at the shop, less with the goods at home, all for the buyer', () => {
    const reviewing = underReview(act(graded, REJECT, buyer));
    const refund = (amountMinor: number) => act(reviewing, rule('refund', { amount: cny(amountMinor) }), staff);
    expect(refund(21_930)).toMatchObject({ workflow: 'resolved', settlement: 'pending' });
    expect(refund(21_929)).toMatchObject({ workflow: 'awaiting-fulfilment', agreed: { asTheyCame: true } });
    expect(act(reviewing, rule('for-buyer'), staff)).toMatchObject({
      workflow: 'resolved',
      agreed: { refund: cny(25_800) },
    });
  });

  it('[R48] go by the rule that the shop published when they came', () => {
    const before = act(ticket, receive(mugs('used')), merchant, withholding({ used: 500 }));
    expect(before).toMatchObject({ proposal: { refund: cny(19_350) }, receipt: [{ withheldPermille: 500 }] });
    expect(act(before, ACCEPT, buyer, withholding({ used: 0 })).agreed?.refund).toEqual(cny(19_350));
  });

  it('[R48] are refunded for the one that came if the other is missing, which the buyer still has', () => {
    const one = act(ticket, receive(mugs('missing')), merchant);
    expect(one).toMatchObject({ workflow: 'awaiting-buyer', proposal: { refund: cny(12_900) } });
    const accepted = act(one, ACCEPT, buyer);
    expect(ledger(accepted)).toMatchObject({
      free: 1,
      held: [{ state: 'returned', quantity: 1 }],
      refundable: cny(12_900),
    });
    expect(ledger(act(underReview(act(one, REJECT, buyer)), rule('for-buyer'), staff))).toMatchObject({ free: 0 });
  });

  it('[R48] can be decided one by one, too', () => {
    const part = [{ itemId: 'mug', quantity: 1 }];
    const fields = { part, receipt: [mugs('damaged')] };
    const one = act(ticket, { command: 'confirm-receipt', fields }, merchant);
    expect(one).toMatchObject({
      workflow: 'awaiting-buyer',
      proposal: { refund: cny(9_030) },
      agreed: { refund: cny(12_900) },
    });
    expect(
      refusal({ command: 'confirm-receipt', fields: { part, receipt: [mugs('damaged', 2)] } }, merchant, ticket),
    ).toMatchObject({
      code: 'field-invalid',
      problems: [{ field: 'receipt', problem: 'too-high', max: 1 }],
    });
  });
});

describe('a parcel in which nothing is as agreed', () => {
  it.each(['empty', 'missing', 'other-item'] as const)('[R48] is refused if it is %s: nothing is refunded', (state) => {
    const refused = act(sent(returnRefund), receive(mugs(state, 2)), merchant);
    expect(refused).toMatchObject({
      workflow: 'declined',
      declinedFrom: 'awaiting-receipt',
      disagreedAtMs: START_MS,
      deadlines: [{ key: 'escalate', of: 'buyer' }],
    });
    expect(refused).not.toHaveProperty('proposal');
    expect(refused.history.at(-1)?.sentMessage?.text).toContain('By our return rules we cannot refund it');
    expect(act(refused, { command: 'escalate' }, buyer).intervention).toBe('requested');
    // Silence decides nothing while it is in dispute what came.
    expect(expire(refused, 'escalate').intervention).toBe('requested');
  });

  const nothing = act(sent(returnRefund), receive(mugs('empty'), mugs('missing')), merchant);

  it('[R47] [R48] has nothing to send home, whoever is right', () => {
    expect(refusal({ command: 'return-goods', fields: PARCEL }, merchant, nothing)).toMatchObject({
      code: 'move-not-allowed',
    });
    expect(act(nothing, { command: 'withdraw' }, buyer)).toMatchObject({
      workflow: 'closed',
      goodsWithMerchant: false,
    });
    const reviewing = underReview(nothing);
    const lost = act(reviewing, rule('for-merchant'), staff);
    expect(lost).toMatchObject({ workflow: 'closed', ending: 'ruled-for-merchant', goodsWithMerchant: false });
    expect(ledger(lost)).toMatchObject({ free: 2 });
    const shared = act(reviewing, rule('split', { amount: cny(10_000) }), staff);
    expect(shared).toMatchObject({ workflow: 'resolved', goodsWithMerchant: false, agreed: { refund: cny(10_000) } });
    expect(act(reviewing, rule('for-buyer'), staff)).toMatchObject({
      workflow: 'resolved',
      agreed: { refund: cny(25_800) },
    });
  });

  it('[R47] [R48] goes home if it is another item: that is the buyer’s, too', () => {
    const other = act(sent(returnRefund), receive(mugs('other-item', 2)), merchant);
    expect(act(other, { command: 'return-goods', fields: PARCEL }, merchant).workflow).toBe('awaiting-confirmation');
    expect(act(underReview(other), rule('for-merchant'), staff)).toMatchObject({
      workflow: 'awaiting-fulfilment',
      agreed: { asTheyCame: true },
    });
  });
});

describe('a receipt without a refund', () => {
  it('[R48] refuses an exchange for which nothing came back', () => {
    const refused = act(sent(exchange), receive(mugs('empty', 2)), merchant);
    expect(refused).toMatchObject({ workflow: 'declined', declinedFrom: 'awaiting-receipt' });
    expect(refused.history.at(-1)?.sentMessage?.text).toContain('They do not meet the conditions of the exchange');
  });

  it('[R48] goes on with damaged goods, which the shop can decline or propose a refund for', () => {
    const arrived = act(sent(exchange), receive(mugs('damaged')), merchant);
    expect(arrived).toMatchObject({ workflow: 'awaiting-fulfilment', receipt: [{ state: 'damaged' }] });
    expect(
      actionsFor(arrived, 'handlers', contextAt(START_MS)).map(({ command, choice }) => `${command} ${choice ?? ''}`),
    ).toEqual(expect.arrayContaining(['propose ', 'fulfil failed']));
    expect(act(sent(repair), receive(mugs('damaged')), merchant).workflow).toBe('awaiting-fulfilment');
    expect(act(sent(repair), receive(mugs('other-item', 2)), merchant).workflow).toBe('declined');
  });
});

describe('the form of a receipt', () => {
  const ticket = sent(returnRefund);
  const action = actionsFor(ticket, 'handlers', contextAt(START_MS)).find(
    ({ command }) => command === 'confirm-receipt',
  );

  it('[R48] says before it is sent what the buyer will read', () => {
    const transition = transitionByKey(returnRefund, action?.transition ?? '');
    if (!transition?.message || !transition.fields) throw new Error('no form');
    const fields = { part: [{ itemId: 'mug', quantity: 1 }], receipt: [mugs('damaged')] };
    const limits = limitsOfPart(action?.limits ?? {}, fields);
    const shown = compose(transition.message, {
      fields,
      form: transition.fields,
      limits,
      ticket,
      type: returnRefund,
      party: 'merchant',
    });
    const done = act(ticket, { command: 'confirm-receipt', fields }, merchant);
    expect(shown).toContain('a refund of ¥90.30');
    expect(done.history.at(-1)?.sentMessage?.text).toBe(shown);
  });

  it.each([
    ['more pieces than there are', [mugs('damaged'), mugs('used', 2)], 'too-high'],
    ['an item that the case is not about', [{ itemId: 'box', quantity: 1, state: 'damaged' }], 'unknown-option'],
    ['a state that there is not', [{ itemId: 'mug', quantity: 1, state: 'eaten' }], 'unknown-option'],
    ['no quantity', [{ itemId: 'mug', state: 'damaged' }], 'wrong-kind'],
    ['too long a text', [{ ...mugs('damaged'), text: 'x'.repeat(201) }], 'too-long'],
    ['a text that is none', [{ ...mugs('damaged'), text: 7 }], 'wrong-kind'],
    ['something else', 'damaged', 'wrong-kind'],
    ['nothing in the list', [null], 'wrong-kind'],
  ])('[R48] refuses %s', (_, receipt, problem) => {
    const command = { command: 'confirm-receipt', fields: { receipt: receipt as never } };
    expect(refusal(command, merchant, ticket)).toMatchObject({ problems: [{ field: 'receipt', problem }] });
  });

  it('[R48] takes no parcel for arrived that was never announced and is not there', () => {
    expect(refusal(receive(mugs('missing', 2)), merchant, agreed(returnRefund))).toMatchObject({
      code: 'field-invalid',
    });
    expect(act(agreed(returnRefund), receive(mugs('missing')), merchant)).toMatchObject({
      proposal: { refund: cny(12_900) },
    });
  });

  it('[R48] rounds what is withheld down', () => {
    const [mug] = ORDER.items;
    const order: Order = { ...ORDER, items: [{ ...mug, quantity: 3, paid: cny(100) }] };
    const request = { items: [{ itemId: 'mug', quantity: 3 }], refundOnly: false, reason: 'damaged', amount: cny(100) };
    const asked = ticketOf(returnRefund, { order, request });
    const going = act(
      asked,
      { command: 'agree', fields: { amount: cny(100), returnAddress: RETURN_ADDRESS } },
      merchant,
    );
    const arrived = act(going, { command: 'submit-return', fields: PARCEL }, buyer);
    // A third of it is 33, and 30 % of that 9.9.
    expect(act(arrived, receive(mugs('damaged')), merchant).proposal?.refund).toEqual(cny(91));
    expect(act(arrived, receive(mugs('missing', 3)), merchant).workflow).toBe('declined');
  });

  it('[R48] withholds everything for what did not come, unless the shop says otherwise', () => {
    expect(DEFAULT_POLICY.afterSales.withholdPermille).toEqual({ 'other-item': 1000, empty: 1000, missing: 1000 });
    expect(action?.limits?.['receipt']).toMatchObject({
      withheld: { damaged: 300, 'other-item': 1000, empty: 1000, missing: 1000 },
      currency: 'CNY',
      shares: [{ itemId: 'mug', quantity: 2, max: 25_800 }],
    });
    const half = act(sent(returnRefund), receive(mugs('missing', 2)), merchant, withholding({ missing: 500 }));
    expect(half.proposal?.refund).toEqual(cny(12_900));
  });
});

describe('a tracking number without a parcel', () => {
  const MISSING = { command: 'report-missing', fields: { text: 'The carrier has no such parcel.' } };
  const HOME = { command: 'return-goods', fields: PARCEL };

  it.each([returnRefund, exchange, repair])('[R47] obliges the shop to send nothing back: $key', (type) => {
    const owed = act(sent(type), { command: 'withdraw' }, buyer);
    expect(owed).toMatchObject({ workflow: 'awaiting-fulfilment', deadlines: [{ key: 'ship-back' }] });
    const disputed = act(owed, MISSING, merchant);
    expect(disputed).toMatchObject({ workflow: 'declined', goodsWithMerchant: true, settlement: 'none' });
    expect(act(disputed, { command: 'withdraw' }, buyer)).toMatchObject({
      ...{ workflow: 'closed', ending: 'withdrawn', settlement: 'none', goodsWithMerchant: false },
    });
    const ruled = act(underReview(act(disputed, { command: 'escalate' }, buyer)), rule('for-merchant'), staff);
    expect(ruled).toMatchObject({ workflow: 'closed', settlement: 'none', goodsWithMerchant: false });
    // Silence decides nothing about goods in dispute.
    expect(expire(disputed, 'escalate')).toMatchObject({ intervention: 'requested' });
    // It came after all.
    expect(act(act(disputed, HOME, merchant), { command: 'confirm-fulfilment' }, buyer)).toMatchObject({
      ...{ workflow: 'closed', goodsWithMerchant: false },
    });
  });

  it('[R47] is disputed after a ruling, too, and the next ruling can be for the buyer', () => {
    const refused = act(sent(returnRefund), declineOf(returnRefund), merchant);
    const owed = act(underReview(act(refused, { command: 'escalate' }, buyer)), rule('for-merchant'), staff);
    expect(owed).toMatchObject({ workflow: 'awaiting-fulfilment', rulings: [{}] });
    const again = underReview(act(act(owed, MISSING, merchant), { command: 'escalate' }, buyer));
    expect(act(again, rule('for-merchant'), staff)).toMatchObject({ workflow: 'closed', settlement: 'none' });
    const paid = act(again, rule('refund', { amount: cny(25_800) }), staff);
    expect(paid).toMatchObject({ workflow: 'resolved', settlement: 'pending', agreed: { refund: cny(25_800) } });
    expect(refusal(MISSING, merchant, act(again, rule('for-merchant'), staff))).not.toBe('accepted');
  });
});
