import type { Client, StaffThreadState } from '@sidecard/client';
import type { Locale } from '@sidecard/core';
import type { StaffMessageView } from '@sidecard/core/wire';
import { h } from '../shared/dom.js';
import { momentText, refusalText } from '../shared/words.js';
import type { StaffTexts } from './texts.js';

/** The thread between shop and platform: the shop's messages, and an input to reply. */
export interface Thread {
  readonly root: HTMLElement;
  /** Enables or disables the input. */
  allow(open: boolean): void;
  stop(): void;
}

const MAX_LENGTH = 500;
/** Its draft: the client deletes it when the message is confirmed. */
const FORM = 'staff-message';

/** Creates the thread of a ticket. */
export function createThread(ticketId: string, client: Client, locale: Locale, texts: StaffTexts): Thread {
  const list = h('ol', { class: 'thread' });
  const problem = h('p', { class: 'problem', role: 'alert' });
  const input = h('textarea', {
    id: 'answer',
    rows: 2,
    maxlength: MAX_LENGTH,
    placeholder: texts.answerShop,
    'aria-label': texts.answerShop,
    'data-testid': 'staff-answer',
    oninput: () => client.drafts.set(ticketId, FORM, { text: input.value }),
  });
  const send = h('button', { class: 'button', type: 'submit', 'data-testid': 'staff-answer-send' }, texts.send);
  const box = h(
    'form',
    { class: 'answer field', onsubmit: (event) => void submit(event) },
    input,
    problem,
    h('div', { class: 'answer-bar' }, h('span', { class: 'small muted' }, texts.threadNote), send),
  );

  async function submit(event: Event): Promise<void> {
    event.preventDefault();
    const text = input.value.trim();
    if (text === '' || send.disabled) return;
    send.disabled = true;
    problem.textContent = '';
    const result = await client.sendStaffMessage(ticketId, { text });
    send.disabled = false;
    if (result.status === 'refused') problem.textContent = refusalText(result.error, locale);
    else if (input.value.trim() === text) {
      input.value = '';
      client.drafts.clear(ticketId, FORM);
    }
  }

  /** Shows what was typed earlier, which may still have to be read from storage: it goes before what has been typed by now. */
  void client.drafts.load(ticketId).then((drafts) => {
    const before = drafts.get(FORM)?.['text'];
    if (typeof before !== 'string' || before === input.value || before.trim() === '') return;
    input.value = [before, input.value].filter((text) => text.trim() !== '').join('\n');
    client.drafts.set(ticketId, FORM, { text: input.value });
  });

  const stop = client.staffThread(ticketId).subscribe(({ messages, pending }: StaffThreadState) => {
    const rows = messages.map((message) => rowOf(message));
    const waiting = pending.map(({ command }) => {
      const text = command.fields?.['text'];
      return h(
        'li',
        { class: 'said waiting' },
        h('p', {}, typeof text === 'string' ? text : ''),
        h('span', { class: 'small muted' }, texts.waitingForNetwork),
      );
    });
    const none = h('li', { class: 'muted' }, texts.threadEmpty);
    list.replaceChildren(...(rows.length + waiting.length > 0 ? [...rows, ...waiting] : [none]));
  });

  function rowOf({ by, purpose, text, atMs }: StaffMessageView): HTMLElement {
    const name = by.name ?? (by.party === 'staff' ? texts.platform : texts.shop);
    return h(
      'li',
      { class: `said ${by.party}`, 'data-testid': 'staff-thread-message' },
      h('span', { class: 'avatar', 'aria-hidden': 'true' }, [...name][0] ?? ''),
      h(
        'div',
        { class: 'said-by small' },
        h('b', {}, name),
        purpose !== undefined && h('span', { class: 'muted' }, texts.purposes[purpose]),
        h('time', { class: 'muted number' }, momentText(atMs, locale, Date.now())),
      ),
      h('p', {}, text),
    );
  }

  return {
    root: h('section', { class: 'section' }, h('h3', {}, texts.thread), list, box),
    allow(open) {
      box.hidden = !open;
    },
    stop,
  };
}
