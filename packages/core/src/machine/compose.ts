import type { ChoiceField, ChoicesField, Field } from '../fields/field.js';
import type { Address, FieldValue, FieldValues, ItemQuantity } from '../model/field-values.js';
import type { Party } from '../model/states.js';
import type { Ticket } from '../model/ticket.js';
import { label, type Labels, resolveLocale } from '../values/labels.js';
import { formatMoney, isMoney } from '../values/money.js';
import type { TicketType } from './ticket-type.js';

/** What {@link compose} fills a sentence with. */
export interface ComposeInput {
  readonly fields: FieldValues;
  /** The row's form: gives the words of what was chosen from a list. */
  readonly form: readonly Field[];
  /** Gives the language, the names of the goods, and `{agreed}`: the refund that was agreed. */
  readonly ticket: Pick<Ticket, 'locale' | 'agreed' | 'order'>;
  /** Gives the words of reason codes. */
  readonly type: Pick<TicketType, 'reasons'>;
  readonly party: Party;
}

/**
 * Writes what the buyer is told about a move (R7): the row's sentence with the fields as people read them, in the buyer's language.
 * The panel's preview and the server use this one function, so the buyer reads exactly what the agent saw before sending.
 *
 * `{key}` stands for a field, `{agreed}` for the agreed refund; `[key:…]` is said only if the field is filled in and
 * not false, `[!key:…]` only if it is not.
 */
export function compose(message: Labels, input: ComposeInput): string {
  const { locale, agreed } = input.ticket;
  return label(message, locale)
    .replace(/\[(!?)(\w+):([^\]]*)\]/g, (_, not: string, key: string, words: string) =>
      isSaid(key, input) === (not === '') ? words : '',
    )
    .replace(/\{(\w+)\}/g, (_, key: string) => {
      if (key === 'agreed') return agreed?.refund ? formatMoney(agreed.refund) : '';
      return shown(key, Object.hasOwn(input.fields, key) ? input.fields[key] : undefined, input);
    })
    .trim();
}

function isSaid(key: string, { fields, ticket }: ComposeInput): boolean {
  if (key === 'agreed') return ticket.agreed?.refund !== undefined;
  return Object.hasOwn(fields, key) && fields[key] !== undefined && fields[key] !== false;
}

function shown(key: string, value: FieldValue | undefined, { form, ticket, type, party }: ComposeInput): string {
  if (value === undefined) return '';
  if (isMoney(value)) return formatMoney(value);
  if (typeof value === 'object' && 'street' in value) return addressLine(value);
  if (key === 'reason' && typeof value === 'string') {
    const reasons = party === 'merchant' ? type.reasons.merchant : type.reasons.buyer;
    const found = reasons.find((reason) => reason.key === value);
    return found ? label(found.labels, ticket.locale) : value;
  }
  const field = form.find((one) => one.key === key);
  if (field?.kind === 'choice' && typeof value === 'string') return chosen(field, value, ticket);
  if (field?.kind === 'choices') {
    return listed(
      (value as readonly string[]).map((one) => chosen(field, one, ticket)),
      ticket,
    );
  }
  if (field?.kind === 'items') return itemsLine(value as readonly ItemQuantity[], ticket);
  return typeof value === 'object' ? '' : String(value);
}

function chosen({ options }: ChoiceField | ChoicesField, key: string, { locale }: ComposeInput['ticket']): string {
  const option = options.find((one) => one.key === key);
  return option ? label(option.labels, locale) : key;
}

function itemsLine(items: readonly ItemQuantity[], ticket: ComposeInput['ticket']): string {
  const titleOf = (itemId: string) => ticket.order.items.find(({ id }) => id === itemId)?.title ?? itemId;
  return listed(
    items.map(({ itemId, quantity }) => `${titleOf(itemId)} ×${quantity}`),
    ticket,
  );
}

function listed(parts: readonly string[], { locale }: ComposeInput['ticket']): string {
  return parts.join(resolveLocale(locale) === 'zh-CN' ? '\u3001' : ', ');
}

/** An address in one line. */
export function addressLine({ name, phone, region, street, postcode }: Address): string {
  return [region, street, postcode, name, phone].filter(Boolean).join(' ');
}
