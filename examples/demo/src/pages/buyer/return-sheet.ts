import type { Client } from '@sidecard/client';
import {
  label,
  DEFAULT_POLICY,
  requestLimits,
  type FieldValues,
  type ItemQuantity,
  type Locale,
  type Order,
  type TicketType,
} from '@sidecard/core';
import { h } from '../shared/dom.js';
import { createForm } from '../shared/form/form.js';
import { icon } from '../shared/icon.js';
import { TYPES } from '../shared/types.js';
import type { BuyerTexts } from './texts.js';

/** What {@link openReturnSheet} takes. */
export interface ReturnSheetOptions {
  readonly dialog: HTMLDialogElement;
  readonly client: Client;
  readonly orders: readonly Order[];
  readonly locale: Locale;
  readonly texts: BuyerTexts;
}

/** The sheet on which a buyer asks for something: which order, what, why. The form is the ticket type's own. */
export function openReturnSheet({ dialog, client, orders, locale, texts }: ReturnSheetOptions): void {
  const types = [...TYPES.values()];
  const preset = types.find(({ key }) => key === 'return-refund') ?? types[0];
  const typeChoice = h(
    'select',
    { id: 'sheet-type' },
    ...types.map(({ key, labels }) =>
      h('option', { value: key, selected: key === preset?.key }, label(labels, locale)),
    ),
  );
  const orderChoice = h(
    'select',
    { id: 'sheet-order' },
    ...orders.map((order) => h('option', { value: order.id }, order.items.map(({ title }) => title).join(', '))),
  );
  const body = h('div', { class: 'sheet-form' });

  function showForm(): void {
    const type = TYPES.get(typeChoice.value);
    const order = orders.find(({ id }) => id === orderChoice.value);
    if (!type || !order) body.replaceChildren(h('p', { class: 'muted' }, texts.noOrders));
    else body.replaceChildren(requestForm(type, order));
  }

  function requestForm(type: TicketType, order: Order): HTMLElement {
    const limits = requestLimits(type, order, { now: client.now(), policy: DEFAULT_POLICY, related: [] });
    return createForm({
      fields: type.request,
      context: { locale, type, side: 'buyer', items: order.items, limits },
      initial: order.shipTo ? { address: order.shipTo } : {},
      check: (values) => type.checkRequest?.(values, order) ?? [],
      submit: texts.submitRequest,
      cancel: texts.cancel,
      onChange: (values, changed, write) => {
        const max = changed === 'items' ? priceOf(values['items'], order) : undefined;
        if (max !== undefined) write('amount', { amountMinor: max, currency: order.items[0].paid.currency });
      },
      onCancel: () => dialog.close(),
      onSubmit: async (request) => {
        const result = await client.create({ type: type.key, orderId: order.id, request, locale });
        if (result.status === 'refused') return result.error;
        dialog.close();
        return undefined;
      },
    });
  }

  typeChoice.addEventListener('change', showForm);
  orderChoice.addEventListener('change', showForm);
  dialog.replaceChildren(
    h(
      'header',
      {},
      h('h2', { id: 'sheet-title' }, texts.openReturn),
      h(
        'button',
        { class: 'icon-button', type: 'button', 'aria-label': texts.close, onclick: () => dialog.close() },
        icon('close'),
      ),
    ),
    h('div', { class: 'field' }, h('label', { for: 'sheet-type' }, texts.whatFor), typeChoice),
    h('div', { class: 'field' }, h('label', { for: 'sheet-order' }, texts.whichOrder), orderChoice),
    body,
  );
  showForm();
  dialog.showModal();
}

/** What was paid for the chosen items: what is asked at most. */
function priceOf(chosen: FieldValues[string], order: Order): number | undefined {
  if (!Array.isArray(chosen) || chosen.length === 0) return undefined;
  return (chosen as readonly ItemQuantity[]).reduce((sum, { itemId, quantity }) => {
    const item = order.items.find(({ id }) => id === itemId);
    return item ? sum + Math.floor((item.paid.amountMinor * quantity) / item.quantity) : sum;
  }, 0);
}
