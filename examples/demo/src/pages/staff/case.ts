import type { Client } from '@sidecard/client';
import { formatMoney, label, type Locale } from '@sidecard/core';
import type { TicketView } from '@sidecard/core/wire';
import { deadlineText } from '../shared/deadline.js';
import { h } from '../shared/dom.js';
import { moneyOf, type TextContext } from '../shared/facts.js';
import { icon } from '../shared/icon.js';
import { TYPES } from '../shared/types.js';
import { STATUS_WORDS } from '../shared/words.js';
import { createDock } from './dock.js';
import { historyOf, promisesOf, sidesOf } from './sides.js';
import type { StaffTexts } from './texts.js';
import { createThread } from './thread.js';

/** One ticket on the desk. */
export interface Case {
  readonly root: HTMLElement;
  stop(): void;
}

/** Opens a ticket: what both sides say, the thread with the shop, and the platform's actions. */
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
    const textContext: TextContext = { locale, type: TYPES.get(view.type), shop: client.session.get()?.shop };
    head.replaceChildren(...headOf(view, textContext), ...deadlinesOf(view));
    const broken = promisesOf(view, textContext, client.now(), texts);
    sides.replaceChildren(
      h('h3', {}, texts.bothSides),
      goodsOf(view),
      sidesOf(view, client, textContext, texts),
      ...(broken.length > 0 ? [h('h3', {}, texts.broken), h('ul', { class: 'promises' }, ...broken)] : []),
    );
    history.replaceChildren(h('h3', {}, texts.history), historyOf(view, textContext, texts));
    // Types that are not covered have no thread.
    thread.root.hidden = !view.covered;
    thread.allow(view.actions.some(({ command, disabledReason }) => command === 'answer-merchant' && !disabledReason));
    dock.update(view);
  });

  function headOf(view: TicketView, { type }: TextContext): readonly HTMLElement[] {
    const status = STATUS_WORDS[view.displayStatus];
    const money = moneyOf(view);
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
        money && h('bdi', { class: 'amount number', dir: 'ltr' }, formatMoney(money)),
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
