/** The page that makes what every contender shows: our card's message, tree, sheet and texts, and the views of its ticket. */
import '@sidecard/elements/card';
import type { CardMessage } from '@sidecard/core';
import type { TicketView } from '@sidecard/core/wire';
import { AGREE, BUYER, CLAIM, COLLEAGUE, ME, openShop, SEND_BACK } from '../support/browser/shop.ts';
import { contentOf, MINUTES, PLACES, type Source, textAt, type TextName } from './content.ts';

/** Draws the card in each of its states and takes it apart. */
export async function source(): Promise<Source> {
  document.documentElement.lang = 'en';
  const { message } = await openShop({ locale: 'en' });
  const messages = [variant(message, 0), variant(message, 1)] as const;
  const texts = [];
  let drawn: HTMLElement | undefined;
  for (const index of [0, 1] as const) {
    const rows = [];
    for (let minute = 0; minute < MINUTES; minute++) {
      const card = await draw(contentOf({ messages }, minute, index));
      rows.push(textsOf(card.shadowRoot as ShadowRoot));
      drawn ??= card;
      card.remove();
    }
    texts.push(rows);
  }
  const root = drawn?.shadowRoot as ShadowRoot;
  const sheet = root.adoptedStyleSheets.flatMap(({ cssRules }) => [...cssRules].map(({ cssText }) => cssText));
  return {
    messages,
    texts,
    html: plain(root),
    sheet: sheet.join(''),
    views: await views(),
  };
}

/** The message of a ticket in one of two states. */
function variant(message: CardMessage, index: 0 | 1): CardMessage {
  return {
    ...message,
    snapshot: {
      ...message.snapshot,
      displayStatus: index ? 'awaiting-return' : 'awaiting-merchant',
      words: index ? 'rim chipped, sends it back' : 'box crushed, rim chipped, wants to return',
    },
  };
}

async function draw(message: CardMessage): Promise<HTMLElement> {
  const card = Object.assign(document.createElement('sidecard-card'), { message });
  document.body.append(card);
  await card.updateComplete;
  return card;
}

/** A shadow tree without Lit's markers. */
function plain(root: ShadowRoot): string {
  const template = document.createElement('template');
  template.innerHTML = root.innerHTML.replaceAll(/<!--.*?-->/g, '');
  template.content.normalize();
  return template.innerHTML;
}

function textsOf(root: ShadowRoot): Record<TextName, string> {
  const template = document.createElement('template');
  template.innerHTML = plain(root);
  const names = Object.keys(PLACES) as TextName[];
  return Object.fromEntries(names.map((name) => [name, textAt(template.content, name).data])) as Record<
    TextName,
    string
  >;
}

/** The real views of one ticket in two states: claimed by a colleague, and sent back by the buyer. */
async function views(): Promise<readonly TicketView[]> {
  const found: TicketView[] = [];
  for (const steps of [
    [[COLLEAGUE, CLAIM]],
    [
      [ME, AGREE],
      [BUYER, SEND_BACK],
    ],
  ] as const) {
    const shop = await openShop({ locale: 'en', steps });
    const store = shop.client().ticket(shop.ticketId);
    found.push(
      await new Promise<TicketView>((resolve) => {
        const stop = store.subscribe(({ view }) => {
          if (!view) return;
          resolve(view);
          queueMicrotask(() => stop());
        });
      }),
    );
    shop.close();
  }
  return found;
}
