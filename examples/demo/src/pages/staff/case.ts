import type { Client } from '@sidecard/client';
import { formatMoney, label, type Locale, type TicketView } from '@sidecard/core';
import { deadlineText } from '../shared/deadline.js';
import { h } from '../shared/dom.js';
import { icon } from '../shared/icon.js';
import { TYPES } from '../shared/types.js';
import { STATUS_WORDS } from '../shared/words.js';
import { createDock } from './dock.js';
import { moneyOf } from './queue.js';
import { historyOf, sidesOf } from './sides.js';
import type { StaffTexts } from './texts.js';
import { createThread } from './thread.js';

/** One ticket on the desk. */
export interface Case {
  readonly root: HTMLElement;
  stop(): void;
}

/** Opens a ticket: what both sides say, the channel to the shop, and what the platform can do. */
export function openCase(
  ticketId: string,
  client: Client,
  { locale, texts, onBack }: { readonly locale: Locale; readonly texts: StaffTexts; readonly onBack: () => void },
): Case {
  const head = h('header', { class: 'section case-head' });
  const sides = h('section', { class: 'section' });
  const history = h('section', { class: 'section' });
  const thread = createThread(ticketId, client, locale, texts);
  const dock = createDock(ticketId, client, locale, texts);
  const back = h(
    'button',
    { class: 'icon-button back', type: 'button', 'aria-label': texts.back, onclick: onBack },
    icon('back'),
  );
  const body = h(
    'div',
    { class: 'case-body', tabindex: 0, role: 'region', 'aria-label': texts.bothSides },
    sides,
    thread.root,
    history,
  );

  const stopTicket = client.ticket(ticketId).subscribe(({ view }) => {
    if (!view) return;
    const type = TYPES.get(view.type);
    head.replaceChildren(...headOf(view), ...deadlinesOf(view));
    sides.replaceChildren(h('h3', {}, texts.bothSides), goodsOf(view), sidesOf(view, type, locale, texts));
    history.replaceChildren(h('h3', {}, texts.history), historyOf(view, locale, texts));
    thread.allow(view.offers.some(({ command, off }) => command === 'answer-merchant' && !off));
    dock.update(view);
  });

  function headOf(view: TicketView): readonly HTMLElement[] {
    const status = STATUS_WORDS[view.displayStatus];
    const type = TYPES.get(view.type);
    return [
      h(
        'div',
        { class: 'case-top' },
        back,
        h(
          'span',
          { class: `status ${status.tone}`, 'data-testid': 'staff-status' },
          icon(status.icon),
          label(status.text, locale),
        ),
        h('bdi', { class: 'small muted number' }, view.number),
      ),
      h(
        'h2',
        { class: 'ask' },
        h('bdi', { class: 'amount number', dir: 'ltr' }, formatMoney(moneyOf(view))),
        type ? label(type.labels, locale) : view.type,
      ),
    ];
  }

  function deadlinesOf(view: TicketView): readonly HTMLElement[] {
    return view.deadlines.map(({ of, dueAtMs }) =>
      h('p', { class: 'small muted due' }, icon('clock'), texts.due[of], deadlineText(dueAtMs, client, locale)),
    );
  }

  function goodsOf({ order }: TicketView): HTMLElement {
    return h(
      'ul',
      { class: 'goods small' },
      ...order.items.map(({ title, quantity, paid, pictureUrl }) =>
        h(
          'li',
          {},
          pictureUrl !== undefined && h('img', { src: pictureUrl, alt: '', width: 40, height: 40 }),
          h('span', {}, title, ' ', h('bdi', { class: 'muted', dir: 'ltr' }, `×${quantity}`)),
          h('span', { class: 'muted' }, `${texts.paid} `, h('bdi', { class: 'number', dir: 'ltr' }, formatMoney(paid))),
        ),
      ),
    );
  }

  return {
    root: h(
      'article',
      { class: 'case-sheet', 'data-testid': 'staff-case', 'data-ticket': ticketId },
      head,
      body,
      dock.root,
    ),
    stop() {
      stopTicket();
      thread.stop();
    },
  };
}
