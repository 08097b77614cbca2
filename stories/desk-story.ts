import '@sidecard/elements/conversation';
import '@sidecard/elements/workbench';
import type { StoryObj } from '@storybook/web-components-vite';
import { arabic } from '../test/support/browser/arabic.js';
import { BUYER, COLLEAGUE, DECLINE, ME, ORDER, type Shop, type ShopOptions } from '../test/support/browser/shop.js';
import { type Drawn, liveStory, until } from './live-story.js';
import { shopIn } from './world.js';

/** One state of the workbench, or of a conversation's tasks. */
export interface DeskState extends ShopOptions {
  readonly who?: typeof ME;
  /** Of the box, in pixels. @default 1180 */
  readonly width?: number;
  /** How many more tickets the shop has. @default 6 */
  readonly more?: number;
  /** Address of the workbench's page; `{ticket}` is the shop's first. */
  readonly path?: string;
  readonly conversationId?: string;
  /** In a language that only the host has, from right to left. */
  readonly arabic?: true;
  /** Before the element is on the page. */
  readonly before?: (shop: Shop, client: ReturnType<Shop['client']>) => void;
  /** What the reader does once the element is drawn. */
  readonly act?: (root: ShadowRoot, shop: Shop, client: ReturnType<Shop['client']>) => Promise<void>;
  /** What is drawn when the story is ready. @default a row */
  readonly ready?: string;
}

const SECOND_MS = 1_000;
const BUYERS = ['Chen Xi', 'Ayguli Memetjan', 'Song Zhiyuan', 'Bai Lu', 'Tang Guo', 'Xu Yuan'];

/** Makes a story of a state, with a shop that has several tickets. */
export function deskStory(tag: 'sidecard-workbench' | 'sidecard-conversation', state: DeskState = {}): StoryObj {
  const { who = ME, width = 1180, more = 6, path = '', conversationId = ORDER.conversationId, ...rest } = state;
  const {
    ready = tag === 'sidecard-workbench' ? '[data-ticket]' : '.case',
    before,
    act,
    arabic: isArabic,
    ...options
  } = rest;
  const shops = new WeakMap<Drawn, { readonly shop: Shop; readonly client: ReturnType<Shop['client']> }>();
  return liveStory({
    async draw(locale) {
      const shop = await shopIn(locale, options);
      for (let i = 0; i < more; i++) {
        // no two at the same moment, because lists are in the order of time
        await shop.backend.advance(SECOND_MS);
        const { ticketId } = await shop.another({
          id: `26070116338${10_000 + i * 331}`,
          buyer: { id: `buyer-${i}`, name: BUYERS[i % BUYERS.length] ?? '' },
          conversationId: `conversation-${i}`,
        });
        if (i % 3 === 0) await shop.backend.act(COLLEAGUE, ticketId, { command: 'claim' });
        if (i % 4 === 1) await shop.backend.act(COLLEAGUE, ticketId, DECLINE);
      }
      const client = shop.client(who);
      before?.(shop, client);
      const box = document.createElement('div');
      box.style.cssText = `inline-size: ${width}px; max-inline-size: 100%; margin-inline: auto`;
      if (tag === 'sidecard-workbench') box.style.blockSize = 'min(720px, 100vh)';
      const provider = Object.assign(document.createElement('sidecard-provider'), { client });
      if (isArabic) Object.assign(provider, { texts: arabic, dir: 'rtl' });
      const element = document.createElement(tag);
      if ('path' in element) element.path = path.replace('{ticket}', shop.ticketId);
      else Object.assign(element, { conversationId, buyerId: BUYER.accountId, orders: [{ id: ORDER.id }] });
      provider.append(element);
      box.append(provider);
      const drawn = { box, element, providers: [provider], lines: [client.line], close: () => shop.close() };
      shops.set(drawn, { shop, client });
      return drawn;
    },
    async play(drawn) {
      const root = drawn.element.shadowRoot;
      const { shop, client } = shops.get(drawn) ?? {};
      if (!root || !shop || !client) return;
      await until(() => root.querySelector(ready));
      await act?.(root, shop, client);
    },
  });
}
