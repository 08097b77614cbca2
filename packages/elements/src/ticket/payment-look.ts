/** The look of a payment that is under way or has failed, the same on card, panel and list. */
export interface PaymentLook {
  readonly tone: '' | 'urgent';
  readonly icon: 'waiting' | 'warning';
}

/** Returns the look of a payment by the key of its text; `undefined` for one that was made. */
export function paymentLook(key: string): PaymentLook | undefined {
  if (key.endsWith('failed')) return { tone: 'urgent', icon: 'warning' };
  return key.endsWith('pending') ? { tone: '', icon: 'waiting' } : undefined;
}
