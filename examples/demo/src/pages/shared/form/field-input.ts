import type { Client } from '@sidecard/client';
import {
  formatMoney,
  fractionDigits,
  label,
  parseMoney,
  type Address,
  type ItemQuantity,
  type Labels,
  type Locale,
  type OrderItem,
  type ShopCommitments,
  type TicketType,
} from '@sidecard/core';
import type { Field, FieldLimits, FieldValue } from '@sidecard/core/wire';
import { h } from '../dom.js';
import { optionsOf } from '../facts.js';
import { picturesControl } from './pictures-control.js';

/** What a form's inputs need besides their fields. */
export interface FormContext {
  readonly locale: Locale;
  readonly type: TicketType;
  /** Has the labels of service commitments. */
  readonly shop: ShopCommitments | undefined;
  readonly items: readonly OrderItem[];
  readonly limits: Readonly<Record<string, FieldLimits>>;
  /** For pictures. */
  readonly client: Client;
}

/** The input of one field. */
export interface FieldControl {
  /** One input with a label, or several in a group with a heading. */
  readonly shape: 'single' | 'group' | 'check';
  readonly root: HTMLElement;
  /** Gets the focus, and is described by the error message. */
  readonly focusable: HTMLElement;
  /** The current value. It can be of any kind, because core's checks accept anything. */
  read(): FieldValue | undefined;
  write?(value: FieldValue): void;
}

/** Creates the input for a field's kind. @returns `undefined` for kinds that the demo cannot fill in */
export function createControl(field: Field, id: string, context: FormContext): FieldControl | undefined {
  switch (field.kind) {
    case 'text':
      return textControl(id, field.multiline === true);
    case 'carrier':
    case 'tracking':
      return textControl(id, false);
    case 'number':
      return numberControl(id, field.min, field.max);
    case 'percentage':
      return numberControl(id, 0, 100, 0.1);
    case 'boolean':
      return checkControl(id);
    case 'money':
      return moneyControl(id, context.limits[field.key]);
    case 'reason':
    case 'choice':
      return selectControl(id, allowedOf(field, context), context.locale);
    case 'choices':
      return checksControl(id, allowedOf(field, context), context.locale);
    case 'items':
      return itemsControl(id, context, field.of === 'part' ? context.limits[field.key]?.items : undefined);
    case 'date':
      return dateControl(id, context.limits[field.key]);
    case 'address':
      return addressControl(id, context.locale);
    case 'pictures':
      return picturesControl(id, field.max, context.client, context.locale);
    // Only the shop says in which state goods came.
    case 'receipt':
      return undefined;
  }
}

interface Option {
  readonly key: string;
  readonly labels: Labels;
}

/** Returns the options that are available now. */
function allowedOf(field: Field, { type, shop, limits }: FormContext): readonly Option[] {
  const all = optionsOf(field, type, shop) ?? [];
  const allowed = limits[field.key]?.options;
  return allowed ? allowed.map((key) => all.find((one) => one.key === key) ?? { key, labels: plain(key) }) : all;
}

const plain = (key: string): Labels => ({ 'zh-CN': key, en: key });

function textControl(id: string, multiline: boolean): FieldControl {
  const input = multiline ? h('textarea', { id, rows: 3 }) : h('input', { id, type: 'text', autocomplete: 'off' });
  return {
    shape: 'single',
    root: input,
    focusable: input,
    read: () => input.value,
    write: (value) => {
      if (typeof value === 'string') input.value = value;
    },
  };
}

function numberControl(id: string, min: number, max: number, step = 1): FieldControl {
  const input = h('input', { id, type: 'number', min, max, step, inputmode: step < 1 ? 'decimal' : 'numeric' });
  return {
    shape: 'single',
    root: input,
    focusable: input,
    read: () => (input.value === '' ? undefined : input.valueAsNumber),
    write: (value) => {
      if (typeof value === 'number') input.value = String(value);
    },
  };
}

function dateControl(id: string, limits: FieldLimits | undefined): FieldControl {
  const input = h('input', { id, type: 'date', min: limits?.firstDay ?? '', max: limits?.lastDay ?? '' });
  return {
    shape: 'single',
    root: input,
    focusable: input,
    read: () => (input.value === '' ? undefined : input.value),
    write: (value) => {
      if (typeof value === 'string') input.value = value;
    },
  };
}

function checkControl(id: string): FieldControl {
  const input = h('input', { id, type: 'checkbox' });
  return {
    shape: 'check',
    root: input,
    focusable: input,
    read: () => input.checked,
    write: (value) => {
      input.checked = value === true;
    },
  };
}

function moneyControl(id: string, limits: FieldLimits | undefined): FieldControl {
  const currency = limits?.currency ?? 'CNY';
  const input = h('input', { id, type: 'text', inputmode: 'decimal', autocomplete: 'off' });
  const write = (value: FieldValue): void => {
    if (typeof value !== 'object' || !('amountMinor' in value)) return;
    input.value = (value.amountMinor / 10 ** fractionDigits(currency)).toFixed(fractionDigits(currency));
  };
  const [sign = ''] = /^\D+/.exec(formatMoney({ amountMinor: 0, currency })) ?? [];
  return {
    shape: 'single',
    root: h('span', { class: 'money' }, h('span', { 'aria-hidden': 'true' }, sign.trim()), input),
    focusable: input,
    // Pass unreadable input on, so that the check reports it.
    read: () => (input.value === '' ? undefined : (parseMoney(input.value, currency) ?? input.value)),
    write,
  };
}

