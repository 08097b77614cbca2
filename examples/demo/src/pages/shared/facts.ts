import {
  formatMoney,
  isMoney,
  label,
  type Address,
  type ItemQuantity,
  type Labels,
  type Locale,
  type Money,
  type ShopCommitments,
  type TicketType,
} from '@sidecard/core';
import { INTERVENTION_DEADLINES } from '@sidecard/core/authoring';
import {
  addressLine,
  type Field,
  type FieldValue,
  type FieldValues,
  type HistoryView,
  type Terms,
  type TicketView,
} from '@sidecard/core/wire';

/** What it takes to show a ticket's values: the type has the labels of codes, the shop those of its commitments. */
export interface TextContext {
  readonly locale: Locale;
  /** `undefined` if this page does not know the type. */
  readonly type: TicketType | undefined;
  readonly shop: ShopCommitments | undefined;
}

/**
 * Formats filled-in fields, in the order of their form, such as "Carrier: Yuncheng Express". A checked box shows only its label; reasons
 * and free text show no label.
 */
export function factsOf(
  fields: readonly Field[],
  values: FieldValues,
  order: TicketView['order'],
  textContext: TextContext,
): readonly string[] {
  return fields.flatMap((field) => {
    const value = values[field.key];
    // Pictures are shown, not named.
    if (value === undefined || value === false || field.kind === 'pictures') return [];
    const name = label(field.labels, textContext.locale);
    if (value === true) return [name];
    const text = valueText(field, value, order, textContext);
    if (field.kind === 'reason' || field.key === 'text') return [text];
    return [name + (field.kind === 'money' ? ' ' : COLON[textContext.locale]) + text];
  });
}

export const COLON: Readonly<Record<Locale, string>> = { 'zh-CN': '\uFF1A', en: ': ' };
const COMMA: Readonly<Record<Locale, string>> = { 'zh-CN': '\u3001', en: ', ' };

function valueText(field: Field, value: FieldValue, order: TicketView['order'], textContext: TextContext): string {
  const { locale } = textContext;
  if (isMoney(value)) return formatMoney(value);
  if (field.kind === 'address') return addressLine(value as Address);
  if (field.kind === 'items') {
    const titleOf = (id: string): string => order.items.find((item) => item.id === id)?.title ?? id;
    const lines = (value as readonly ItemQuantity[]).map(({ itemId, quantity }) => `${titleOf(itemId)} ×${quantity}`);
    return lines.join(COMMA[locale]);
  }
  const codes = (Array.isArray(value) ? value : [value]) as readonly (string | number)[];
  return codes.map((code) => optionText(field, String(code), textContext)).join(COMMA[locale]);
}

/** Returns the label of a code, or the code itself if it has none. */
function optionText(field: Field, code: string, { type, shop, locale }: TextContext): string {
  const words = optionsOf(field, type, shop)?.find(({ key }) => key === code)?.labels;
  return words ? label(words, locale) : code;
}

/** Returns all options of a field, or `undefined` if it has none. */
export function optionsOf(
  field: Field,
  type: TicketType | undefined,
  shop: ShopCommitments | undefined,
): readonly { readonly key: string; readonly labels: Labels }[] | undefined {
  if (field.kind === 'reason') return [...(type?.reasons.merchant ?? []), ...(type?.reasons.buyer ?? [])];
  if (field.kind !== 'choice' && field.kind !== 'choices') return undefined;
  if (field.kind === 'choices' || !field.from) return field.options;
  if (field.from !== 'deadlines') return shop?.commitments ?? [];
  const clocks = { ...type?.deadlines, ...INTERVENTION_DEADLINES };
  return Object.entries(clocks).map(([key, { labels }]) => ({ key, labels }));
}

/** Labels of terms. */
const TERMS: readonly Field[] = [
  { key: 'refund', kind: 'money', labels: { 'zh-CN': '退款', en: 'Refund' } },
  { key: 'postage', kind: 'money', labels: { 'zh-CN': '邮费', en: 'Postage' } },
  { key: 'compensation', kind: 'money', labels: { 'zh-CN': '赔付', en: 'Compensation' } },
  { key: 'fee', kind: 'money', labels: { 'zh-CN': '买家付费', en: 'Paid by the buyer' } },
  { key: 'refundOnly', kind: 'boolean', labels: { 'zh-CN': '无需退货', en: 'No return needed' } },
  { key: 'advance', kind: 'boolean', labels: { 'zh-CN': '先行换货', en: 'Replacement ships first' } },
  { key: 'asTheyCame', kind: 'boolean', labels: { 'zh-CN': '原物寄回', en: 'Goods sent back as they came' } },
  { key: 'items', kind: 'items', labels: { 'zh-CN': '商品', en: 'Items' } },
  { key: 'returnAddress', kind: 'address', labels: { 'zh-CN': '寄回地址', en: 'Return to' } },
];

/** Formats agreed or proposed terms. */
export function termsOf(terms: Terms, order: TicketView['order'], textContext: TextContext): readonly string[] {
  const { details = {}, ...own } = terms;
  const fields = textContext.type?.transitions.flatMap((move) => move.fields ?? []) ?? [];
  const named = Object.keys(details).flatMap((key) => fields.find((field) => field.key === key) ?? []);
  return [...factsOf(TERMS, own, order, textContext), ...factsOf(named, details, order, textContext)];
}

/** Formats the fields that someone filled in for a command. */
export function factsOfAct(
  entry: HistoryView,
  order: TicketView['order'],
  textContext: TextContext,
): readonly string[] {
  const rows = textContext.type?.transitions.filter(
    ({ command, choice }) => command === entry.command && choice === entry.choice,
  );
  // Transitions of one command can have different forms: pick the one with all the fields that were filled in.
  const keys = Object.keys(entry.fields ?? {});
  const row = rows?.find(({ fields = [] }) => keys.every((key) => fields.some((field) => field.key === key)));
  return factsOf(row?.fields ?? [], entry.fields ?? {}, order, textContext);
}

/** Returns the ticket's amount: agreed, else proposed, else requested. */
export function moneyOf({ agreed, proposal, request }: TicketView): Money | undefined {
  const terms = [agreed, proposal].flatMap((found) => [found?.refund, found?.postage, found?.compensation]);
  return [...terms, ...Object.values(request)].find(isMoney);
}
