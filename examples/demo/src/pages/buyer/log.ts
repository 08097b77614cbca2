import type { Locale } from '@sidecard/core';
import type { TicketView } from '@sidecard/core/wire';
import type { Client } from '@sidecard/client';
import { arrange, h } from '../shared/dom.js';
import { inLocale } from '../shared/page.js';
import type { RelayLine } from '../shared/relay.js';
import { momentText } from '../shared/words.js';
import { stickToEnd } from './stick.js';
import type { BuyerTexts } from './texts.js';
import { createTicketCard } from './ticket-card.js';

/** What {@link createLog} takes. */
export interface LogOptions {
  readonly list: HTMLElement;
  readonly scroller: HTMLElement;
  readonly client: Client;
  readonly locale: Locale;
  readonly texts: BuyerTexts;
  /** The shop's name. The buyer sees it as the sender, whichever agent writes. */
  readonly shop: string;
}

/** The conversation: messages, and each ticket where it was opened. */
export interface Log {
  show(lines: readonly RelayLine[], tickets: readonly TicketView[]): void;
}

/** Creates the conversation. Existing entries stay in place, so that an open form stays open. */
export function createLog({ list, scroller, client, locale, texts, shop }: LogOptions): Log {
  const rows = new Map<string, HTMLElement>();
  const goToEnd = stickToEnd(scroller, list);
  /** How many messages and tickets the buyer has added. */
  let own = 0;

  function keep(key: string, make: () => HTMLElement): HTMLElement {
    const row = rows.get(key) ?? make();
    rows.set(key, row);
    return row;
  }

  return {
    show(lines, tickets) {
      const entries = [
        // Leave out the shop's card: the buyer has one of their own.
        ...lines
          .filter(({ card }) => card === undefined)
          .map((line) => ({ atMs: line.atMs, row: keep(`${line.id}/${line.state ?? ''}`, () => messageRow(line)) })),
        ...tickets.map(({ id, createdAtMs }) => ({
          atMs: createdAtMs,
          row: keep(id, () => h('li', { class: 'entry' }, createTicketCard(id, client, locale, texts))),
        })),
      ].sort((one, other) => one.atMs - other.atMs);
      arrange(
        list,
        entries.map(({ row }) => row),
      );
      const said = tickets.length + lines.filter((line) => isMine(line.from)).length;
      if (said > own) goToEnd();
      own = said;
    },
  };

  function messageRow({ from, text = '', atMs, state }: RelayLine): HTMLElement {
    const mine = isMine(from);
    const author = mine ? texts.me : shop;
    const time = momentText(atMs, locale, Date.now());
    const said = state === 'sending' ? texts.sending : state === 'failed' ? texts.failed : time;
    return h(
      'li',
      { class: `message ${mine ? 'mine' : 'theirs'} ${state ?? ''}`, 'data-testid': 'buyer-message' },
      h('span', { class: 'visually-hidden' }, author),
      h('p', { class: 'bubble' }, inLocale(text, locale)),
      h('span', { class: 'meta' }, said),
    );
  }
}

/** A message that is still being sent has no sender yet; it is the buyer's own. */
function isMine(from: RelayLine['from']): boolean {
  return from === undefined || from.side === 'buyer';
}
