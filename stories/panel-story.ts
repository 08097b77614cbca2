import { type Client, createClient, memoryStorage, type Transport } from '@sidecard/client';
import type { Locale } from '@sidecard/core';
import '@sidecard/elements/staff-message';
import '@sidecard/elements/task';
import type { StoryObj } from '@storybook/web-components-vite';
import { arabic } from '../test/support/browser/arabic.js';
import { COLLEAGUE, ME, requestsWaiting, type Shop, type ShopOptions } from '../test/support/browser/shop.js';
import { type Drawn, liveStory, until } from './live-story.js';
import { colleague, localeOf, me, shopIn } from './world.js';

/** One state of a panel: how the ticket got there, who looks, and what they do. */
export interface PanelState extends ShopOptions {
  readonly who?: typeof ME;
  /** Of the column, in pixels. @default 380 */
  readonly width?: number;
  /** Another ticket than the shop's. */
  readonly ticketId?: string;
  /** The server has not answered yet; the card knows this much. */
  readonly loading?: true;
  /** In a language that only the host has, from right to left. */
  readonly arabic?: true;
  /** Before the element is on the page. */
  readonly before?: (shop: Shop, client: ReturnType<Shop['client']>) => void;
  /** What the reader does then. */
  readonly act?: (reader: Reader) => Promise<void>;
}

/** Somebody at the panel. */
export interface Reader {
  readonly shop: Shop;
  readonly client: ReturnType<Shop['client']>;
  readonly panel: HTMLElement;
  /** Waits for a part of the panel. */
  readonly find: (selector: string) => Promise<HTMLElement>;
  readonly press: (selector: string) => Promise<void>;
  /** Presses what is called that, in the action bar or in its menu. */
  readonly choose: (words: Readonly<Record<Locale, string>>) => Promise<void>;
  /** Writes in the reader's language, and leaves the field. */
  readonly write: (selector: string, words: Readonly<Record<Locale, string>>) => Promise<void>;
}

/** The people of the tests, by their names in the story's language. */
function named(who: typeof ME, locale: Locale): typeof ME {
  const name = who.accountId === ME.accountId ? me(locale).name : colleague(locale).name;
  return who.accountId === ME.accountId || who.accountId === COLLEAGUE.accountId ? { ...who, name } : who;
}

/** Makes a story of a state. */
export function panelStory(tag: 'sidecard-task' | 'sidecard-staff-message', state: PanelState = {}): StoryObj {
  const { who = ME, width = 380, before, act, ticketId, loading, arabic: isArabic, ...options } = state;
  const readers = new WeakMap<Drawn, Pick<Reader, 'shop' | 'client'>>();
  return liveStory({
    async draw(locale) {
      const steps = (options.steps ?? []).map((step) =>
        typeof step === 'number' ? step : ([named(step[0], locale), step[1]] as const),
      );
      const shop = await shopIn(locale, {
        ...options,
        steps,
        policy: { permissionGuideUrl: 'https://shop.example/guide', ...options.policy },
      });
      const client = shop.client(named(who, locale));
      before?.(shop, client);
      const column = document.createElement('div');
      column.style.cssText = `inline-size: ${width}px; max-inline-size: 100%; block-size: min(860px, 100vh); margin-inline: auto`;
      if (tag === 'sidecard-staff-message') column.style.padding = '16px';
      const provider = document.createElement('sidecard-provider');
      provider.client = loading ? silentClient(locale) : client;
      if (isArabic) Object.assign(provider, { texts: arabic, dir: 'rtl' });
      const element = document.createElement(tag);
      element.ticketId = ticketId ?? shop.ticketId;
      if (loading && 'snapshot' in element) element.snapshot = shop.message.snapshot;
      if ('placement' in element) element.placement = 'overlay';
      provider.append(element);
      column.append(provider);
      const drawn = { box: column, element, providers: [provider], lines: [client.line], close: () => shop.close() };
      readers.set(drawn, { shop, client });
      return drawn;
    },
    async play(drawn, globals) {
      const { element: panel } = drawn;
      const reader = readers.get(drawn);
      // the checks that follow are of the ticket, and not of its outline
      if (!loading) {
        await until(() => panel.shadowRoot?.querySelector('.root:not(:has(> .body[aria-busy]))'));
        await complete(panel);
      }
      if (reader) await act?.({ ...reader, ...hands(panel, localeOf(globals)) });
    },
  });
}

/** How many frames in a row nothing may be missing. */
const STILL_FRAMES = 5;

/** Waits until what comes later is there, too: a reader who acts before sees another picture on each machine. */
async function complete({ shadowRoot }: HTMLElement): Promise<void> {
  for (let still = 0; still < STILL_FRAMES;) {
    await new Promise(requestAnimationFrame);
    const isMissing = requestsWaiting() > 0 || shadowRoot?.querySelector('.skel, :not(:defined)');
    still = isMissing ? 0 : still + 1;
  }
}

/** What a reader can do at a panel. */
function hands(panel: HTMLElement, locale: Locale): Omit<Reader, 'shop' | 'client'> {
  const find = (selector: string) => until(() => panel.shadowRoot?.querySelector<HTMLElement>(selector));
  const named = (name: string) =>
    [...(panel.shadowRoot?.querySelectorAll<HTMLElement>('.action-bar .btn, [role=menuitem]') ?? [])].find(
      (button) => button.innerText.trim() === name,
    );
  return {
    panel,
    find,
    press: async (selector) => (await find(selector)).click(),
    async choose(words) {
      const name = words[locale];
      await find('.action-bar .btn');
      if (!named(name)) (await find('[data-act=more]')).click();
      (await until(() => named(name))).click();
    },
    async write(selector, words) {
      const field = (await find(selector)) as HTMLTextAreaElement;
      field.value = words[locale];
      field.dispatchEvent(new Event('input', { bubbles: true }));
      field.dispatchEvent(new Event('blur'));
    },
  };
}

/** A client whose server never answers. */
function silentClient(locale: Locale): Client {
  const never = () => new Promise<never>(() => {});
  const transport: Transport = {
    request: never,
    events: () => ({ [Symbol.asyncIterator]: () => ({ next: never }) }),
  };
  return createClient({ transport, storage: memoryStorage(), locale });
}
