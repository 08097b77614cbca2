import type { Client } from '@sidecard/client';
import {
  label,
  moveOfOffer,
  type FieldValues,
  type Locale,
  type Offer,
  type TicketType,
  type TicketView,
} from '@sidecard/core';
import { h } from '../shared/dom.js';
import { createForm } from '../shared/form/form.js';
import { icon } from '../shared/icon.js';
import { TYPES } from '../shared/types.js';
import { refusalText } from '../shared/words.js';
import { compensationOf } from './sides.js';
import type { StaffTexts } from './texts.js';

/** What the platform can do with a ticket now, docked below the case. */
export interface Dock {
  readonly root: HTMLElement;
  update(view: TicketView): void;
}

/** Commands that have a place of their own. */
const ASIDE = new Set(['begin-review', 'request-evidence', 'rule', 'answer-merchant', 'leave-staff-message']);

/** Makes the dock: its buttons come from the ticket's offers, its forms from their fields. */
export function createDock(ticketId: string, client: Client, locale: Locale, texts: StaffTexts): Dock {
  const problem = h('p', { class: 'problem', role: 'alert' });
  const body = h('div', { class: 'dock-body' });
  const root = h('footer', { class: 'dock' }, body, problem);
  let offered = '';
  let open: readonly string[] = [];

  function update(view: TicketView): void {
    root.hidden = view.offers.length === 0;
    const rows = view.offers.map(({ row }) => row);
    if (rows.join(' ') === offered) return;
    offered = rows.join(' ');
    // A form stays while what it does can still be done.
    if (open.length === 0 || !open.every((row) => rows.includes(row))) buttons(view);
  }

  function buttons(view: TicketView): void {
    open = [];
    const type = TYPES.get(view.type);
    const offers = view.offers.filter(({ off }) => !off);
    const find = (command: string): Offer | undefined => offers.find((offer) => offer.command === command);
    const [begin, ask, rulings] = [
      find('begin-review'),
      find('request-evidence'),
      offers.filter(({ command }) => command === 'rule'),
    ];
    const others = offers.filter(({ command }) => !ASIDE.has(command));
    const name = (offer: Offer): string => {
      const labels = moveOfOffer(type, offer)?.labels;
      return labels ? label(labels, locale) : offer.command;
    };
    body.replaceChildren(
      ...(ask && type
        ? [
            h(
              'div',
              { class: 'buttons' },
              button(texts.askShop, 'ask-shop', '', () =>
                fill(view, type, [ask], texts.askShop, { from: ['merchant'] }),
              ),
              button(texts.askBuyer, 'ask-buyer', '', () =>
                fill(view, type, [ask], texts.askBuyer, { from: ['buyer'] }),
              ),
            ),
          ]
        : []),
      ...(begin ? [button(name(begin), 'begin-review', 'filled platform', () => void send(begin, {}))] : []),
      ...(rulings.length > 0 && type
        ? [button(texts.rule, 'rule', 'filled platform', () => fill(view, type, rulings, texts.rule, {}), true)]
        : []),
      ...(others.length > 0 && type
        ? [
            h(
              'div',
              { class: 'buttons others', role: 'group', 'aria-label': texts.otherActs },
              ...others.map((offer) =>
                button(name(offer), offer.command, 'quiet', () => fill(view, type, [offer], name(offer), {})),
              ),
            ),
          ]
        : []),
    );
  }

  function button(text: string, act: string, look: string, onclick: () => void, ruling = false): HTMLElement {
    const props = { class: `button ${look}`, type: 'button', 'data-act': act, onclick };
    return h('button', props, ruling && icon('ruling'), text);
  }

  /** Opens the form of an offer; of several, which differ by their choice, the one that is chosen. */
  function fill(
    view: TicketView,
    type: TicketType,
    offers: readonly Offer[],
    title: string,
    initial: FieldValues,
  ): void {
    open = offers.map(({ row }) => row);
    problem.textContent = '';
    const place = h('div');
    const show = (offer: Offer): void => place.replaceChildren(formOf(view, type, offer, title, initial));
    const [first] = offers;
    const radios = offers.map((offer, index) => {
      const move = moveOfOffer(type, offer);
      const radio = h('input', {
        type: 'radio',
        name: 'ruling',
        value: offer.choice,
        checked: index === 0,
        onchange: () => show(offer),
      });
      return h('label', { class: 'check' }, radio, move?.labels ? label(move.labels, locale) : offer.choice);
    });
    const choice = offers.length > 1 && h('fieldset', { class: 'field' }, h('legend', {}, texts.ruleHow), ...radios);
    body.replaceChildren(h('h3', {}, title), ...(choice ? [choice] : []), place);
    if (first) show(first);
    body.querySelector<HTMLElement>('input, textarea, select')?.focus();
  }

  function formOf(view: TicketView, type: TicketType, offer: Offer, title: string, initial: FieldValues): HTMLElement {
    const shop = client.session.get()?.shop;
    return createForm({
      fields: moveOfOffer(type, offer)?.fields ?? [],
      context: { locale, type, shop, items: view.order.items, limits: offer.limits ?? {} },
      initial,
      // A broken promise pays what the shop's data say, out of the pocket that they name.
      onChange: (values, changed, write) => {
        if (changed !== 'commitment') return;
        const { amount, fromDeposit } = compensationOf(values['commitment'], view, { shop });
        write('compensation', amount);
        write('fromDeposit', fromDeposit);
      },
      tone: 'platform',
      submit: offer.command === 'rule' ? texts.ruleNow : title,
      cancel: texts.cancel,
      onCancel: () => close(),
      onSubmit: (fields) => send(offer, fields),
    });
  }

  function close(): void {
    const { view } = client.ticket(ticketId).get();
    if (view) buttons(view);
    body.querySelector<HTMLElement>('button')?.focus();
  }

  async function send({ command, choice }: Offer, fields: FieldValues) {
    problem.textContent = '';
    const result = await client.send(ticketId, { command, fields, ...(choice ? { choice } : {}) });
    if (result.status === 'refused') {
      if (open.length === 0) problem.textContent = refusalText(result.error, locale);
      return result.error;
    }
    if (result.status === 'queued') problem.textContent = texts.waitingForNetwork;
    close();
    return undefined;
  }

  return { root, update };
}
