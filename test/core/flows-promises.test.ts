import type { Order } from '@sidecard/core';
import {
  actionsFor,
  type Command,
  deliveryIssue,
  invoiceUrging,
  shipmentUrging,
  type Ticket,
} from '@sidecard/core/authoring';
import { decideOrder, orderEvent } from '@sidecard/core/server';
import { describe, expect, it } from 'vitest';
import { buyer, host, merchant, rule, staff, ticketOf, underReview } from '../support/cases.ts';
import { act, contextAt, expire, fold, ORDER, POLICY, START_MS } from '../support/tickets.ts';

const { shippedAtMs: _, signedAtMs: __, ...UNSHIPPED } = ORDER;
/** 1 July, 8:00 in Shanghai: tomorrow ends at its local midnight. */
const TOMORROW = {
  command: 'answer',
  fields: { byDay: '2026-07-02', text: 'It leaves tomorrow.' },
};
const END_OF_TOMORROW = Date.UTC(2026, 6, 2, 16);
const SHIPPED: Command = {
  command: 'record-order',
  fields: { fact: 'shipped' },
};
const PARCEL: Command = {
  command: 'fulfil',
  choice: 'done',
  fields: { carrier: 'ZTO', trackingNumber: '73120458817' },
};

const urging = (): Ticket => ticketOf(shipmentUrging, { order: UNSHIPPED, request: { reason: 'late' } });
const promised = (): Ticket => act(urging(), TOMORROW, merchant);
const due = ({ deadlines }: Ticket, key: string) => deadlines.find((deadline) => deadline.key === key)?.dueAtMs;

/** The event of an order that the host reports for all of its tickets. */
function followed(ticket: Ticket, fact: 'shipped' | 'closed'): Ticket {
  const context = contextAt(START_MS);
  const decision = decideOrder(ticket.order, { fact, atMs: START_MS }, { now: START_MS, source: 'host' });
  if (!decision.ok) throw new Error(JSON.stringify(decision.error));
  const order: Order = decision.value.order;
  const event = orderEvent(ticket, order, { ...context, by: host });
  return fold(ticket, event ? [event] : []);
}

describe('a shipment urging', () => {
  const MET = {
    workflow: 'resolved',
    ending: 'met',
    intervention: 'none',
    deadlines: [],
    settlement: 'none',
  };
  const states: readonly (readonly [string, () => Ticket])[] = [
    ['before an answer', urging],
    ['after the promise of a day', promised],
    ['after the shop said that it was shipped', () => act(promised(), PARCEL, merchant)],
    ['while the platform is on it', () => underReview(urging())],
    ['when the promised day has passed', () => expire(promised(), 'promised-day')],
  ];

  it.each(states)('[R49] ends by itself when the order ships: %s', (_, ticket) => {
    for (const shipped of [act(ticket(), SHIPPED, host), followed(ticket(), 'shipped')]) {
      expect(shipped).toMatchObject(MET);
      expect(shipped.endedAtMs).toBeDefined();
      expect(shipped.history.at(-1)).toMatchObject({
        kind: 'order-fact-recorded',
        status: 'resolved',
      });
      expect(actionsFor(shipped, 'buyer', contextAt(START_MS))).toEqual([]);
    }
  });

  it('[R49] does not end by another fact of the order, nor does one that has ended change', () => {
    expect(followed(promised(), 'closed')).toMatchObject({
      workflow: 'awaiting-fulfilment',
    });
    const withdrawn = act(urging(), { command: 'withdraw' }, buyer);
    expect(followed(withdrawn, 'shipped')).toMatchObject({
      workflow: 'closed',
      ending: 'withdrawn',
      version: 3,
    });
  });

  it('[R16] “leaves tomorrow”, ten days later not shipped: is late, and not met', () => {
    const waiting = promised();
    expect(waiting).toMatchObject({
      workflow: 'awaiting-fulfilment',
      deadlines: [{ of: 'merchant' }],
    });
    expect(due(waiting, 'promised-day')).toBe(END_OF_TOMORROW);
    const late = expire(waiting, 'promised-day');
    expect(late).toMatchObject({
      workflow: 'awaiting-fulfilment',
      intervention: 'requested',
    });
    expect(act(act(late, { command: 'begin-review' }, staff), rule('for-merchant'), staff).workflow).toBe('closed');
  });

  it('[R16] said to be shipped, which the order does not show, goes to the platform, too', () => {
    const said = act(promised(), PARCEL, merchant);
    expect(said).toMatchObject({ workflow: 'awaiting-confirmation' });
    expect(expire(said, 'confirm')).toMatchObject({
      workflow: 'awaiting-confirmation',
      intervention: 'requested',
    });
    expect(act(said, { command: 'confirm-fulfilment' }, buyer)).toMatchObject(MET);
  });

  it('[R16] is resolved before its day if the buyer says so', () => {
    expect(act(promised(), { command: 'confirm-fulfilment' }, buyer)).toMatchObject(MET);
  });
});

describe('a promised day', () => {
  it.each([
    ['Asia/Shanghai', '2026-07-01', Date.UTC(2026, 6, 1, 16)],
    ['America/Los_Angeles', '2026-07-01', Date.UTC(2026, 6, 2, 7)],
    // Clocks go back on 25 October.
    ['Europe/Berlin', '2026-10-25', Date.UTC(2026, 9, 25, 23)],
  ])('[R16] ends at the midnight of %s', (timeZone, byDay, endMs) => {
    const now = Date.parse(`${byDay}T08:00:00Z`);
    const context = contextAt(now, { policy: { ...POLICY, timeZone } });
    const answered = act(urging(), { ...TOMORROW, fields: { ...TOMORROW.fields, byDay } }, merchant, context);
    expect(due(answered, 'promised-day')).toBe(endMs);
  });

  it('[R16] of an invoice: late unless it is issued, which the buyer confirms by silence', () => {
    const answered = act(ticketOf(invoiceUrging), TOMORROW, merchant);
    expect(due(answered, 'promised-day')).toBe(END_OF_TOMORROW);
    expect(expire(answered, 'promised-day').intervention).toBe('requested');
    const issued = act(answered, { command: 'fulfil', choice: 'done', fields: {} }, merchant);
    expect(expire(issued, 'confirm')).toMatchObject({
      workflow: 'resolved',
      ending: 'met',
    });
    expect(act(issued, { command: 'escalate' }, buyer).intervention).toBe('requested');
  });

  it('[R16] of a redelivery: ends at its end, not after a fixed time', () => {
    const issue = ticketOf(deliveryIssue);
    const going = act(issue, { command: 'redeliver', fields: { byDay: '2026-07-02' } }, merchant);
    expect(due(going, 'redelivery')).toBe(END_OF_TOMORROW);
    expect(expire(going, 'redelivery').intervention).toBe('requested');
    const ruled = act(
      underReview(
        act(
          issue,
          {
            command: 'decline',
            fields: { reason: 'on-its-way', text: 'It is.' },
          },
          merchant,
        ),
      ),
      rule('for-buyer'),
      staff,
    );
    expect(due(ruled, 'redelivery')).toBe(START_MS + 72 * 3_600_000 + (ruled.updatedAtMs - START_MS));
  });

  it('does not show how long it lasts before it is chosen', () => {
    const answer = actionsFor(urging(), 'handlers', contextAt(START_MS)).find(({ command }) => command === 'answer');
    expect(answer).toBeDefined();
    expect(answer).not.toHaveProperty('starts');
  });
});
