import type { Browser, BrowserContext } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startHosts } from '../../examples/hosts/server.mjs';
import { builtHost, cdn } from '../../scripts/hosts.mjs';
import { HOSTS } from './hosts.ts';
import { type Engine, launch, Window } from './window.ts';

declare global {
  /** A card that is in another document, and how it comes back. */
  var movedCard: { styled(): string; back(): void };
  /** How often the chat was asked for the answer. */
  var chatRefused: number;
}

const PANEL = 'sidecard-task';
const CARD = 'sidecard-card';
const TEXT = `${PANEL} >>> [part~=form] textarea`;
const COMPOSER = '.chat >>> :is(textarea, input, [contenteditable=true])';
const ANSWER = 'We are sorry, and cannot take it back.';

const engine: Engine = process.env['SIDECARD_ENGINE'] === 'firefox' ? 'firefox' : 'chromium';
const asked = process.env['SIDECARD_HOSTS']?.split(',');

let hosts: Awaited<ReturnType<typeof startHosts>>;
let browser: Browser;
let conversations = 0;

beforeAll(async () => {
  const folders = Object.fromEntries(HOSTS.map(({ folder }) => [folder, builtHost(folder)]));
  [hosts, browser] = await Promise.all([startHosts({ folders: { ...folders, cdn } }), launch(engine)]);
});
afterAll(async () => {
  await browser?.close();
  await hosts?.stop();
});

/** Puts messages into a conversation. */
async function say(chat: string, lines: readonly object[], verb = ''): Promise<void> {
  const init = { method: 'POST', body: JSON.stringify(lines) };
  expect((await fetch(`${hosts.url}/chat/chat-${chat}${verb}`, init)).ok).toBe(true);
}

