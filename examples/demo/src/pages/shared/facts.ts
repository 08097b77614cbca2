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

/** What a ticket is told with: its type gives the words of codes, the shop those of its commitments. */
export interface Telling {
  readonly locale: Locale;
  /** None when this page does not know it. */
  readonly type: TicketType | undefined;
  readonly shop: ShopCommitments | undefined;
}

/**
 * Filled fields as people read them, in the order of their form, such as "Carrier: Yuncheng Express". A ticked box is its name alone; reasons
 * and people's own words need none.
 */
export function factsOf(
  fields: readonly Field[],
  values: FieldValues,
  order: TicketView['order'],
  telling: Telling,
): readonly string[] {
  return fields.flatMap((field) => {
    const value = values[field.key];
    if (value === undefined || value === false) return [];
    const name = label(field.labels, telling.locale);
    if (value === true) return [name];
    const text = valueText(field, value, order, telling);
    if (field.kind === 'reason' || field.key === 'text') return [text];
    return [name + (field.kind === 'money' ? ' ' : COLON[telling.locale]) + text];
  });
}

export const COLON: Readonly<Record<Locale, string>> = { 'zh-CN': '\uFF1A', en: ': ' };
const COMMA: Readonly<Record<Locale, string>> = { 'zh-CN': '\u3001', en: ', ' };

function valueText(field: Field, value: FieldValue, order: TicketView['order'], telling: Telling): string {
  const { locale } = telling;
  if (isMoney(value)) return formatMoney(value);
  if (field.kind === 'address') return addressLine(value as Address);
  if (field.kind === 'items') {
    const titleOf = (id: string): string => order.items.find((item) => item.id === id)?.title ?? id;
    const lines = (value as readonly ItemQuantity[]).map(({ itemId, quantity }) => `${titleOf(itemId)} ×${quantity}`);
    return lines.join(COMMA[locale]);
  }
  if (field.kind === 'pictures') return String((value as readonly string[]).length);
  const codes = (Array.isArray(value) ? value : [value]) as readonly (string | number)[];
  return codes.map((code) => optionText(field, String(code), telling)).join(COMMA[locale]);
}

/** The words of a code that was chosen; the text itself where nothing was. */
function optionText(field: Field, code: string, { type, shop, locale }: Telling): string {
  const words = optionsOf(field, type, shop)?.find(({ key }) => key === code)?.labels;
  return words ? label(words, locale) : code;
}

/** Everything that a field lets one choose from, if it does. */
export function optionsOf(
  field: Field,
  type: TicketType | undefined,
  shop: ShopCommitments | undefined,
): readonly { readonly key: string; readonly labels: Labels }[] | undefined {
  if (field.kind === 'reason') return [...(type?.reasons.merchant ?? []), ...(type?.reasons.buyer ?? [])];
  if (field.kind !== 'choice' && field.kind !== 'choices') return undefined;
  if (field.kind === 'choices' || !field.from) return field.options;
  if (field.from === 'commitments') return shop?.commitments ?? [];
  const clocks = { ...type?.deadlines, ...INTERVENTION_DEADLINES };
  return Object.entries(clocks).map(([key, { labels }]) => ({ key, labels }));
}

/** What terms are called. */
const TERMS: readonly Field[] = [
  { key: 'refund', kind: 'money', labels: { 'zh-CN': '退款', en: 'Refund' } },
  { key: 'postage', kind: 'money', labels: { 'zh-CN': '邮费', en: 'Postage' } },
  { key: 'compensation', kind: 'money', labels: { 'zh-CN': '赔付', en: 'Compensation' } },
  { key: 'fee', kind: 'money', labels: { 'zh-CN': '买家付费', en: 'The buyer pays' } },
  { key: 'refundOnly', kind: 'boolean', labels: { 'zh-CN': '不用退货', en: 'The goods stay' } },
  { key: 'advance', kind: 'boolean', labels: { 'zh-CN': '先寄出新的', en: 'The replacement comes first' } },
  { key: 'asTheyCame', kind: 'boolean', labels: { 'zh-CN': '原物寄回', en: 'The goods are returned unrepaired' } },
  { key: 'items', kind: 'items', labels: { 'zh-CN': '商品', en: 'Items' } },
  { key: 'returnAddress', kind: 'address', labels: { 'zh-CN': '寄回地址', en: 'Return to' } },
];

/** What was agreed or is proposed, as people read it. */
export function termsOf(terms: Terms, order: TicketView['order'], telling: Telling): readonly string[] {
  const { details = {}, ...own } = terms;
  const fields = telling.type?.transitions.flatMap((move) => move.fields ?? []) ?? [];
  const named = Object.keys(details).flatMap((key) => fields.find((field) => field.key === key) ?? []);
  return [...factsOf(TERMS, own, order, telling), ...factsOf(named, details, order, telling)];
}

/** What somebody filled in for something that they did. */
export function factsOfAct(entry: HistoryView, order: TicketView['order'], telling: Telling): readonly string[] {
  const rows = telling.type?.transitions.filter(
    ({ command, choice }) => command === entry.command && choice === entry.choice,
  );
  // Rows of one command differ in their forms: the one that has all that was filled in.
  const keys = Object.keys(entry.fields ?? {});
  const row = rows?.find(({ fields = [] }) => keys.every((key) => fields.some((field) => field.key === key)));
  return factsOf(row?.fields ?? [], entry.fields ?? {}, order, telling);
}

/** The money that a ticket is about: agreed, else proposed, else asked. */
export function moneyOf({ agreed, proposal, request }: TicketView): Money | undefined {
  const terms = [agreed, proposal].flatMap((found) => [found?.refund, found?.postage, found?.compensation]);
  return [...terms, ...Object.values(request)].find(isMoney);
}
