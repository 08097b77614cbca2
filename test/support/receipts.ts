import { builtInTypes, type Money, type TicketType } from '@sidecard/core';
import {
  type DecideContext,
  exchange,
  indexTypes,
  ledgerOf,
  returnRefund,
  type Ticket,
} from '@sidecard/core/authoring';
import { type Field, type ReceiptField, type ReceiptLine, type ReceivedState } from '@sidecard/core/wire';
import { buyer, merchant, ticketOf } from './cases.ts';
import { act, contextAt, ORDER, POLICY, RETURN_ADDRESS, START_MS } from './tickets.ts';

export const cny = (amountMinor: number): Money => ({ amountMinor, currency: 'CNY' });
const TYPES = indexTypes(builtInTypes);
/** A shop that publishes other rules. */
export const withholding = (withholdPermille: Partial<Record<ReceivedState, number>>, now = START_MS): DecideContext =>
  contextAt(now, { policy: { ...POLICY, afterSales: { ...POLICY.afterSales, withholdPermille } } });
export const mugs = (state: ReceivedState, quantity = 1): ReceiptLine => ({ itemId: 'mug', quantity, state });
export const receive = (...receipt: readonly ReceiptLine[]) => ({ command: 'confirm-receipt', fields: { receipt } });
export const receiptField = returnRefund.transitions
  .flatMap(({ fields = [] }): readonly Field[] => fields)
  .find((field): field is ReceiptField => field.kind === 'receipt')!;
export const PARCEL = { carrier: 'ZTO', trackingNumber: '73120458817' };
export const RECEIVED = { command: 'confirm-receipt' };
export const REJECT = { command: 'reject-proposal' };
export const ACCEPT = { command: 'accept-proposal' };

export function agreed(type: TicketType): Ticket {
  const request = type === exchange ? { advance: false } : type === returnRefund ? { refundOnly: false } : {};
  const ticket = ticketOf(type, { request });
  const { amount } = ticket.request;
  const fields = { returnAddress: RETURN_ADDRESS, ...(amount ? { amount } : {}) };
  return act(ticket, { command: 'agree', fields }, merchant);
}
export const sent = (type: TicketType) => act(agreed(type), { command: 'submit-return', fields: PARCEL }, buyer);
/** A return of other goods, on its way. */
export const sentFor = (ticket: Ticket, amount: Money) =>
  act(
    act(ticket, { command: 'agree', fields: { amount, returnAddress: RETURN_ADDRESS } }, merchant),
    { command: 'submit-return', fields: PARCEL },
    buyer,
  );
export const ledger = (ticket: Ticket) => ledgerOf(ORDER, [ticket], TYPES).lines[0];
