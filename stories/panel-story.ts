import { type Client, createClient, memoryStorage, type Transport } from '@sidecard/client';
import type { Locale } from '@sidecard/core';
import { provideClient } from '@sidecard/elements';
import '@sidecard/elements/staff-message';
import '@sidecard/elements/task';
import type { StoryObj } from '@storybook/web-components-vite';
import { COLLEAGUE, ME, type Shop, type ShopOptions } from '../test/support/browser/shop.js';
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
  /** Before the element is on the page. */
  readonly before?: (shop: Shop, client: ReturnType<Shop['client']>) => void;
  /** What the reader does then. */
  readonly act?: (reader: Reader) => Promise<void>;
}

/** Somebody at the panel. */
export interface Reader {
  readonly shop: Shop;
  readonly client: ReturnType<Shop['client']>;
  /** Waits for a part of the panel, or of the staff message in it. */
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
  const { who = ME, width = 380, before, act, ticketId, loading, ...options } = state;
  let shop: Shop | undefined;
  let client: ReturnType<Shop['client']> | undefined;
  return {
    parameters: { layout: 'fullscreen' },
    loaders: [
      async ({ globals }) => {
        const locale = localeOf(globals);
        const steps = (options.steps ?? []).map((step) =>
          typeof step === 'number' ? step : ([named(step[0], locale), step[1]] as const),
        );
        shop?.close();
        shop = await shopIn(locale, {
          ...options,
          steps,
          policy: { permissionGuideUrl: 'https://shop.example/guide', ...options.policy },
        });
        client = shop.client(named(who, locale));
        before?.(shop, client);
        return {};
      },
    ],
    render(_, { globals }) {
      if (!shop || !client) throw new TypeError('The shop is not open.');
      const locale = localeOf(globals);
      const column = document.createElement('div');
      column.style.cssText = `inline-size: ${width}px; max-inline-size: 100%; block-size: min(860px, 100vh); margin-inline: auto`;
      if (tag === 'sidecard-staff-message') column.style.padding = '16px';
      provideClient(column, loading ? silentClient(locale) : client, { locale });
      const element = document.createElement(tag);
      element.ticketId = ticketId ?? shop.ticketId;
      if (loading && 'snapshot' in element) element.snapshot = shop.message.snapshot;
      if ('placement' in element) element.placement = 'overlay';
      column.append(element);
      return column;
    },
    async play({ canvasElement, globals }) {
      const panel = canvasElement.querySelector(tag);
      if (!panel || !shop || !client) return;
      // the checks that follow are of the ticket, and not of its outline
      if (!loading) await until(() => panel.shadowRoot?.querySelector('.root:not(:has(> .body[aria-busy]))'));
      if (!act) return;
      const find = (selector: string) =>
        until(
          () =>
            panel.shadowRoot?.querySelector<HTMLElement>(selector) ??
            panel.shadowRoot?.querySelector('sidecard-staff-message')?.shadowRoot?.querySelector<HTMLElement>(selector),
        );
      const named = (name: string) =>
        [...(panel.shadowRoot?.querySelectorAll<HTMLElement>('.action-bar .btn, [role=menuitem]') ?? [])].find(
          (button) => button.innerText.trim() === name,
        );
      await act({
        shop,
        client,
        find,
        press: async (selector) => (await find(selector)).click(),
        async choose(words) {
          const name = words[localeOf(globals)];
          await find('.action-bar .btn');
          if (!named(name)) (await find('[data-act=more]')).click();
          (await until(() => named(name))).click();
        },
        async write(selector, words) {
          const field = (await find(selector)) as HTMLTextAreaElement;
          field.value = words[localeOf(globals)];
          field.dispatchEvent(new Event('input', { bubbles: true }));
          field.dispatchEvent(new Event('blur'));
        },
      });
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

async function until<Found>(look: () => Found | null | undefined): Promise<Found> {
  for (;;) {
    const found = look();
    if (found) return found;
    await new Promise(requestAnimationFrame);
  }
}