function selectControl(id: string, options: readonly Option[], locale: Locale): FieldControl {
  const choose = locale === 'zh-CN' ? '\u8BF7\u9009\u62E9' : 'Choose';
  const input = h(
    'select',
    { id },
    h('option', { value: '' }, choose),
    ...options.map(({ key, labels }) => h('option', { value: key }, label(labels, locale))),
  );
  return {
    shape: 'single',
    root: input,
    focusable: input,
    read: () => (input.value === '' ? undefined : input.value),
    write: (value) => {
      if (typeof value === 'string') input.value = value;
    },
  };
}

function checksControl(id: string, options: readonly Option[], locale: Locale): FieldControl {
  const boxes = options.map(({ key }) => h('input', { type: 'checkbox', value: key, id: `${id}-${key}` }));
  const rows = options.map(({ key, labels }, index) =>
    h('label', { class: 'check', for: `${id}-${key}` }, boxes[index], label(labels, locale)),
  );
  const root = h('div', { class: 'checks' }, ...rows);
  return {
    shape: 'group',
    root,
    focusable: boxes[0] ?? root,
    read: () => boxes.filter(({ checked }) => checked).map(({ value }) => value),
    write: (value) => {
      if (!Array.isArray(value)) return;
      for (const box of boxes) box.checked = (value as readonly unknown[]).includes(box.value);
    },
  };
}

/** @param only - the pieces to choose from, if not all of the order's */
function itemsControl(
  id: string,
  { items }: FormContext,
  only: readonly ItemQuantity[] | undefined,
): FieldControl | undefined {
  const count = only?.reduce((sum, { quantity }) => sum + quantity, 0);
  if (count !== undefined && count < 2) return undefined;
  const choices = items.flatMap((item) => {
    const most = only ? only.find(({ itemId }) => itemId === item.id)?.quantity : item.quantity;
    return most === undefined ? [] : [{ ...item, quantity: most }];
  });
  const rows = choices.map((item) => {
    const box = h('input', { type: 'checkbox', id: `${id}-${item.id}`, checked: items.length === 1 });
    const counts = Array.from({ length: item.quantity }, (_, index) => item.quantity - index);
    const quantity = h(
      'select',
      { 'aria-label': `${item.title} ×` },
      ...counts.map((count) => h('option', { value: count }, String(count))),
    );
    const picture = item.pictureUrl ? h('img', { src: item.pictureUrl, alt: '', width: 40, height: 40 }) : undefined;
    const name = h('label', { for: box.id }, item.title);
    return { item, box, quantity, root: h('div', { class: 'item-row' }, box, picture, name, quantity) };
  });
  const root = h('div', { class: 'checks' }, ...rows.map((row) => row.root));
  return {
    shape: 'group',
    root,
    focusable: rows[0]?.box ?? root,
    read: () =>
      rows
        .filter(({ box }) => box.checked)
        .map(({ item, quantity }) => ({ itemId: item.id, quantity: Number(quantity.value) })),
    write: (value) => {
      if (!Array.isArray(value)) return;
      const chosen = value as readonly ItemQuantity[];
      for (const { item, box, quantity } of rows) {
        const found = chosen.find(({ itemId }) => itemId === item.id);
        box.checked = found !== undefined;
        if (found) quantity.value = String(found.quantity);
      }
    },
  };
}

const ADDRESS_PARTS: readonly { readonly key: keyof Address; readonly labels: Labels }[] = [
  { key: 'name', labels: { 'zh-CN': '收件人', en: 'Name' } },
  { key: 'phone', labels: { 'zh-CN': '电话', en: 'Telephone' } },
  { key: 'region', labels: { 'zh-CN': '地区', en: 'Region' } },
  { key: 'street', labels: { 'zh-CN': '街道门牌', en: 'Street and number' } },
  { key: 'postcode', labels: { 'zh-CN': '邮编\uFF08选填\uFF09', en: 'Postcode (optional)' } },
];

function addressControl(id: string, locale: Locale): FieldControl {
  const parts = ADDRESS_PARTS.map(({ key, labels }) => ({
    key,
    labels,
    input: h('input', { id: `${id}-${key}`, type: 'text', autocomplete: 'off' }),
  }));
  const root = h(
    'div',
    { class: 'checks' },
    ...parts.map(({ labels, input }) => h('label', { class: 'part', for: input.id }, label(labels, locale), input)),
  );
  return {
    shape: 'group',
    root,
    focusable: parts[0]?.input ?? root,
    read: () => {
      const [name = '', phone = '', region = '', street = '', postcode = ''] = parts.map(({ input }) => input.value);
      if ([name, phone, region, street, postcode].every((text) => text === '')) return undefined;
      return { name, phone, region, street, ...(postcode === '' ? {} : { postcode }) };
    },
    write: (value) => {
      if (typeof value !== 'object' || !('street' in value)) return;
      const address: Address = value;
      for (const { key, input } of parts) input.value = address[key] ?? '';
    },
  };
}
