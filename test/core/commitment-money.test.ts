import { BUILT_IN_COMMITMENTS, type Commitment, DAY_MS, formatMoney, type Money, type Order } from '@sidecard/core';
import { decideCreate, type DecideContext, type Refusal, returnRefund, type Ticket } from '@sidecard/core/authoring';
import { paymentsOf } from '@sidecard/core/wire';
import { describe, expect, it } from 'vitest';
import { buyer, host, merchant, rule, staff, ticketOf, underReview } from '../support/cases.ts';
import { at, order as anOrder } from '../support/commitments.ts';
import { act, actor, contextAt, DECLINE, fold, POLICY, refusal } from '../support/tickets.ts';

const SIGNED = at('2026-07-03T11:08:00+08:00');
const NOW = at('2026-07-10T09:00:00+08:00');
const REASONS = {
  quality: 'quality',
  'ship-by': 'shipped-late',
  'designated-carrier': 'other-carrier',
  'deliver-by': 'delivered-late',
} as const;
type Key = keyof typeof REASONS;
const KEYS = Object.keys(REASONS) as readonly Key[];

/** Everything was promised, and nothing kept. */
const BROKEN = anOrder({
  shippedAtMs: at('2026-07-02T10:00:00+08:00'),
  signedAtMs: SIGNED,
  closedAtMs: at('2026-07-08T20:00:00+08:00'),
  carrier: 'ZTO',
  promised: {
    carrier: 'SF',
    shipByMs: at('2026-07-01T20:00:00+08:00'),
    deliverByMs: at('2026-07-03T09:00:00+08:00'),
  },
});
/** The same, with one promise kept. A fault of quality leaves nothing to keep. */
const KEPT: Readonly<Record<Exclude<Key, 'quality'>, Partial<Order>>> = {
  'ship-by': { shippedAtMs: at('2026-07-01T19:00:00+08:00') },
  'designated-carrier': { carrier: '顺丰速运' },
  'deliver-by': { signedAtMs: at('2026-07-03T08:00:00+08:00') },
};

/** A shop that sells in a currency. Of a late dispatch it pays 5 %, within limits. */
interface Shop {
  readonly currency: string;
  readonly paid: number;
  readonly shipBy: readonly [min: number, max: number, pays: number];
  readonly others: number;
}
const SHOPS: readonly Shop[] = [
  { currency: 'JPY', paid: 200, shipBy: [20, 600, 20], others: 1_250 },
  { currency: 'JPY', paid: 10_010, shipBy: [20, 600, 501], others: 1_250 },
  { currency: 'JPY', paid: 12_010, shipBy: [20, 600, 600], others: 1_250 },
  { currency: 'CNY', paid: 1_999, shipBy: [100, 3_000, 100], others: 2_000 },
  { currency: 'CNY', paid: 27_799, shipBy: [100, 3_000, 1_390], others: 2_000 },
  { currency: 'CNY', paid: 60_010, shipBy: [100, 3_000, 3_000], others: 2_000 },
  { currency: 'KWD', paid: 990, shipBy: [50, 30_000, 50], others: 12_500 },
  { currency: 'KWD', paid: 1_010, shipBy: [50, 30_000, 51], others: 12_500 },
  { currency: 'KWD', paid: 600_010, shipBy: [50, 30_000, 30_000], others: 12_500 },
];

/** An order in the shop, and what is claimed of it. */
function playIn({ currency, paid, shipBy: [min, max, pays], others }: Shop, timeZone = POLICY.timeZone) {
  const money = (amountMinor: number): Money => ({ amountMinor, currency });
  const percent = { kind: 'percent', percent: 5, min: money(min), max: money(max) } as const;
  const commitments = BUILT_IN_COMMITMENTS.map((one): Commitment => {
    if (one.key === 'ship-by') return { ...one, compensation: percent };
    return one.compensation ? { ...one, compensation: { kind: 'fixed', amount: money(others) } } : one;
  });
  const policy = { ...POLICY, commitments, timeZone };
  const items: Order['items'] = [{ id: 'mug', title: 'Mug', quantity: 1, paid: money(paid) }];
  const situation = (now = NOW, change: Partial<DecideContext> = {}) => contextAt(now, { policy, ...change });
  return {
    situation,
    figureOf: (key: Key) => money(key === 'ship-by' ? pays : others),
    /** Opens a claim after the shop has refused a return, or returns the refusal. */
    claim(key: Key, change: Partial<Order> = {}, now = NOW, earlier: readonly Ticket[] = []): Ticket | Refusal {
      const order = { ...BROKEN, ...change, items };
      const asked = { reason: 'quality', items: [{ itemId: 'mug', quantity: 1 }], amount: money(1) };
      const then = situation((order.signedAtMs ?? SIGNED) + 1);
      const refused = act(ticketOf(returnRefund, { order, request: asked }, then), DECLINE, merchant, then);
      const request = { commitment: key, reason: REASONS[key] };
      const decision = decideCreate(
        { type: 'commitment-claim', merchantId: 'shop-1', order, request, locale: 'en' },
        buyer,
        { ...situation(now, { related: [{ ...refused, id: 'refused' }, ...earlier] }), number: '2607-0002' },
      );
      return decision.ok ? { ...fold(undefined, decision.value), id: `claim-${key}` } : decision.error;
    },
  };
}
type Play = ReturnType<typeof playIn>;
const opened = (found: Ticket | Refusal): Ticket => {
  if ('code' in found) throw new Error(JSON.stringify(found));
  return found;
};