describe.each(HOSTS.filter(({ folder }) => !asked || asked.includes(folder)))(
  `$folder in ${engine}`,
  ({ folder, send, cannot }) => {
    /** Storage of its own. */
    let context: BrowserContext;
    let window: Window;
    /** The conversation of this test, which has a ticket. */
    let chat: string;

    beforeAll(async () => {
      context = await browser.createBrowserContext();
    });
    afterAll(() => context?.close());
    beforeEach(async () => {
      chat = `${engine}-${++conversations}`;
      await say(chat, [{ id: 'hello', from: 'ada', text: 'Hello, my mug arrived broken.', atMs: 1_000 }]);
      await hosts.openTicket(chat);
    });
    afterEach(() => window?.close());

    const check = (name: string, test: () => Promise<void>) => it.skipIf(cannot?.[name])(name, test);
    const open = async (query = '', before?: string) => {
      window = await Window.open(context, `${hosts.url}/${folder}/?chat=${chat}${query}`, before);
      await window.sees(`${CARD} >>> button`, 'View task');
    };
    const openPanel = async () => {
      await window.click(`${CARD} >>> button`, 'View task');
      await window.sees(`${PANEL} >>> button`, 'Decline');
    };
    const type = async (words: string) => {
      await window.click(`${PANEL} >>> button`, 'Decline');
      await window.click(TEXT);
      await window.page.keyboard.type(words);
    };
    const answer = async () => {
      await type(ANSWER);
      await window.click(`${PANEL} >>> [part~=form] label`, 'evidence');
      await window.click(`${PANEL} >>> [data-act=send]`);
      await window.sees('.chat >>> *', ANSWER);
    };
    const typed = () =>
      window.ask((text: string) => (probe.shown(text) as HTMLTextAreaElement | undefined)?.value, TEXT);
    const focusIn = (selector: string) =>
      window.ask((wanted: string) => {
        const path = probe.around(probe.focused());
        return probe.all(wanted).some((each) => path.includes(each));
      }, selector);
    const count = (selector: string) => window.ask((wanted: string) => probe.all(wanted).length, selector);

    check('shows a card with facts, whose click reaches the document', async () => {
      await open();
      await window.sees(CARD);
      const words = await window.ask((card: string) => probe.shown(`${card} >>> article`)?.textContent ?? '', CARD);
      for (const fact of ['Return & refund', '129.00', 'Fog-blue handmade mug']) expect(words).toContain(fact);
      await window.ask(() => {
        document.addEventListener('click', (event) => {
          const path = event.composedPath().map((node) => (node as Element).localName);
          document.title += ` clicked ${String(path.includes('sidecard-card'))}`;
        });
        document.addEventListener(
          'sidecard-task-open',
          ({ detail }) => (document.title += ` opened ${detail.ticketId}`),
        );
      });
      await openPanel();
      expect(await window.page.title()).toMatch(/opened \S+ clicked true$/);
    });

    check('shows the panel unclipped and above everything', async () => {
      await open();
      await openPanel();
      const hidden = await window.ask((panel: string) => {
        const element = probe.shown(panel)!;
        const { left, top, right, bottom } = element.getBoundingClientRect();
        const points = [
          [(left + right) / 2, (top + bottom) / 2],
          [left + 8, top + 8],
          [right - 8, top + 8],
          [left + 8, bottom - 8],
          [right - 8, bottom - 8],
        ] as const;
        return points.filter(([x, y]) => !probe.around(probe.at(x, y)).includes(element));
      }, PANEL);
      expect(hidden).toEqual([]);
    });

    check('keeps composer and send button in reach beside the panel', async () => {
      await open();
      await openPanel();
      for (const width of [900, 1024, 1280]) {
        await window.page.setViewport({ width, height: 800 });
        await window.click(COMPOSER);
        await window.page.keyboard.type(`Said at ${width}`);
        await window.click(...((send ? [`.chat >>> ${send}`] : ['.chat >>> button', 'Send']) as [string]));
        await window.sees('.chat >>> *', `Said at ${width}`);
      }
      expect(await count(PANEL)).toBe(1);
    });

    check('leaves Tab and Escape in the panel to it, and gives focus back to the card', async () => {
      await open();
      await openPanel();
      const places = new Set<string>();
      for (let i = 0; i < 6; i++) {
        await window.press('Tab');
        if (await focusIn(PANEL)) places.add(await window.ask(() => `${probe.focused()?.outerHTML}`));
      }
      expect(places.size).toBeGreaterThan(3);
      await window.press('Escape');
      await window.until('the panel is gone', (panel: string) => !probe.shown(panel), PANEL);
      expect(await focusIn(CARD)).toBe(true);
    });

    check('keeps text and focus while the chat renders, grows, is prepended and rebuilt', async () => {
      await open();
      await openPanel();
      await type('First, ');
      const numbered = (name: string, from: number, atMs: number) =>
        Array.from({ length: from }, (_, i) => ({
          id: `${name}-${i}`,
          from: 'ada',
          text: `${name} ${i}`,
          atMs: atMs + i,
        }));
      const holds = async (said: string, more: string) => {
        expect([await typed(), await focusIn(TEXT)]).toEqual([said, true]);
        await window.page.keyboard.type(more);
      };
      await say(chat, numbered('render', 1, Date.now()));
      await window.sees('.chat >>> *', 'render 0');
      await holds('First, ', 'second, ');
      await say(chat, numbered('append', 300, Date.now()));
      await window.sees('.chat >>> *', 'append 299');
      await holds('First, second, ', 'third, ');
      await say(chat, numbered('older', 30, 1));
      await window.until('history', () =>
        probe.all('.chat >>> *').some((each) => each.textContent?.trim() === 'older 0'),
      );
      await holds('First, second, third, ', 'fourth.');
      await window.ask((card: string) => probe.all(card).forEach((each) => (each.dataset['old'] = '')), CARD);
      await say(chat, [], '/reload');
      await window.until(
        'another card',
        (card: string) => probe.all(card).some(({ dataset }) => !('old' in dataset)),
        CARD,
      );
      await holds('First, second, third, fourth.', '');
      await window.press('Escape', 'Escape');
      expect(await window.ask(() => probe.errors)).toEqual([]);
    });

    check('shows the panel in a column of the page', async () => {
      await open('&column');
      await openPanel();
      const column = await window.ask((panel: string) => {
        const { left, width, height } = probe.shown(panel)!.getBoundingClientRect();
        return {
          wide: width >= 280,
          high: height >= 400,
          right: left > innerWidth / 2,
          popovers: probe.all(':popover-open').length,
        };
      }, PANEL);
      expect(column).toEqual({ wide: true, high: true, right: true, popovers: 0 });
    });

    check('says the answer to the buyer as the agent’s own message', async () => {
      await open();
      await openPanel();
      await answer();
    });

    check('has two chats with two accounts', async () => {
      const other = `${chat}-mei`;
      await hosts.openTicket(other);
      window = await Window.open(context, `${hosts.url}/${folder}/?as=lin,mei&chat=${chat},${other}`);
      const cards = () => count(`${CARD} >>> button`);
      await expect.poll(cards, { timeout: 20_000 }).toBe(2);
      const orders: (string | undefined)[] = [];
      for (const index of [0, 1, 0]) {
        await window.ask((card: string, which: number) => probe.all(`${card} >>> button`)[which]?.click(), CARD, index);
        await window.until(
          'one panel',
          (panel: string, before: string) => {
            const found = probe.all(panel).filter((each) => each.getClientRects().length > 0);
            return (
              found.length === 1 &&
              probe.shown(`${panel} >>> button`, 'Decline') &&
              (found[0] as HTMLElement & { ticketId?: string }).ticketId !== before
            );
          },
          PANEL,
          orders.at(-1) ?? '',
        );
        orders.push(
          await window.ask(
            (panel: string) => (probe.shown(panel) as { ticketId?: string } | undefined)?.ticketId,
            PANEL,
          ),
        );
      }
      expect(new Set(orders).size).toBe(2);
      expect(orders[2]).toBe(orders[0]);
    });

    check('works when a card moves to another document and back', async () => {
      await open();
      const before = await window.ask((selector: string) => {
        const card = probe.shown(selector)!;
        const frame = document.body.appendChild(document.createElement('iframe'));
        frame.width = String(card.clientWidth + 40);
        const article = () => card.shadowRoot!.querySelector('article')!;
        const styled = () => {
          const { borderTopLeftRadius, fontSize } = article().ownerDocument.defaultView!.getComputedStyle(article());
          return `${borderTopLeftRadius} ${fontSize}`;
        };
        const [home, next] = [card.parentNode!, card.nextSibling];
        const back = () => {
          home.insertBefore(card, next);
          frame.remove();
        };
        globalThis.movedCard = { styled, back };
        const here = styled();
        frame.contentDocument!.body.append(card);
        return here;
      }, CARD);
      expect(before).toMatch(/[1-9]/);
      const looksTheSame = (place: string) =>
        window.until(`its style ${place}`, (wanted: string) => movedCard.styled() === wanted, before);
      await looksTheSame('in the frame');
      await window.ask(() => movedCard.back());
      await looksTheSame('at home');
      await openPanel();
    });

    // All pages have the same chat.
    it.runIf(folder === HOSTS[0]?.folder)('posts the answer again that the chat did not take', async () => {
      // The page's chat answers 500 once.
      await open(
        '',
        `globalThis.chatRefused = 0; const real = fetch; globalThis.fetch = async (url, init) =>
        String(url).startsWith('/chat/') && String(init?.body).includes(${JSON.stringify(ANSWER)}) && chatRefused++ === 0
          ? new Response(null, { status: 500 }) : real(url, init)`,
      );
      await openPanel();
      await answer();
      expect(await window.ask(() => chatRefused)).toBeGreaterThan(1);
    });

    check('works with another copy of the SDK on the page', async () => {
      await open('', `globalThis.before = import('/cdn/sidecard.js')`);
      await openPanel();
      expect(await count(PANEL)).toBe(1);
      await window.press('Escape');
      await window.until('the panel is gone', (panel: string) => !probe.shown(panel), PANEL);
      expect(await window.ask(() => probe.errors)).toEqual([]);
    });

    check('violates no content security policy', async () => {
      await open();
      await openPanel();
      await type(ANSWER);
      await window.press('Escape', 'Escape');
      // The kit's violations are its own. Ours could be told, and any is reported:
      const scripts = await window.ask(() => performance.getEntriesByType('resource').map(({ name }) => name));
      expect(scripts.filter((name) => /\/sidecard[^/]*\.js$/.test(name)).length).toBeGreaterThan(0);
      await window.ask(() => void (new Image().src = 'http://127.0.0.1:1/'));
      await window.until('a violation on purpose', () => probe.violations.some((each) => each.startsWith('img-src')));
      const violations = await window.ask(() => probe.violations);
      expect(violations.filter((violation) => violation.split(' ')[1]?.startsWith('sidecard'))).toEqual([]);
      expect(await window.ask(() => probe.errors)).toEqual([]);
    });
  },
);
