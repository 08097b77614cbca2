import type { AgreedPath, Transition } from '../../machine/transition.js';
import { expire } from './transitions.js';

/** Parts of types in which the buyer pays the merchant before the merchant goes on. The host collects the payment and reports its result. */

/** The agreed path while the buyer owes a payment. */
export const PAY_PATH: AgreedPath = {
  when: ['payment-owed'],
  to: 'awaiting-buyer',
  deadline: 'payment',
  settlement: 'pending',
};

/**
 * The case goes on as agreed once the payment is made. A failed payment can be tried again until the deadline.
 *
 * @param unpaid - where the ticket goes when the deadline has passed: the first entry that fits
 */
export function buyerPays(...unpaid: readonly (Pick<Transition, 'to'> & Partial<Transition>)[]): readonly Transition[] {
  const record = { by: 'host', from: 'awaiting-buyer', event: 'settlement-recorded' } as const;
  return [
    {
      ...record,
      command: 'record-settlement',
      choice: 'succeeded',
      when: ['settlement-pending'],
      to: 'agreed-path',
      settlement: 'succeeded',
      effects: [{ effect: 'collect' }],
    },
    {
      ...record,
      command: 'record-settlement',
      choice: 'failed',
      when: ['settlement-pending'],
      to: 'unchanged',
      settlement: 'failed',
    },
    {
      ...record,
      command: 'retry-settlement',
      when: ['settlement-failed'],
      to: 'unchanged',
      settlement: 'pending',
    },
    ...unpaid.map((path) => expire('payment', 'awaiting-buyer', path)),
  ];
}