const PAY = { command: 'agree' };
const REFUSE = { command: 'decline', fields: { reason: 'force-majeure', text: 'The road was flooded.' } };
const silent = (ticket: Ticket, key: string, { situation }: Play) => {
  const due = ticket.deadlines.find((deadline) => deadline.key === key)?.dueAtMs ?? 0;
  return act(ticket, { command: 'expire', choice: key }, actor('system'), situation(due));
};
const refused = (key: Key, play: Play) => act(opened(play.claim(key)), REFUSE, merchant, play.situation());
const disputed = (key: Key, play: Play) => underReview(refused(key, play), play.situation());

/** What becomes of a claim, and whether it pays. */
interface Course {
  readonly name: string;
  readonly pays: boolean | readonly Key[];
  /** @default all */
  readonly of?: readonly Exclude<Key, 'quality'>[];
  /** The order's claims in the end. Checks on the way what is refused. */
  readonly run: (key: Key, play: Play) => readonly Ticket[];
}
const COURSES: readonly Course[] = [
  {
    name: 'the shop pays',
    pays: true,
    run: (key, play) => [act(opened(play.claim(key)), PAY, merchant, play.situation())],
  },
  {
    name: 'the shop refuses, and nobody goes on',
    pays: false,
    run: (key, play) => [silent(refused(key, play), 'escalate', play)],
  },
  {
    name: 'the shop refuses, and pays after all',
    pays: true,
    run: (key, play) => [act(refused(key, play), PAY, merchant, play.situation())],
  },
  {
    name: 'the platform rules for the buyer',
    pays: true,
    run: (key, play) => [act(disputed(key, play), rule('for-buyer'), staff, play.situation())],
  },
  {
    name: 'the platform rules for the shop, and it is claimed again',
    pays: false,
    run: (key, play) => {
      const lost = act(disputed(key, play), rule('for-merchant'), staff, play.situation());
      expect(play.claim(key, {}, NOW, [lost])).toMatchObject({ because: 'already-ruled' });
      return [lost];
    },
  },
  {
    name: 'the buyer withdraws, claims again, and is paid',
    pays: true,
    run: (key, play) => {
      const first = act(opened(play.claim(key)), { command: 'withdraw' }, buyer, play.situation());
      const second = opened(play.claim(key, {}, NOW, [first]));
      return [first, act({ ...second, id: 'second' }, PAY, merchant, play.situation())];
    },
  },
  {
    name: 'it is paid, and claimed a second and a third time',
    pays: true,
    run: (key, play) => {
      const first = act(opened(play.claim(key)), PAY, merchant, play.situation());
      const settled = act(first, { command: 'record-settlement', choice: 'succeeded' }, host, play.situation());
      for (const earlier of [first, settled])
        expect(play.claim(key, {}, NOW, [earlier])).toMatchObject({ because: 'already-claimed' });
      return [settled];
    },
  },
  {
    name: 'the shop is silent',
    pays: ['ship-by'],
    run: (key, play) => [silent(opened(play.claim(key)), 'answer', play)],
  },
  {
    name: 'its time is over',
    pays: ['ship-by'],
    run: (key, play) => {
      const found = play.claim(key, { confirmedAtMs: SIGNED + DAY_MS }, NOW + 100 * DAY_MS);
      if (key === 'ship-by') return [act(opened(found), PAY, merchant, play.situation(NOW + 100 * DAY_MS))];
      expect(found).toMatchObject({ because: key === 'quality' ? 'claim-period-over' : 'discovery-over' });
      return [];
    },
  },
  {
    name: 'the promise was kept',
    pays: false,
    of: ['ship-by', 'designated-carrier', 'deliver-by'],
    run: (key, play) => {
      expect(play.claim(key, KEPT[key as keyof typeof KEPT])).toMatchObject({ because: 'promise-kept' });
      return [];
    },
  },
  {
    name: 'the order shows later that the promise was kept',
    pays: false,
    of: ['ship-by', 'designated-carrier', 'deliver-by'],
    run: (key, play) => {
      const kept = (ticket: Ticket) => ({
        ...ticket,
        order: { ...ticket.order, ...KEPT[key as keyof typeof KEPT] },
      });
      const [open, reviewed] = [kept(opened(play.claim(key))), kept(disputed(key, play))];
      const tries = [refusal(PAY, merchant, open, play.situation())];
      tries.push(refusal(rule('for-buyer'), staff, reviewed, play.situation()));
      for (const answer of tries) expect(answer).toMatchObject({ because: 'promise-kept' });
      return [open, reviewed, silent(open, 'answer', play)];
    },
  },
];

