import type { Place } from './in-page.ts';
import { type Tab, whoseTab } from './cast.ts';

/** A text that somebody typed: a word that is nowhere else. */
export interface Text {
  readonly word: string;
  /** Name of the browser in which it was typed. */
  readonly seat: string;
  readonly account: string;
  readonly language: string;
  readonly place: Place;
  /** Whether buyers must never get it. */
  readonly isSecret: boolean;
  /** `kept` until it was sent, or its person has deleted it. */
  state: 'kept' | 'sent' | 'deleted';
}

/** All that was typed. */
export class Texts {
  readonly all: Text[] = [];
  #count = 0;

  /** A word that nobody has typed and no page says. */
  next(seed: number): string {
    return `Qz${seed % 1000}x${++this.#count}v`;
  }

  typed(word: string, tab: Tab, place: Place): void {
    const { account, language } = whoseTab(tab);
    const isSecret = tab.seat.isBuyer
      ? false
      : place.host === 'sidecard-staff-message' || /note|template/.test(`${place.form} ${place.field}`);
    this.all.push({ word, seat: tab.seat.name, account, language, place, isSecret, state: 'kept' });
  }

  get kept(): readonly Text[] {
    return this.all.filter(({ state }) => state === 'kept');
  }

  /** What a request carried was sent, and its form is done: with a field that it did not send because it was hidden. */
  sent(body: string, tab: Tab, path: string): void {
    const { account } = whoseTab(tab);
    for (const text of this.kept) if (body.includes(text.word)) text.state = 'sent';
    const { command } = parsed(body);
    const [, ticketId] = /^\/v1\/tickets\/([^/]+)\/commands$/.exec(path) ?? [];
    for (const text of this.kept) {
      if (text.account !== account) continue;
      const { about, form, host } = text.place;
      const isOfForm =
        about === ticketId && command !== undefined && (form.startsWith(command) || host.startsWith('/'));
      const isRequest =
        path === '/v1/tickets' && (host === 'sidecard-conversation' || (host === '/' && about.includes(',')));
      if (isOfForm || isRequest) text.state = 'deleted';
    }
  }

  /** Its person has deleted what some words contain. */
  deleted(words: string, seat: string): void {
    for (const text of this.kept) if (text.seat === seat && words.includes(text.word)) text.state = 'deleted';
  }
}

function parsed(body: string): { readonly command?: string } {
  try {
    return JSON.parse(body) as { readonly command?: string };
  } catch {
    return {};
  }
}
