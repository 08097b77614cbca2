import { type Order, paidFor, refundedElsewhere } from '../model/order.js';
import type { Money } from '../values/money.js';
import type { OrderProblem } from './facts.js';

/** Times before this, 1973, are seconds instead of milliseconds. */
const FIRST_MS = 1e11;
/** How far the host's clock may be ahead. */
const TOLERANCE_MS = 5 * 60_000;

const EVENTS = [
  'shippedAtMs',
  'deliveredAtMs',
  'signedAtMs',
  'confirmedAtMs',
  'closedAtMs',
  'cancelledAtMs',
] as const satisfies readonly (keyof Order)[];
const PROMISES = ['shipByMs', 'deliverByMs', 'returnUntilMs', 'resendUntilMs'] as const;

const TEXTS = {
  'time-in-seconds': 'Looks like seconds. Send milliseconds since the Unix epoch: multiply it by 1,000.',
  'time-in-future': 'Is in the future. Report what has happened, with its time; check the clock and the time zone.',
  'before-paid':
    'Is earlier than paidAtMs. Correct one of them; if the buyer pays on delivery, paidAtMs is when the order was placed.',
  'before-shipped': 'Is earlier than shippedAtMs. Correct one of them.',
  'after-cancelled': 'The order was cancelled before it was shipped. Correct cancelledAtMs or shippedAtMs.',
  'currency-differs': 'Is in another currency than the order. An order has one currency.',
  'more-than-paid': 'Is more than the buyer paid. Send the total refunded outside Sidecard, in the smallest unit.',
  'item-repeated': 'Is the id of another line, too. Give each line its own id.',
} as const;
type Code = keyof typeof TEXTS;

/**
 * Returns the contradictions of an order, as far as they involve a changed member.
 *
 * @param changed - the order's members that were reported
 * @param currency - the currency that the order had before
 */
export function problemsOf(
  order: Order,
  changed: ReadonlySet<string>,
  currency: string | undefined,
  now: number,
): readonly OrderProblem[] {
  const problems: OrderProblem[] = [];
  const refuse = (path: string, code: Code) => problems.push(problem(path, code));
  const isNew = (...members: readonly string[]) => members.some((member) => changed.has(member));

  for (const member of ['paidAtMs', ...EVENTS] as const) {
    const atMs = order[member];
    const untimely = atMs !== undefined && isNew(member) && timeProblem(member, atMs, now);
    if (untimely) problems.push(untimely);
  }
  for (const member of isNew('promised') ? PROMISES : []) {
    if ((order.promised?.[member] ?? FIRST_MS) < FIRST_MS) refuse(`promised.${member}`, 'time-in-seconds');
  }
  // A time in the wrong unit contradicts all others; report the unit only.
  if (problems.length === 0) {
    const { paidAtMs, shippedAtMs, cancelledAtMs } = order;
    for (const member of EVENTS) {
      if (isNew(member, 'paidAtMs') && (order[member] ?? paidAtMs) < paidAtMs) refuse(member, 'before-paid');
    }
    for (const member of ['deliveredAtMs', 'signedAtMs'] as const) {
      const atMs = order[member];
      if (!isNew(member, 'shippedAtMs') || atMs === undefined || shippedAtMs === undefined) continue;
      if (atMs < shippedAtMs) refuse(isNew(member) ? member : 'shippedAtMs', 'before-shipped');
    }
    if (isNew('shippedAtMs', 'cancelledAtMs') && (shippedAtMs ?? 0) > (cancelledAtMs ?? Infinity)) {
      refuse(isNew('shippedAtMs') ? 'shippedAtMs' : 'cancelledAtMs', 'after-cancelled');
    }
  }
  if (isNew('items', 'freight', 'refundedElsewhere')) checkMoney(order, changed, currency, refuse);
  return problems;
}

/** Returns what is wrong with the time of something that has happened. */
export function timeProblem(path: string, atMs: number, now: number): OrderProblem | undefined {
  if (atMs < FIRST_MS) return problem(path, 'time-in-seconds');
  return atMs > now + TOLERANCE_MS ? problem(path, 'time-in-future') : undefined;
}

function problem(path: string, code: Code): OrderProblem {
  return { path, code, text: TEXTS[code] };
}

function checkMoney(
  order: Order,
  changed: ReadonlySet<string>,
  known: string | undefined,
  refuse: (path: string, code: Code) => void,
): void {
  const currency = known ?? order.items[0].paid.currency;
  const inCurrency = (money: Money | undefined, path: string) => {
    if (money && money.currency !== currency) refuse(path, 'currency-differs');
  };
  const ids = new Set<string>();
  for (const [index, { id, paid, refundedElsewhere: refunded }] of order.items.entries()) {
    const path = `items[${index}]`;
    if (ids.has(id)) refuse(`${path}.id`, 'item-repeated');
    ids.add(id);
    inCurrency(paid, `${path}.paid`);
    inCurrency(refunded, `${path}.refundedElsewhere`);
    if (refunded && refunded.amountMinor > paid.amountMinor) refuse(`${path}.refundedElsewhere`, 'more-than-paid');
  }
  inCurrency(order.freight, 'freight');
  inCurrency(order.refundedElsewhere, 'refundedElsewhere');
  const paid = paidFor(order).amountMinor + (order.freight?.amountMinor ?? 0);
  if (order.refundedElsewhere && refundedElsewhere(order) > paid) {
    refuse(changed.has('refundedElsewhere') ? 'refundedElsewhere' : 'items', 'more-than-paid');
  }
}
