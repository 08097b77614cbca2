import { type Field, kindOf } from '../fields/field.js';
import type { FormatContext } from '../fields/kinds/kind.js';
import type { FieldValue, FieldValues } from '../model/field-values.js';
import type { Party, Side } from '../model/states.js';
import type { Ticket } from '../model/ticket.js';
import { label, type Texts } from '../values/labels.js';
import { formatMoney } from '../values/money.js';

/** What {@link compose} fills a message with. */
export interface ComposeInput {
  readonly fields: FieldValues;
  /** The transition's form: formats the values. */
  readonly form: readonly Field[];
  /** Gives the language, the names of the goods, and `{agreed}`: the refund that was agreed. */
  readonly ticket: Pick<Ticket, 'locale' | 'agreed' | 'order'>;
  /** Gives the words of reason codes. */
  readonly type: { readonly reasons: Readonly<Record<Side, FormatContext['reasons']>> };
  readonly party: Party;
}

/**
 * Writes the buyer's message about a transition (R7): its template with the fields as people read them, in the buyer's language.
 * The panel's preview and the server use this one function, so the buyer reads exactly what the agent saw before sending.
 *
 * `{key}` stands for a field, `{agreed}` for the agreed refund; `[key:…]` is said only if the field is filled in and
 * not false, `[!key:…]` only if it is not.
 */
export function compose(message: Texts, input: ComposeInput): string {
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
  const field = form.find((one) => one.key === key);
  const kind = field && kindOf(field);
  if (!kind) return typeof value === 'object' ? '' : String(value);
  const reasons = type.reasons[party === 'merchant' ? 'merchant' : 'buyer'];
  return kind.format(value, field, { locale: ticket.locale, order: ticket.order, reasons });
}
