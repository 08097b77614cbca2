import { type Field, kindOf } from '../fields/field.js';
import type { FieldLimits, FormatContext } from '../fields/kinds/kind.js';
import { judgeReceipt, RECEIPT, type ReceiptVerdict } from '../fields/receipt.js';
import type { FieldValue, FieldValues, ReceiptLine } from '../model/field-values.js';
import type { Party, Side } from '../model/states.js';
import type { Ticket } from '../model/ticket.js';
import { label, type Texts } from '../values/labels.js';
import { formatMoney, type Money } from '../values/money.js';
import { ownMember } from '../values/unknown.js';

/** Input of {@link compose}. */
export interface ComposeInput {
  readonly fields: FieldValues;
  /** The transition's form: formats the values. */
  readonly form: readonly Field[];
  /** The form's limits, for the pieces that it chooses: what a receipt leads to depends on them. @default none */
  readonly limits?: Readonly<Record<string, FieldLimits>>;
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
 * `{key}` is the value of a field, `{agreed}` the agreed refund, `{promised}` what the claimed commitment pays, `{proposed}` what the shop's
 * rules leave to refund after a receipt. `[key:…]` appears only if the field is set and not false, `[!key:…]` only if it is not.
 * `[proposed:…]`, `[refused:…]` and `[kept:…]` tell apart what follows from a receipt: a proposal, a refusal, or what was agreed; `[refund:…]`
 * appears if that is a refund. A field of the form with such a key comes first.
 */
export function compose(message: Texts, input: ComposeInput): string {
  const { locale, agreed, commitment } = input.ticket;
  const verdict = verdictOf(input);
  return label(message, locale)
    .replace(/\[(!?)(\w+):([^\]]*)\]/g, (_, not: string, key: string, words: string) =>
      isSaid(key, input, verdict) === (not === '') ? words : '',
    )
    .replace(/\{(\w+)\}/g, (_, key: string) => {
      const proposed = verdict.outcome === 'proposed' ? verdict.refund : undefined;
      const amounts: Readonly<Record<string, Money | undefined>> = {
        agreed: agreed?.refund,
        promised: commitment?.amount,
        proposed,
      };
      const money = ownMember(amounts, key);
      if (money) return formatMoney(money);
      return shown(key, Object.hasOwn(input.fields, key) ? input.fields[key] : undefined, input);
    })
    .trim();
}

function verdictOf({ fields, limits }: ComposeInput): ReceiptVerdict {
  return judgeReceipt((fields[RECEIPT] ?? []) as readonly ReceiptLine[], limits?.[RECEIPT] ?? {});
}

function isSaid(key: string, { fields, form, ticket }: ComposeInput, { outcome }: ReceiptVerdict): boolean {
  if (form.some((field) => field.key === key)) return isSet(fields, key);
  if (key === 'proposed' || key === 'refused') return key === outcome;
  if (key === 'kept') return outcome === 'as-agreed';
  if (key === 'refund') return outcome === 'as-agreed' && ticket.agreed?.refund !== undefined;
  return key === 'agreed' ? ticket.agreed?.refund !== undefined : isSet(fields, key);
}

function isSet(fields: FieldValues, key: string): boolean {
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
