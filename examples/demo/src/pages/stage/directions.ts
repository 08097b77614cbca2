import { DEFAULT_POLICY, label, type Locale } from '@sidecard/core';
import type { TicketView } from '@sidecard/core/wire';
import { h } from '../shared/dom.js';
import { part } from '../shared/page.js';
import { TYPES } from '../shared/types.js';
import type { StageTexts } from './texts.js';

/** What {@link createDirections} takes. */
export interface DirectionsOptions {
  readonly locale: Locale;
  readonly texts: StageTexts;
  /** Opens the buyer's form with this type. */
  readonly ask: (type: string) => void;
  /** Ships or delivers an order's parcel. */
  readonly moveParcel: (orderId: string) => Promise<void>;
}

/** The stage's controls. */
export interface Directions {
  /** Sets the ticket that the stage follows. */
  follow(view: TicketView | undefined): void;
}

/** Creates the stage's controls: requests of the buyer, and the parcel's next step. */
export function createDirections({ locale, texts, ask, moveParcel }: DirectionsOptions): Directions {
  const types = [...TYPES.values()].map(({ key, labels }) => {
    const covered = DEFAULT_POLICY.coveredTypes.includes(key);
    return h('option', { value: key }, label(labels, locale) + (covered ? '' : texts.listed));
  });
  const choice = h('select', { 'aria-label': texts.ask, 'data-testid': 'stage-type' }, ...types);
  const send = h('button', { type: 'button', 'data-testid': 'stage-ask', onclick: () => ask(choice.value) }, texts.ask);
  const parcel = h('button', { type: 'button', 'data-testid': 'stage-parcel', hidden: true });
  part('directions').append(h('div', { class: 'segments' }, choice, send), h('div', { class: 'segments' }, parcel));

  let orderId: string | undefined;
  parcel.addEventListener('click', () => {
    if (orderId === undefined || parcel.disabled) return;
    parcel.disabled = true;
    void moveParcel(orderId).finally(() => (parcel.disabled = false));
  });

  return {
    follow(view) {
      orderId = view?.order.id;
      parcel.hidden = !view || view.order.signedAtMs !== undefined;
      parcel.textContent = view?.order.shippedAtMs === undefined ? texts.ship : texts.deliver;
    },
  };
}
