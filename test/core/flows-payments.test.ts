import { actionsFor, type Command, exchange, repair, type Ticket } from '@sidecard/core/authoring';
import { shownPayment } from '@sidecard/core/panel';
import { amountDue, paymentsOf } from '@sidecard/core/wire';
import { describe, expect, it } from 'vitest';
import { agreeTo, buyer, cny, host, merchant, rule, SENT, SENT_BACK, staff, ticketOf } from '../support/cases.ts';
import { act, contextAt, expire, refusal, RETURN_ADDRESS, SPENT } from '../support/tickets.ts';

const record = (choice: 'succeeded' | 'failed'): Command => ({ command: 'record-settlement', choice });
const RETRY: Command = { command: 'retry-settlement' };
const RECEIVED: Command = { command: 'confirm-receipt' };
const CONFIRM: Command = { command: 'confirm-fulfilment' };
const HOME: Command = { command: 'return-goods', fields: { carrier: 'ZTO', trackingNumber: '73120458818' } };
const ACCEPT: Command = { command: 'accept-proposal' };
const review = (ticket: Ticket) => act(ticket, { command: 'begin-review' }, staff);
const FEE = { kind: 'fee', direction: 'from-buyer', amount: cny(1_500) } as const;

describe('an advance exchange whose goods never come back', () => {
  const sentFirst = () =>
    act(act(ticketOf(exchange, { request: { advance: true } }), agreeTo(), merchant), SENT, merchant);
  const kept = () => expire(sentFirst(), 'return');
  const PAID = 25_800;
  const charged = (amountMinor = PAID) =>
    act(review(kept()), rule('for-merchant', { charge: cny(amountMinor) }), staff);

  it('[R47] is charged to the buyer by a ruling, as a payment with a deadline', () => {
    expect(kept()).toMatchObject({ workflow: 'awaiting-return', intervention: 'requested' });
    const ticket = charged();
    expect(ticket).toMatchObject({
      ...{ workflow: 'closed', ending: 'ruled-for-merchant', settlement: 'pending' },
      ...{ agreed: { charge: cny(PAID) }, rulings: [{ charge: cny(PAID) }], deadlines: [{ key: 'settle' }] },
    });
    const payment = { kind: 'charge', direction: 'from-buyer', amount: cny(PAID) };
    expect(paymentsOf(ticket)).toMatchObject([{ ...payment, state: 'due' }]);
    const failed = act(ticket, record('failed'), host);
    expect(paymentsOf(failed)).toMatchObject([{ ...payment, state: 'failed' }]);
    const paid = act(act(failed, RETRY, host), record('succeeded'), host);
    expect(paid).toMatchObject({ settlement: 'succeeded', collected: cny(PAID), deadlines: [] });
    expect(paymentsOf(paid)).toMatchObject([{ ...payment, state: 'succeeded' }]);
    expect([ticket, failed, paid].map(shownPayment)).toEqual(
      ['charge-pending', 'charge-failed', 'charge-succeeded'].map((key) => ({ key, amountMinor: PAID })),
    );
  });

  it('[R47] is charged, too, if the buyer entered a number and nothing came', () => {
    const said = act(sentFirst(), SENT_BACK, buyer);
    const missing = [{ itemId: 'mug', quantity: 2, state: 'missing' }];
    const graded = act(said, { ...RECEIVED, fields: { receipt: missing } }, merchant);
    expect(graded).toMatchObject({ workflow: 'declined' });
    const ruled = act(
      review(act(graded, { command: 'escalate' }, buyer)),
      rule('for-merchant', { charge: cny(PAID) }),
      staff,
    );
    expect(ruled).toMatchObject({ workflow: 'closed', ending: 'ruled-for-merchant', goodsWithMerchant: false });
    expect(paymentsOf(ruled)).toMatchObject([{ kind: 'charge', direction: 'from-buyer', amount: cny(PAID) }]);
  });

  it('[R46] [R47] costs at most what was paid for the pieces', () => {
    const fields = (amountMinor: number) => rule('for-merchant', { charge: cny(amountMinor) });
    expect(refusal(fields(PAID + 1), staff, review(kept()))).toMatchObject({
      problems: [{ field: 'charge', problem: 'too-high', max: PAID }],
    });
    expect(refusal(fields(0), staff, review(kept()))).toMatchObject({ problems: [{ problem: 'too-low' }] });
    expect(charged(1).agreed?.charge).toEqual(cny(1));
  });

  it('[R47] is never charged once the goods came back', () => {
    const back = act(sentFirst(), SENT_BACK, buyer);
    const refused = act(
      back,
      { command: 'decline', fields: { reason: 'return-incomplete', text: 'One is missing.' } },
      merchant,
    );
    const ruling = actionsFor(review(act(refused, { command: 'escalate' }, buyer)), 'staff', contextAt(0)).find(
      ({ choice }) => choice === 'for-merchant',
    );
    expect(ruling).toBeDefined();
    expect(ruling?.limits ?? {}).not.toHaveProperty('charge');
    expect(act(back, RECEIVED, merchant)).toMatchObject({ workflow: 'resolved', settlement: 'none' });
    // Also while the platform is on it.
    const late = act(kept(), SENT_BACK, buyer);
    expect(paymentsOf(act(late, RECEIVED, merchant))).toEqual([]);
  });
});

