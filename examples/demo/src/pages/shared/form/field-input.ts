import {
  formatMoney,
  fractionDigits,
  label,
  parseMoney,
  type Address,
  type Field,
  type FieldLimits,
  type FieldValue,
  type Labels,
  type Locale,
  type OrderItem,
  type TicketType,
} from '@sidecard/core';
import { h } from '../dom.js';

/** What the inputs of a form must know beside their fields. */
export interface FormContext {
  readonly locale: Locale;
  readonly type: TicketType;
  /** Whose reasons are to be chosen from. */
  readonly side: 'buyer' | 'merchant';
  readonly items: readonly OrderItem[];
  readonly limits: Readonly<Record<string, FieldLimits>>;
}

/** The control of one field. */
export interface FieldControl {
  /** One control with a label, or several in a group with a heading. */
  readonly shape: 'single' | 'group' | 'check';
  readonly root: HTMLElement;
  /** Gets the focus, and says what is wrong. */
  readonly focusable: HTMLElement;
  /** What it holds now; of any kind, since the checks of core take anything. */
  read(): FieldValue | undefined;
  write?(value: FieldValue): void;
}

/** Makes the control that a field's kind calls for. */
export function createControl(field: Field, id: string, context: FormContext): FieldControl {
  switch (field.kind) {
    case 'text':
      return textControl(id, field.multiline === true);
    case 'carrier':
    case 'tracking':
      return textControl(id, false);
    case 'number':
      return numberControl(id, field.min, field.max);
    case 'boolean':
      return checkControl(id);
    case 'money':
      return moneyControl(id, context.limits[field.key]);
    case 'reason':
      return selectControl(id, reasonsOf(context, field.key), context.locale);
    case 'choice': {
      const allowed = context.limits[field.key]?.options;
      const options =
        field.options.length > 0 ? field.options : (allowed ?? []).map((key) => ({ key, labels: plain(key) }));
      return selectControl(id, allowed ? options.filter(({ key }) => allowed.includes(key)) : options, context.locale);
    }
    case 'choices':
      return checksControl(id, field.options, context.locale);
    case 'items':
      return itemsControl(id, context);
    case 'date':
      return dateControl(id, context.limits[field.key]);
    case 'pictures':
      return { shape: 'single', root: h('span', {}), focusable: h('span', {}), read: () => undefined };
    case 'address':
      return addressControl(id, context.locale);
  }
}

interface Option {
  readonly key: string;
  readonly labels: Labels;
}

const plain = (key: string): Labels => ({ 'zh-CN': key, en: key });

function reasonsOf({ type, side, limits }: FormContext, key: string): readonly Option[] {
  const all = side === 'buyer' ? type.reasons.buyer : type.reasons.merchant;
  const allowed = limits[key]?.options;
  return allowed ? all.filter((reason) => allowed.includes(reason.key)) : all;
}

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

function numberControl(id: string, min: number, max: number): FieldControl {
  const input = h('input', { id, type: 'number', min, max, inputmode: 'numeric' });
  return {
    shape: 'single',
    root: input,
    focusable: input,
    read: () => (input.value === '' ? undefined : input.valueAsNumber),
  };
}

function dateControl(id: string, limits: FieldLimits | undefined): FieldControl {
  const input = h('input', { id, type: 'date', min: limits?.firstDay ?? '', max: limits?.lastDay ?? '' });
  return {
    shape: 'single',
    root: input,
    focusable: input,
    read: () => (input.value === '' ? undefined : input.value),
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
  if (limits?.max !== undefined) write({ amountMinor: limits.max, currency });
  const [sign = ''] = /^\D+/.exec(formatMoney({ amountMinor: 0, currency })) ?? [];
  return {
    shape: 'single',
    root: h('span', { class: 'money' }, h('span', { 'aria-hidden': 'true' }, sign.trim()), input),
    focusable: input,
    // what cannot be read goes to the check as it is, which then says so
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

function itemsControl(id: string, { items }: FormContext): FieldControl {
  const single = items.length === 1;
  const rows = items.map((item) => {
    const box = h('input', { type: 'checkbox', id: `${id}-${item.id}`, checked: single });
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
  };
}

const ADDRESS_PARTS: Readonly<Record<'name' | 'phone' | 'region' | 'street', Labels>> = {
  name: { 'zh-CN': '收件人', en: 'Name' },
  phone: { 'zh-CN': '电话', en: 'Telephone' },
  region: { 'zh-CN': '地区', en: 'Region' },
  street: { 'zh-CN': '街道门牌', en: 'Street and number' },
};

function addressControl(id: string, locale: Locale): FieldControl {
  const parts = (['name', 'phone', 'region', 'street'] as const).map((key) => ({
    key,
    input: h('input', { id: `${id}-${key}`, type: 'text', autocomplete: 'off' }),
  }));
  const root = h(
    'div',
    { class: 'checks' },
    ...parts.map(({ key, input }) =>
      h('label', { class: 'part', for: input.id }, label(ADDRESS_PARTS[key], locale), input),
    ),
  );
  return {
    shape: 'group',
    root,
    focusable: parts[0]?.input ?? root,
    read: () => {
      const [name = '', phone = '', region = '', street = ''] = parts.map(({ input }) => input.value);
      return [name, phone, region, street].every((text) => text === '') ? undefined : { name, phone, region, street };
    },
    write: (value) => {
      if (typeof value !== 'object' || !('street' in value)) return;
      const address: Address = value;
      for (const { key, input } of parts) input.value = address[key];
    },
  };
}
