import type { ItemQuantity } from '@sidecard/core';
import type { ItemsField, TicketView } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import type { ShownKind } from '../../kind.js';

/** Shows a line per item. */
export const itemsShown: ShownKind<ItemsField, readonly ItemQuantity[]> = {
  fits: Array.isArray,
  show: (value, _, { view }) =>
    html`${value.map((chosen, i) => html`${i > 0 ? html`<br />` : nothing}${itemLine(chosen, view)}`)}`,
};

/** An item with its quantity; for an order with one item, only the quantity. */
function itemLine({ itemId, quantity }: ItemQuantity, { order }: TicketView): TemplateResult {
  const title = order.items.length > 1 ? order.items.find(({ id }) => id === itemId)?.title : undefined;
  return html`${title ? html`<bdi translate="no">${title}</bdi> ` : nothing}<bdi translate="no" dir="ltr"
      >×${quantity}</bdi
    >`;
}