describe.each(SHOPS)('of an order of $paid in the smallest unit of $currency', (shop) => {
  const play = playIn(shop);
  const rows = COURSES.flatMap(({ of = KEYS, ...course }) => of.map((key) => ({ ...course, key })));

  it.each(rows)('[R29] [R30] [R33] [R34] [R45] $key pays as it should: $name', ({ key, pays, run }) => {
    const tickets = run(key, play);
    const figure = play.figureOf(key);
    const due = typeof pays === 'boolean' ? pays : pays.includes(key);
    expect(paidBy(tickets)).toEqual(due ? [[figure, key, fromDeposit(key)]] : []);
    // The buyer reads the same figure, where the shop says it.
    const sent = tickets.flatMap(({ history }) => history.filter(({ command }) => command === 'agree'));
    for (const { sentMessage } of sent) expect(sentMessage?.text).toContain(formatMoney(figure));
  });
});

describe('the last day of a claim', () => {
  it.each([
    ['Europe/Berlin', '2026-10-20T12:00:00+02:00', '2026-11-05T00:00:00+01:00'],
    ['Europe/Berlin', '2026-03-20T12:00:00+01:00', '2026-04-05T00:00:00+02:00'],
    ['America/New_York', '2026-10-25T23:30:00-04:00', '2026-11-10T00:00:00-05:00'],
    ['Australia/Lord_Howe', '2026-10-01T12:00:00+10:30', '2026-10-17T00:00:00+11:00'],
    ['Africa/Cairo', '2026-04-08T12:00:00+02:00', '2026-04-24T01:00:00+03:00'],
    ['Asia/Shanghai', '2028-02-20T12:00:00+08:00', '2028-03-07T00:00:00+08:00'],
  ])('[R29] [R33] [R34] [R37] [R45] in %s pays what the first does, begun %s', (timeZone, begun, end) => {
    for (const shop of SHOPS) {
      const play = playIn(shop, timeZone);
      // Signed for, confirmed and closed at once: every period of 15 days begins there.
      const shift = at(begun) - SIGNED;
      const order: Partial<Order> = {
        ...{ paidAtMs: BROKEN.paidAtMs + shift, shippedAtMs: (BROKEN.shippedAtMs ?? 0) + shift },
        ...{ signedAtMs: at(begun), confirmedAtMs: at(begun) + 2, closedAtMs: at(begun) + 2 },
        promised: { carrier: 'SF', deliverByMs: (BROKEN.promised?.deliverByMs ?? 0) + shift },
      };
      for (const key of ['quality', 'designated-carrier', 'deliver-by'] as const) {
        const last = at(end) - 1;
        const paid = act(opened(play.claim(key, order, last)), PAY, merchant, play.situation(last));
        expect(paidBy([paid])).toEqual([[play.figureOf(key), key, fromDeposit(key)]]);
        expect(play.claim(key, order, at(end))).toMatchObject({
          because: key === 'quality' ? 'claim-period-over' : 'discovery-over',
        });
      }
    }
  });
});

const fromDeposit = (key: Key) => key === 'designated-carrier' || key === 'deliver-by';
function paidBy(tickets: readonly Ticket[]) {
  return tickets.flatMap((ticket) =>
    paymentsOf(ticket).map(({ kind, amount, commitment, fromDeposit: deposit = false }) => {
      expect(kind).toBe('compensation');
      return [amount, commitment, deposit];
    }),
  );
}
