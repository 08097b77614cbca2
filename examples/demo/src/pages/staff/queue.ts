import type { Client } from '@sidecard/client';
import { formatMoney, label, type Locale } from '@sidecard/core';
import { shownDeadline, type TicketView } from '@sidecard/core/wire';
import { deadlineText } from '../shared/deadline.js';
import { h } from '../shared/dom.js';
import { moneyOf } from '../shared/facts.js';
import { icon } from '../shared/icon.js';
import { part } from '../shared/page.js';
import { TYPES } from '../shared/types.js';
import { STATUS_WORDS } from '../shared/words.js';
import type { StaffTexts } from './texts.js';

/** What {@link createQueue} takes. */
export interface QueueOptions {
  readonly client: Client;
  readonly locale: Locale;
  readonly texts: StaffTexts;
  readonly onChoose: (ticketId: string) => void;
}

/** The list of tickets: those with the platform, or all. */
export interface Queue {
  show(tickets: readonly TicketView[], chosen: string | undefined): void;
}

/** Creates the list. */
export function createQueue({ client, locale, texts, onChoose }: QueueOptions): Queue {
  let all = false;
  let last: Parameters<Queue['show']> = [[], undefined];
  const list = part('list');
  const chips = [false, true].map((value) =>
    h('button', {
      class: 'chip',
      type: 'button',
      onclick: () => {
        all = value;
        show(...last);
      },
    }),
  );
  part('filter').append(...chips);

  function show(tickets: readonly TicketView[], chosen: string | undefined): void {
    last = [tickets, chosen];
    const intervening = tickets.filter(({ intervention }) => intervention !== 'none');
    const counts = [intervening.length, tickets.length];
    for (const [index, chip] of chips.entries()) {
      const name = index === 0 ? texts.intervening : texts.all;
      chip.replaceChildren(name, h('span', { class: 'number muted' }, String(counts[index] ?? 0)));
      chip.setAttribute('aria-pressed', String((index === 1) === all));
    }
    const shown = all ? tickets : intervening;
    const focused =
      document.activeElement instanceof HTMLElement ? document.activeElement.dataset['ticket'] : undefined;
    list.replaceChildren(...shown.map((view) => h('li', {}, rowOf(view, view.id === chosen))));
    if (focused !== undefined) list.querySelector<HTMLElement>(`[data-ticket="${CSS.escape(focused)}"]`)?.focus();
    part('empty').textContent = shown.length > 0 ? '' : all ? texts.none : texts.noneIntervening;
  }

  function rowOf(view: TicketView, current: boolean): HTMLElement {
    const status = STATUS_WORDS[view.displayStatus];
    const type = TYPES.get(view.type);
    const deadline = shownDeadline(view, 'staff');
    const money = moneyOf(view);
    return h(
      'button',
      {
        class: 'row',
        type: 'button',
        'data-testid': 'staff-row',
        'data-ticket': view.id,
        ...(current ? { 'aria-current': 'true' } : {}),
        onclick: () => onChoose(view.id),
      },
      h(
        'span',
        { class: 'row-title' },
        view.order.buyer.name,
        h('span', { class: 'muted' }, type ? label(type.labels, locale) : view.type),
      ),
      h('bdi', { class: 'number', dir: 'ltr' }, money ? formatMoney(money) : ''),
      h('span', { class: `status ${status.tone}` }, icon(status.icon), label(status.text, locale)),
      deadline && h('span', { class: 'small muted left' }, deadlineText(deadline.dueAtMs, client, locale)),
    );
  }

  return { show };
}
