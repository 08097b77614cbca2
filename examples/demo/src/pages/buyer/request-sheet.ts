import { requestDraft, type Client } from '@sidecard/client';
import { label, DEFAULT_POLICY, type ItemQuantity, type Locale, type Order, type TicketType } from '@sidecard/core';
import { paidForItems, requestLimits, requestProblems } from '@sidecard/core/authoring';
import type { FieldValues } from '@sidecard/core/wire';
import { COVERED_TYPES } from '../../shared/ticket-types.js';
import { CAPS, type Purchases } from '../../shared/world.js';
import { h } from '../shared/dom.js';
import { createForm } from '../shared/form/form.js';
import { icon } from '../shared/icon.js';
import { TYPES } from '../shared/types.js';
import type { BuyerTexts } from './texts.js';

/** What {@link openRequestSheet} takes. */
export interface RequestSheetOptions {
  readonly dialog: HTMLDialogElement;
  readonly client: Client;
  readonly purchases: Purchases;
  /** Key of the type to select first. */
  readonly type: string | undefined;
  readonly locale: Locale;
  readonly texts: BuyerTexts;
}

/** Opens the buyer's request form: which type, which order, and the fields of that type, prefilled. */
export function openRequestSheet({
  dialog,
  client,
  purchases,
  type: wanted,
  locale,
  texts,
}: RequestSheetOptions): void {
  const { orders, requests } = purchases;
  const option = ({ key, labels }: TicketType): HTMLElement =>
    h('option', { value: key, selected: key === wanted }, label(labels, locale));
  const contextNow = () => ({
    now: client.now(),
    policy: { ...DEFAULT_POLICY, ...client.session.get()?.shop, caps: CAPS },
    related: [],
    types: TYPES,
  });
  const types = [...TYPES.values()].filter(({ openedBy }) => !openedBy || openedBy.includes('buyer'));
  const isCovered = ({ key }: TicketType): boolean => COVERED_TYPES.includes(key);
  const typeChoice = h(
    'select',
    { id: 'sheet-type' },
    h('optgroup', { label: texts.covered }, ...types.filter(isCovered).map(option)),
    h('optgroup', { label: texts.listed }, ...types.filter((type) => !isCovered(type)).map(option)),
  );
  const orderChoice = h('select', { id: 'sheet-order' });
  const body = h('div', { class: 'sheet-form' });

  /** List only orders that this type accepts. The server knows all tickets and decides. */
  function showOrders(): void {
    const type = TYPES.get(typeChoice.value);
    const possible = orders.filter((order) => type && !type.refuses?.(order, contextNow()));
    const example = requests.find((request) => request.type === type?.key);
    orderChoice.replaceChildren(
      ...possible.map((order) =>
        h(
          'option',
          { value: order.id, selected: order.id === example?.orderId },
          texts.order(titlesOf(order), stageOf(order)),
        ),
      ),
    );
    showForm();
  }

  function showForm(): void {
    const type = TYPES.get(typeChoice.value);
    const order = orders.find(({ id }) => id === orderChoice.value);
    if (!type || !order) body.replaceChildren(h('p', { class: 'muted' }, texts.noOrders));
    else body.replaceChildren(requestForm(type, order));
  }

  function requestForm(type: TicketType, order: Order): HTMLElement {
    const shop = client.session.get()?.shop;
    const context = contextNow();
    const limits = requestLimits(type, order, context);
    const filled = requests.find((request) => request.type === type.key && request.orderId === order.id);
    return createForm({
      fields: type.request,
      context: { locale, type, shop, items: order.items, limits, client },
      draft: requestDraft({ orderId: order.id, type: type.key }),
      initial: filled?.request ?? (order.shipTo ? { address: order.shipTo } : {}),
      check: (values) => requestProblems(type, values, order, context),
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

  typeChoice.addEventListener('change', showOrders);
  orderChoice.addEventListener('change', showForm);
  dialog.replaceChildren(
    h(
      'header',
      {},
      h('h2', { id: 'sheet-title' }, texts.openTicket),
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
  showOrders();
  if (!dialog.open) dialog.showModal();
  typeChoice.focus();
}

const titlesOf = ({ items }: Order): string => items.map(({ title }) => title).join(', ');

/** Returns how far an order has got. */
function stageOf({ shippedAtMs, signedAtMs, closedAtMs }: Order): 'paid' | 'shipped' | 'signed' | 'closed' {
  if (closedAtMs !== undefined) return 'closed';
  if (signedAtMs !== undefined) return 'signed';
  return shippedAtMs === undefined ? 'paid' : 'shipped';
}

/** Returns the amount paid for the chosen items, which is the most to ask for. */
function priceOf(chosen: FieldValues[string], order: Order): number | undefined {
  if (!Array.isArray(chosen) || chosen.length === 0) return undefined;
  return paidForItems(order, chosen as readonly ItemQuantity[]);
}