describe('a repair fee', () => {
  const arrived = () => act(act(act(ticketOf(repair), agreeTo(), merchant), SENT_BACK, buyer), RECEIVED, merchant);
  const quote = (ticket: Ticket, amountMinor = 1_500) =>
    act(
      ticket,
      { command: 'propose', choice: 'quote', fields: { fee: cny(amountMinor), text: 'The hinge is worn.' } },
      merchant,
    );
  const accepted = () => act(quote(arrived()), ACCEPT, buyer);
  const paid = () => act(accepted(), record('succeeded'), host);
  const UNREPAIRED = {
    workflow: 'awaiting-fulfilment',
    settlement: 'none',
    agreed: { asTheyCame: true },
    deadlines: [{ key: 'ship-back', of: 'merchant' }],
  };

  it('[R45] is a payment that the buyer owes once it is accepted; the repair goes on when it is paid', () => {
    const ticket = accepted();
    expect(ticket).toMatchObject({
      workflow: 'awaiting-buyer',
      settlement: 'pending',
      deadlines: [{ key: 'payment' }],
    });
    expect(paymentsOf(ticket)).toMatchObject([{ ...FEE, state: 'due' }]);
    for (const command of [SENT, HOME]) expect(refusal(command, merchant, ticket)).not.toBe('accepted');
    for (const command of [ACCEPT, { command: 'reject-proposal' }])
      expect(refusal(command, buyer, ticket)).toMatchObject({ because: 'no-such-move' });
    const repairing = paid();
    expect(repairing).toMatchObject({ workflow: 'awaiting-fulfilment', deadlines: [{ key: 'repair' }] });
    expect(paymentsOf(repairing)).toMatchObject([{ ...FEE, state: 'succeeded' }]);
    const done = act(act(repairing, SENT, merchant), CONFIRM, buyer);
    expect(done).toMatchObject({ workflow: 'resolved', settlement: 'succeeded', deadlines: [] });
    expect(paymentsOf(done)).toMatchObject([{ ...FEE, state: 'succeeded' }]);
  });

  it('[R45] can be paid again after a failure, until its deadline', () => {
    const failed = act(accepted(), record('failed'), host);
    expect(failed).toMatchObject({ workflow: 'awaiting-buyer', settlement: 'failed', deadlines: [{ key: 'payment' }] });
    expect(paymentsOf(failed)).toMatchObject([{ ...FEE, state: 'failed' }]);
    expect(act(act(failed, RETRY, host), record('succeeded'), host).workflow).toBe('awaiting-fulfilment');
    expect(expire(failed, 'payment')).toMatchObject(UNREPAIRED);
  });

  it('[R47] unpaid, refused or withdrawn: the goods go home unrepaired, and nothing is owed', () => {
    const unpaid = expire(accepted(), 'payment');
    expect(unpaid).toMatchObject(UNREPAIRED);
    expect(refusal(record('succeeded'), host, unpaid)).not.toBe('accepted');
    const refused = act(quote(arrived()), { command: 'reject-proposal' }, buyer);
    expect(refused).toMatchObject(UNREPAIRED);
    const withdrawn = act(accepted(), { command: 'withdraw' }, buyer);
    expect(withdrawn).toMatchObject(UNREPAIRED);
    for (const [ticket, ending] of [
      [unpaid, 'not-met'],
      [refused, 'not-met'],
      [withdrawn, 'withdrawn'],
    ] as const) {
      const home = act(act(ticket, HOME, merchant), CONFIRM, buyer);
      expect(home).toMatchObject({ workflow: 'closed', ending, settlement: 'none', goodsWithMerchant: false });
      expect(paymentsOf(home)).toEqual([]);
    }
  });

  it('[R45] that was paid goes back if the repair fails, with the goods or with their refund', () => {
    const failed = act(
      paid(),
      { command: 'fulfil', choice: 'failed', fields: { reason: 'beyond-repair', text: 'It broke again.' } },
      merchant,
    );
    const back = { kind: 'prepaid', direction: 'to-buyer', amount: cny(1_500), state: 'due' };
    const home = act(act(failed, HOME, merchant), CONFIRM, buyer);
    expect(home).toMatchObject({ workflow: 'closed', settlement: 'pending', deadlines: [{ key: 'settle' }] });
    expect(paymentsOf(home)).toMatchObject([back]);
    expect(paymentsOf(act(home, record('succeeded'), host))).toMatchObject([{ ...back, state: 'succeeded' }]);
    const instead = { command: 'propose', choice: 'refund', fields: { amount: cny(9_000), text: 'Beyond repair.' } };
    const refunded = act(act(failed, instead, merchant), ACCEPT, buyer);
    expect(paymentsOf(refunded)).toMatchObject([{ kind: 'refund', amount: cny(9_000) }, back]);
    expect(shownPayment(home)).toEqual({ key: 'payment-pending', amountMinor: 1_500 });
    expect(shownPayment(refunded)).toEqual({ key: 'payment-pending', amountMinor: 10_500 });
  });

  it('[R45] of a later quote asks for the rest, and less gives back the rest', () => {
    const more = act(quote(paid(), 2_000), ACCEPT, buyer);
    expect(more).toMatchObject({ workflow: 'awaiting-buyer', settlement: 'pending', collected: cny(1_500) });
    // Nobody is asked for what is paid.
    expect(paymentsOf(more)).toMatchObject([
      { ...FEE, state: 'succeeded' },
      { ...FEE, amount: cny(500), state: 'due' },
    ]);
    expect(act(more, record('succeeded'), host).collected).toEqual(cny(2_000));
    expect(expire(more, 'payment')).toMatchObject({ settlement: 'succeeded', agreed: { asTheyCame: true } });
    const less = act(quote(paid(), 800), ACCEPT, buyer);
    expect(less).toMatchObject({ workflow: 'awaiting-fulfilment', settlement: 'succeeded' });
    const done = act(act(less, SENT, merchant), CONFIRM, buyer);
    expect(paymentsOf(done)).toMatchObject([
      { kind: 'prepaid', amount: cny(700), state: 'due' },
      { kind: 'fee', amount: cny(800), state: 'succeeded' },
    ]);
    expect(shownPayment(done)).toEqual({ key: 'payment-pending', amountMinor: 700 });
  });
});

