import { formOf, type Client, type TicketState } from '@sidecard/client';
import { formatMoney, label, type Locale } from '@sidecard/core';
import type { Transition } from '@sidecard/core/authoring';
import { transitionByKey } from '@sidecard/core/authoring';
import { arrangeActions, shownDeadline, type Action, type TicketView } from '@sidecard/core/wire';
import { deadlineText } from '../shared/deadline.js';
import { h } from '../shared/dom.js';
import { moneyOf, type TextContext } from '../shared/facts.js';
import { createForm } from '../shared/form/form.js';
import { picturesIn, thumbsOf } from '../shared/pictures.js';
import { icon } from '../shared/icon.js';
import { TYPES } from '../shared/types.js';
import { refusalText, STATUS_WORDS } from '../shared/words.js';
import type { BuyerTexts } from './texts.js';
import { linesOf, requestLine } from './ticket-lines.js';

/**
 * Creates the buyer's card of a ticket: the host's own user interface, built on Sidecard's client. Its buttons come from the ticket's
 * actions, its forms from their fields.
 */
export function createTicketCard(ticketId: string, client: Client, locale: Locale, texts: BuyerTexts): HTMLElement {
  const facts = h('div', { class: 'facts' });
  const acts = h('div', { class: 'acts' });
  const note = h('p', { class: 'small problem', role: 'status' });
  const root = h(
    'article',
    { class: 'ticket', 'data-testid': 'buyer-ticket', 'data-ticket': ticketId },
    facts,
    acts,
    note,
  );
  let offered = '';
  let open: Action | undefined;

  function update({ view, pending }: TicketState): void {
    if (!view) return;
    facts.replaceChildren(...factsOf(view, client, locale, texts));
    root.dataset['status'] = view.displayStatus;
    if (pending?.state === 'queued') note.textContent = texts.waitingForNetwork;
    else if (note.textContent === texts.waitingForNetwork) note.textContent = '';
    // Keep an open form, and what was typed, for as long as its command is available: its transition may be another one by now.
    const now = view.actions.map(({ transition }) => transition).join(' ');
    if (now === offered) return;
    offered = now;
    if (open && view.actions.map(formOf).includes(formOf(open))) return;
    showButtons(view);
  }

  function showButtons(view: TicketView): void {
    open = undefined;
    const { primary, secondary, settle, more } = arrangeActions(view.actions);
    const actions = [primary, secondary, settle, more].flat().filter((action) => action !== undefined);
    acts.replaceChildren(
      ...actions.flatMap((action) => {
        const move = transitionByKey(TYPES.get(view.type), action.transition);
        return move && !action.disabledReason ? [actButton(action, move, action === primary)] : [];
      }),
    );
  }

  function actButton(action: Action, move: Transition, filled: boolean): HTMLElement {
    const name = wordsOf(move);
    return h(
      'button',
      {
        class: `button round ${filled ? 'filled' : ''}`,
        type: 'button',
        'data-command': action.command,
        onclick: () => begin(action, move),
      },
      name,
    );
  }

  const wordsOf = (move: Transition): string => (move.labels ? label(move.labels, locale) : move.command);

  function begin(action: Action, move: Transition): void {
    const view = client.ticket(ticketId).get().view;
    const type = view && TYPES.get(view.type);
    if (!view || !type) return;
    const needsForm = (move.fields ?? []).length > 0 || CONFIRMED.has(move.command);
    if (!needsForm) {
      void send(action, {});
      return;
    }
    open = action;
    const name = wordsOf(move);
    const why = NOTES[move.command];
    const form = createForm({
      fields: move.fields ?? [],
      draft: [ticketId, formOf(action)],
      context: {
        locale,
        type,
        shop: client.session.get()?.shop,
        items: view.order.items,
        limits: action.limits ?? {},
        client,
      },
      ...(why ? { note: texts[why] } : {}),
      submit: CONFIRMED.has(move.command) ? texts.confirm(name) : name,
      cancel: texts.cancel,
      onSubmit: (fields) => send(action, fields),
      onCancel: () => {
        const { view: latest } = client.ticket(ticketId).get();
        if (latest) showButtons(latest);
        acts.querySelector('button')?.focus();
      },
    });
    acts.replaceChildren(form);
    form.querySelector<HTMLElement>('input, select, textarea, button')?.focus();
  }

  async function send(action: Action, fields: Parameters<Client['send']>[1]['fields']) {
    note.textContent = '';
    const sender = open;
    const buttons = acts.querySelectorAll('button');
    for (const button of buttons) button.disabled = true;
    const { command, choice } = action;
    const result = await client.send(ticketId, {
      command,
      ...(choice ? { choice } : {}),
      ...(fields ? { fields } : {}),
    });
    for (const button of buttons) button.disabled = false;
    if (result.status === 'refused') {
      note.textContent = sender ? '' : refusalText(result.error, locale);
      return result.error;
    }
    // Another form was opened before the answer came.
    if (open !== sender) return undefined;
    open = undefined;
    const { view } = client.ticket(ticketId).get();
    if (view) showButtons(view);
    return undefined;
  }

  client.ticket(ticketId).subscribe(update);
  return root;
}

/** Commands without fields that need a confirmation. */
const CONFIRMED = new Set(['withdraw', 'escalate']);
const NOTES: Readonly<Record<string, 'withdrawNote' | 'escalateNote' | 'evidenceNote'>> = {
  withdraw: 'withdrawNote',
  escalate: 'escalateNote',
  'submit-evidence': 'evidenceNote',
};

function factsOf(view: TicketView, client: Client, locale: Locale, texts: BuyerTexts): readonly HTMLElement[] {
  const textContext: TextContext = { locale, type: TYPES.get(view.type), shop: client.session.get()?.shop };
  const status = STATUS_WORDS[view.displayStatus];
  const deadline = shownDeadline(view, 'buyer');
  const item = view.order.items[0];
  const picture = item.pictureUrl ? h('img', { src: item.pictureUrl, alt: '', width: 40, height: 40 }) : undefined;
  const money = moneyOf(view);
  const asked = requestLine(view, textContext);
  return [
    h(
      'div',
      { class: 'top' },
      h('h3', {}, textContext.type ? label(textContext.type.labels, locale) : view.type),
      money && h('bdi', { class: 'number', dir: 'ltr' }, formatMoney(money)),
    ),
    h(
      'p',
      { class: `status ${status.tone}`, 'data-testid': 'buyer-status' },
      icon(status.icon),
      label(status.text, locale),
    ),
    h('div', { class: 'goods small muted' }, picture, h('span', {}, item.title)),
    ...(asked ? [h('p', { class: 'small muted' }, asked)] : []),
    ...thumbsOf(picturesIn(view.request), client, locale),
    ...linesOf(view, textContext, texts).map((line) => h('p', { class: 'line' }, line)),
    ...(deadline && deadline.of !== 'staff'
      ? [
          h(
            'p',
            { class: 'small muted due' },
            icon('clock'),
            deadline.of === 'buyer' ? texts.youHave : texts.shopHas,
            deadlineText(deadline.dueAtMs, client, locale),
          ),
        ]
      : []),
  ];
}
