import { type Field, kindOf } from '../fields/field.js';
import type { FormatContext } from '../fields/kinds/kind.js';
import type { FieldValue, FieldValues } from '../model/field-values.js';
import type { Party, Side } from '../model/states.js';
import type { Ticket } from '../model/ticket.js';
import { label, type Texts } from '../values/labels.js';
import { formatMoney } from '../values/money.js';

/** Input of {@link compose}. */
export interface ComposeInput {
  readonly fields: FieldValues;
  /** The transition's form: formats the values. */
  readonly form: readonly Field[];
  /** Provides the language, the names of the goods, `{agreed}`: the agreed refund, and `{promised}`: what the claimed commitment pays. */
  readonly ticket: Pick<Ticket, 'locale' | 'agreed' | 'commitment' | 'order'>;
  /** Provides the labels of reasons. */
  readonly type: { readonly reasons: Readonly<Record<Side, FormatContext['reasons']>> };
  readonly party: Party;
}

/**
 * Composes the message to the buyer for a transition (R7): the template with the formatted fields, in the buyer's language. The panel's
 * preview and the server both call this function, so the buyer reads exactly what the agent saw.
 *
 * `{key}` is the value of a field, `{agreed}` the agreed refund, `{promised}` what the claimed commitment pays. `[key:…]` appears only if the field is set and not false, `[!key:…]` only
 * if it is not.
 */
export function compose(message: Texts, input: ComposeInput): string {
  const { locale, agreed, commitment } = input.ticket;
  return label(message, locale)
    .replace(/\[(!?)(\w+):([^\]]*)\]/g, (_, not: string, key: string, words: string) =>
      isSaid(key, input) === (not === '') ? words : '',
    )
    .replace(/\{(\w+)\}/g, (_, key: string) => {
      const money = key === 'agreed' ? agreed?.refund : key === 'promised' ? commitment?.amount : undefined;
      if (money) return formatMoney(money);
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