describe('an exchange for another option', () => {
  const AMOUNT = 2_000;
  const open = () => ticketOf(exchange, { request: { advance: false } });
  const offer = (
    choice: 'costs-more' | 'costs-less',
    fields: Command['fields'] = { returnAddress: RETURN_ADDRESS },
  ) => {
    const term = choice === 'costs-more' ? 'difference' : 'differenceBack';
    return {
      command: 'propose',
      choice,
      fields: { [term]: cny(AMOUNT), wanted: 'Two mugs', text: 'As asked.', ...fields },
    };
  };
  const accepted = (choice: 'costs-more' | 'costs-less') => act(act(open(), offer(choice), merchant), ACCEPT, buyer);
  const exchanged = (ticket: Ticket) =>
    act(act(act(act(ticket, SENT_BACK, buyer), RECEIVED, merchant), SENT, merchant), CONFIRM, buyer);
  const DIFFERENCE = { kind: 'difference', direction: 'from-buyer', amount: cny(AMOUNT) };

  it('[R45] that costs more is held until the buyer has paid the difference', () => {
    const ticket = accepted('costs-more');
    expect(ticket).toMatchObject({
      workflow: 'awaiting-buyer',
      settlement: 'pending',
      deadlines: [{ key: 'payment' }],
    });
    expect(paymentsOf(ticket)).toMatchObject([{ ...DIFFERENCE, state: 'due' }]);
    expect(refusal(SENT, merchant, ticket)).toMatchObject({ because: 'no-such-move' });
    expect(refusal(SENT_BACK, buyer, ticket)).toMatchObject({ because: 'no-such-move' });
    const paid = act(ticket, record('succeeded'), host);
    expect(paid).toMatchObject({ workflow: 'awaiting-return', agreed: { details: { wanted: 'Two mugs' } } });
    const done = exchanged(paid);
    expect(done).toMatchObject({ workflow: 'resolved', settlement: 'succeeded' });
    expect(paymentsOf(done)).toMatchObject([{ ...DIFFERENCE, state: 'succeeded' }]);
  });

  it('[R47] unpaid: closes, or sends the goods home if they are at the shop', () => {
    expect(expire(accepted('costs-more'), 'payment')).toMatchObject({ workflow: 'closed', settlement: 'none' });
    const here = act(act(act(open(), agreeTo(), merchant), SENT_BACK, buyer), RECEIVED, merchant);
    const unpaid = expire(act(act(here, offer('costs-more', {}), merchant), ACCEPT, buyer), 'payment');
    expect(unpaid).toMatchObject({ workflow: 'awaiting-fulfilment', settlement: 'none', agreed: { asTheyCame: true } });
    expect(act(act(unpaid, HOME, merchant), CONFIRM, buyer)).toMatchObject({ workflow: 'closed', ending: 'not-met' });
  });

  it('[R45] paid, and then not sent: the difference goes back', () => {
    const paid = act(accepted('costs-more'), record('succeeded'), host);
    const lapsed = expire(paid, 'return');
    expect(lapsed).toMatchObject({ workflow: 'closed', settlement: 'pending' });
    expect(paymentsOf(lapsed)).toMatchObject([{ kind: 'prepaid', direction: 'to-buyer', amount: cny(AMOUNT) }]);
  });

  it('[R45] [R46] that costs less is refunded the difference at the end, within what is left to refund', () => {
    const ticket = accepted('costs-less');
    expect(ticket).toMatchObject({ workflow: 'awaiting-return', settlement: 'none' });
    const done = exchanged(ticket);
    expect(done).toMatchObject({ workflow: 'resolved', settlement: 'pending' });
    expect(paymentsOf(done)).toMatchObject([{ kind: 'refund', direction: 'to-buyer', amount: cny(AMOUNT) }]);
    expect(amountDue(done).refund).toBe(AMOUNT);
    const proposed = act(open(), offer('costs-less'), merchant);
    const spent = contextAt(proposed.updatedAtMs, { related: [SPENT] });
    expect(refusal(ACCEPT, buyer, proposed, spent)).toMatchObject({ because: 'nothing-refundable' });
    expect(
      refusal(offer('costs-less', { returnAddress: RETURN_ADDRESS, differenceBack: cny(25_801) }), merchant, open()),
    ).toMatchObject({
      problems: [{ field: 'differenceBack', problem: 'too-high' }],
    });
  });
});
