import { formatMoney } from '@sidecard/core';
import type { Payment, PaymentKind, PaymentPage } from '@sidecard/core/wire';
import type { Backend } from './backend.js';

/** How often to poll for payments, in milliseconds. */
const POLL_MS = 500;
/** How long the bank takes to confirm or reject a transfer, in milliseconds. */
const TRANSFER_MS = 2_000;
/** The bank rejects the first attempt at a transfer above this amount, in the currency's smallest unit. */
const REJECT_ABOVE_MINOR = 50_000;

const NAMES: Readonly<Record<PaymentKind, string>> = {
  refund: 'refund',
  postage: 'return postage',
  compensation: 'compensation',
  goodwill: 'goodwill',
  prepaid: 'prepayment',
  fee: 'repair fee',
  difference: 'difference',
  charge: 'goods kept',
};

/**
 * Simulates a shop's payment system: it polls the queue of payments, makes them, reports the results and retries failed ones. What buyers
 * owe, they pay at once.
 *
 * @param shop - prefix of its log lines
 * @returns a function that stops it
 */
export function startPayments(shop: string, backend: Backend): () => void {
  /** When the bank will answer, by ticket and version. */
  const transfers = new Map<string, number>();
  /** Tickets with a transfer that the bank has rejected. */
  const rejected = new Set<string>();
  let looking = false;

  async function look(): Promise<void> {
    for (const payments of byTicket(await list('failed'))) {
      const [{ ticketId: id, version }] = payments;
      await backend.send({ id, version }, { command: 'retry-settlement' }, `again-${id}-${version}`);
    }
    for (const payments of byTicket(await list('due'))) {
      const [{ ticketId, version }] = payments;
      const key = `${ticketId}-${version}`;
      const answersAtMs = transfers.get(key);
      if (answersAtMs === undefined) transfers.set(key, Date.now() + TRANSFER_MS);
      else if (Date.now() >= answersAtMs && (await report(payments, key))) transfers.delete(key);
    }
  }

  async function list(state: Payment['state']): Promise<readonly Payment[]> {
    return (await backend.read<PaymentPage>(`/v1/payments?state=${state}`))?.payments ?? [];
  }

  async function report(payments: OfTicket, key: string): Promise<boolean> {
    const [{ ticketId: id, version, orderId }] = payments;
    // Large transfers fail once, to show a failed payment.
    const choice = !rejected.has(id) && totalOf(payments) > REJECT_ABOVE_MINOR ? 'failed' : 'succeeded';
    const done = await backend.send({ id, version }, { command: 'record-settlement', choice }, `paid-${key}`);
    if (choice === 'failed') rejected.add(id);
    if (done) console.log(`  ${shop}: order ${orderId}, ${lineOf(payments, choice)}`);
    return done;
  }

  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    look()
      .catch((error: unknown) => console.error(error))
      .finally(() => (looking = false));
  }, POLL_MS);
  return () => clearInterval(timer);
}

/** The payments of one ticket, which are reported together. */
type OfTicket = readonly [Payment, ...Payment[]];

function byTicket(payments: readonly Payment[]): readonly OfTicket[] {
  const found = new Map<string, OfTicket>();
  for (const payment of payments) {
    const others = found.get(payment.ticketId);
    found.set(payment.ticketId, others ? [...others, payment] : [payment]);
  }
  return [...found.values()];
}

const totalOf = (payments: OfTicket): number => payments.reduce((sum, { amount }) => sum + amount.amountMinor, 0);

/** Describes what was paid, by whom, and whether the deposit pays first (R35). */
function lineOf(payments: OfTicket, choice: 'succeeded' | 'failed'): string {
  const [{ amount, fromDeposit, direction }] = payments;
  const parts = payments.map(({ kind, amount: each }) => `${NAMES[kind]} ${formatMoney(each)}`);
  const pocket = fromDeposit ? ', from the deposit first' : '';
  const what = `${formatMoney({ ...amount, amountMinor: totalOf(payments) })} (${parts.join(', ')})${pocket}`;
  if (choice === 'failed') return `rejected by the bank: ${what}`;
  return direction === 'from-buyer' ? `the buyer paid ${what}` : `paid ${what}`;
}
