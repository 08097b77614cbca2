import { formOf, type Client } from '@sidecard/client';
import { label, type Locale, type TicketType } from '@sidecard/core';
import { transitionByKey } from '@sidecard/core/authoring';
import { type FieldValues, type Action, type TicketView } from '@sidecard/core/wire';
import { h } from '../shared/dom.js';
import { createForm } from '../shared/form/form.js';
import { icon } from '../shared/icon.js';
import { TYPES } from '../shared/types.js';
import { refusalText } from '../shared/words.js';
import { compensationOf } from './sides.js';
import type { StaffTexts } from './texts.js';

/** The platform's actions on a ticket, docked below the case. */
export interface Dock {
  readonly root: HTMLElement;
  update(view: TicketView): void;
}

/** Commands with a place of their own. */
const ASIDE = new Set(['begin-review', 'request-evidence', 'rule', 'answer-merchant', 'leave-staff-message']);

/** Creates the dock: its buttons come from the ticket's actions, its forms from their fields. */
export function createDock(ticketId: string, client: Client, locale: Locale, texts: StaffTexts): Dock {
  const problem = h('p', { class: 'problem', role: 'alert' });
  const body = h('div', { class: 'dock-body' });
  const root = h('footer', { class: 'dock' }, body, problem);
  let offered = '';
  let open: readonly string[] = [];

  function update(view: TicketView): void {
    root.hidden = view.actions.length === 0;
    const rows = view.actions.map(({ transition }) => transition);
    if (rows.join(' ') === offered) return;
    offered = rows.join(' ');
    // Keep an open form while its actions are available.
    if (open.length === 0 || !open.every((row) => rows.includes(row))) buttons(view);
  }

  function buttons(view: TicketView): void {
    open = [];
    const type = TYPES.get(view.type);
    const actions = view.actions.filter(({ disabledReason }) => !disabledReason);
    const find = (command: string): Action | undefined => actions.find((action) => action.command === command);
    const [begin, ask, rulings] = [
      find('begin-review'),
      find('request-evidence'),
      actions.filter(({ command }) => command === 'rule'),
    ];
    const others = actions.filter(({ command }) => !ASIDE.has(command));
    const name = (action: Action): string => {
      const labels = transitionByKey(type, action.transition)?.labels;
      return labels ? label(labels, locale) : action.command;
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
              ...others.map((action) =>
                button(name(action), action.command, 'quiet', () => fill(view, type, [action], name(action), {})),
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

  /** Opens an action's form. Several actions that differ by choice share a form. */
  function fill(
    view: TicketView,
    type: TicketType,
    actions: readonly Action[],
    title: string,
    initial: FieldValues,
  ): void {
    open = actions.map(({ transition }) => transition);
    problem.textContent = '';
    const place = h('div');
    const show = (action: Action): void => place.replaceChildren(fieldsOf(view, type, action, title, initial));
    const [first] = actions;
    const radios = actions.map((action, index) => {
      const move = transitionByKey(type, action.transition);
      const radio = h('input', {
        type: 'radio',
        name: 'ruling',
        value: action.choice,
        checked: index === 0,
        onchange: () => show(action),
      });
      return h('label', { class: 'check' }, radio, move?.labels ? label(move.labels, locale) : action.choice);
    });
    const choice = actions.length > 1 && h('fieldset', { class: 'field' }, h('legend', {}, texts.ruleHow), ...radios);
    body.replaceChildren(h('h3', {}, title), ...(choice ? [choice] : []), place);
    if (first) show(first);
    body.querySelector<HTMLElement>('input, textarea, select')?.focus();
  }

  function fieldsOf(
    view: TicketView,
    type: TicketType,
    action: Action,
    title: string,
    initial: FieldValues,
  ): HTMLElement {
    const shop = client.session.get()?.shop;
    return createForm({
      fields: transitionByKey(type, action.transition)?.fields ?? [],
      context: { locale, type, shop, items: view.order.items, limits: action.limits ?? {}, client },
      draft: [ticketId, formOf(action)],
      initial,
      fixed: Object.keys(initial),
      // A broken commitment sets the compensation and who pays it, by the shop's data.
      onChange: (values, changed, write) => {
        if (changed !== 'commitment') return;
        const { amount, fromDeposit } = compensationOf(values['commitment'], view, { shop });
        write('compensation', amount);
        write('fromDeposit', fromDeposit);
      },
      tone: 'platform',
      submit: action.command === 'rule' ? texts.ruleNow : title,
      cancel: texts.cancel,
      onCancel: () => close(),
      onSubmit: (fields) => send(action, fields),
    });
  }

  function close(): void {
    const { view } = client.ticket(ticketId).get();
    if (view) buttons(view);
    body.querySelector<HTMLElement>('button')?.focus();
  }

  async function send({ command, choice }: Action, fields: FieldValues) {
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
