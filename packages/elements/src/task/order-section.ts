import type { OrderItem } from '@sidecard/core';
import { addressLine } from '@sidecard/core/panel';
import type { Shipment } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import { formatAmount, formatWhen } from '../locales/format.js';
import { format } from '../locales/message.js';
import type { ChangedMember } from '../locales/texts.js';
import { icon } from '../theme/icons.js';
import { canCopy } from '../ticket/copy.js';
import { formatRich, type ViewModel } from '../ticket/view-model.js';
import type { Section } from './section.js';

/** The order: items, parcels, and its number to copy. */
export function orderSection(model: ViewModel, onCopy: (text: string) => void): Section {
  const { view, texts } = model;
  const { order, returnShipment, outgoing } = view;
  const count = order.items.reduce((sum, { quantity }) => sum + quantity, 0);
  const number = html`<bdi translate="no" dir="ltr">${order.id}</bdi>`;
  return {
    key: 'order',
    icon: 'box',
    title: texts.sections.order,
    sum: `${format(texts.order.items, { count })} · ${fact(model)}`,
    end: canCopy()
      ? html`<button
          class="btn quiet small num"
          type="button"
          data-act="copy-order"
          title=${texts.order.copyNumber}
          @click=${() => onCopy(order.id)}
        >
          ${icon('copy')}<span class="vh">${texts.order.copyNumber}</span>${number}
        </button>`
      : html`<span class="s num" translate="no">${number}</span>`,
    body: html`
      ${order.items.map((item) => orderItem(item, texts.locale))} ${changed(model)}
      <p class="parcel">${icon('type-delivery-issue')}<span>${parcel(model)}</span></p>
      ${order.shipTo ? line('type-address-change', texts.order.shipTo, html`<bdi translate="no">${addressLine(order.shipTo)}</bdi>`) : nothing}
      ${returnShipment ? line('type-return-refund', texts.sections.returned, shipment(returnShipment, model)) : nothing}
      ${outgoing ? line('type-resend', texts.sections.outgoing, shipment(outgoing, model)) : nothing}
    `,
  };
}

function line(drawing: string, name: string, value: unknown): TemplateResult {
  return html`<p class="parcel">${icon(drawing)}<span>${name} · ${value}</span></p>`;
}

/** Says what else than the parcel's progress has changed since the ticket was opened. */
function changed({ view: { orderChanged = [] }, texts }: ViewModel): TemplateResult | typeof nothing {
  const { changed, members } = texts.order;
  const what = orderChanged.flatMap((name) => (Object.hasOwn(members, name) ? members[name as ChangedMember] : []));
  return what.length === 0
    ? nothing
    : html`<p class="parcel" data-changed>
        ${icon('info')}<span>${format(changed, { what: what.join(' · ') })}</span>
      </p>`;
}

function shipment({ carrier, trackingNumber }: Omit<Shipment, 'atMs'>, { texts }: ViewModel): unknown {
  return formatRich(texts.order.parcel, { carrier, tracking: trackingNumber });
}

/** A line of an order, also from a card's snapshot. */
export function orderItem(
  item: Omit<OrderItem, 'id' | 'paid'> & Partial<Pick<OrderItem, 'paid'>>,
  locale: string,
): TemplateResult {
  return html`<div class="order">
    <span class="thumb">
      ${icon('image-off')}
      ${item.pictureUrl ? html`<img src=${item.pictureUrl} alt="" loading="lazy" @error=${hide} />` : nothing}
    </span>
    <bdi class="name">${item.title}</bdi>
    <span class="opts">
      ${item.options ? html`<bdi class="cut">${item.options}</bdi>` : nothing}<bdi translate="no" class="qty" dir="ltr"
        >×${item.quantity}</bdi
      >
    </span>
    ${item.paid ? html`<bdi translate="no" class="price">${formatAmount(item.paid, locale)}</bdi>` : nothing}
  </div>`;
}

/** Hides a picture that fails to load; the icon behind it remains. */
function hide(event: Event): void {
  (event.currentTarget as HTMLElement).hidden = true;
}

function parcel(model: ViewModel): TemplateResult {
  const { carrier = '', trackingNumber } = model.view.order;
  return html`${fact(model)}${trackingNumber ? html` · ${shipment({ carrier, trackingNumber }, model)}` : nothing}`;
}

/** How far the order has got. */
function fact({ view, texts, time }: ViewModel): string {
  const { signedAtMs, shippedAtMs, paidAtMs } = view.order;
  const { signed, sent, paid, notSent } = texts.order;
  if (signedAtMs !== undefined) return format(signed, { time: formatWhen(signedAtMs, time) });
  if (shippedAtMs !== undefined) return format(sent, { time: formatWhen(shippedAtMs, time) });
  return `${format(paid, { time: formatWhen(paidAtMs, time) })} · ${notSent}`;
}
