import type { Field } from '../fields/field.js';
import type { FieldProblem } from '../fields/kinds/kind.js';
import type { FieldValues, ItemQuantity } from '../model/field-values.js';
import { type Order, paidFor, paidForItems } from '../model/order.js';
import type { Ticket } from '../model/ticket.js';
import { isMoney } from '../values/money.js';
import { ownMember } from '../values/unknown.js';
import type { Policy } from './policy.js';

/** Whether the platform bars the merchant from declining the request, by its type and reason. */
export function isRefusalBarred(
  { type, request }: Pick<Ticket, 'type' | 'request'>,
  { barredRefusals }: Pick<Policy, 'barredRefusals'>,
): boolean {
  return [type, '*'].some((key) => {
    const reasons = ownMember(barredRefusals, key) ?? [];
    return reasons.includes('*') || reasons.some((reason) => reason === request['reason']);
  });
}

/** Returns the problems of a buyer's request that lacks required evidence: each missing field. */
export function missingEvidence(
  { key, request: form }: { readonly key: string; readonly request: readonly Field[] },
  request: FieldValues,
  order: Order,
  { requiredEvidence }: Pick<Policy, 'requiredEvidence'>,
): readonly FieldProblem[] {
  const worth = worthOf(request, order);
  const missing = requiredEvidence.flatMap(({ type, reasons, aboveMinor = 0, needs }) => {
    const applies =
      (type === '*' || type === key) &&
      (reasons?.some((reason) => reason === request['reason']) ?? true) &&
      worth > aboveMinor;
    return applies && request[needs] === undefined && form.some((field) => field.key === needs) ? needs : [];
  });
  return [...new Set(missing)].map((field): FieldProblem => ({ field, problem: 'required' }));
}

function worthOf({ amount, items }: FieldValues, order: Order): number {
  if (isMoney(amount)) return amount.amountMinor;
  return Array.isArray(items) ? paidForItems(order, items as readonly ItemQuantity[]) : paidFor(order).amountMinor;
}
