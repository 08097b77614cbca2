import type { Browser, BrowserContext, CDPSession, Page } from 'playwright';
import type { RunningDemo } from '../support/demo.ts';
import { install, type PageState } from './in-page.ts';

/** A browser of somebody, with the pages that are open in it. */
export interface Seat {
  readonly name: string;
  readonly isBuyer: boolean;
  readonly context: BrowserContext;
  isOffline: boolean;
  /** Whether two of its pages were open at once: what is typed in both is kept side by side. */
  hadTabs: boolean;
}

/** An open page. */
export interface Tab {
  readonly id: string;
  readonly seat: Seat;
  readonly page: Page;
  readonly devtools: CDPSession;
  /** Pairs of panel and conversation of which the person has said to go on. */
  readonly confirmed: Set<string>;
  /** What was judged last. */
  last: PageState | undefined;
  isClosed: boolean;
}

/** What a page sent, and what was answered. */
export interface Sent {
  readonly tab: Tab;
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly status: number;
  readonly answer: string;
}

/** Who hears what pages do. */
export interface Ears {
  readonly fault: (tab: Tab, what: string) => void;
  readonly sent: (sent: Sent) => void;
  /** Bytes that a page of the buyer got, in one piece or in many. */
  readonly buyerHeard: (text: string) => void;
}

/** Whose pages there are, and where each begins. */
const SEATS = [
  { name: 'buyer', at: (demo: RunningDemo) => `${demo.buyer}/?lang=en` },
  { name: 'agent', at: (demo: RunningDemo) => `${demo.agent}/?as=shanyu-linke&lang=en` },
  { name: 'second', at: (demo: RunningDemo) => `${demo.agent}/?as=shanyu-zhoumin&lang=zh-CN` },
  { name: 'desk', at: (demo: RunningDemo) => `${demo.agent}/workbench?as=shanyu-main&lang=en` },
  { name: 'staff', at: (demo: RunningDemo) => `${demo.staff}/?lang=en` },
] as const;

/** Of pages whose address does not say it. */
const ACCOUNTS: Readonly<Record<string, string>> = { buyer: 'buyer-he', staff: 'staff-3012' };

/** Every browser, and every page that is open. */
export class Cast {
  readonly tabs: Tab[] = [];
  readonly seats: Seat[] = [];
  readonly #ears: Ears;
  #count = 0;

  constructor(ears: Ears) {
    this.#ears = ears;
  }

  /** Everybody opens a page; the agent opens the workbench beside the chat. */
  async enter(browser: Browser, demo: RunningDemo): Promise<void> {
    for (const { name, at } of SEATS) {
      const context = await browser.newContext({ viewport: { width: 1180, height: 820 }, locale: 'en-GB' });
      await context.addInitScript(install);
      const seat: Seat = { name, isBuyer: name === 'buyer', context, isOffline: false, hadTabs: false };
      this.seats.push(seat);
      await this.open(seat, at(demo));
      if (name === 'agent') await this.open(seat, `${demo.agent}/workbench?as=shanyu-linke&lang=en`);
    }
  }

  async open(seat: Seat, url: string): Promise<Tab> {
    const page = await seat.context.newPage();
    page.setDefaultTimeout(30_000);
    const devtools = await seat.context.newCDPSession(page);
    const tab: Tab = {
      id: `${seat.name}${++this.#count}`,
      ...{ seat, page, devtools },
      ...{ confirmed: new Set<string>(), last: undefined, isClosed: false },
    };
    seat.hadTabs ||= this.tabs.some((each) => each.seat === seat);
    this.tabs.push(tab);
    await this.#listen(tab);
    await page.goto(url);
    return tab;
  }

  /** Closes a page as a person does: it can still write what it has to. */
  async close(tab: Tab): Promise<void> {
    tab.isClosed = true;
    this.tabs.splice(this.tabs.indexOf(tab), 1);
    const closed = new Promise((resolve) => tab.page.once('close', resolve));
    await tab.page.close({ runBeforeUnload: true });
    await closed;
  }

  async #listen(tab: Tab): Promise<void> {
    const { page, devtools, seat } = tab;
    const { fault, sent, buyerHeard } = this.#ears;
    page.on('pageerror', (error) => fault(tab, `threw ${error.stack ?? error.message}`));
    page.on('console', (message) => {
      // The browser's own words about a request that failed.
      if (message.type() === 'error' && !/^Failed to load resource|ERR_INTERNET_DISCONNECTED/.test(message.text()))
        fault(tab, `said ${message.text()}`);
    });
    page.on('dialog', (dialog) => void dialog.accept().catch(() => {}));
    page.on('popup', (popup) => void popup.close());
    page.on('response', (response) => {
      const request = response.request();
      const method = request.method();
      const { pathname: path } = new URL(response.url());
      if (!path.startsWith('/v1/') || (path === '/v1/events' && response.headers()['content-type']?.includes('stream')))
        return;
      response.text().then(
        (answer) => {
          if (seat.isBuyer) buyerHeard(answer);
          if (method !== 'GET')
            sent({ tab, method, path, body: request.postData() ?? '', status: response.status(), answer });
        },
        // the page is gone
        () => {},
      );
    });
    if (!seat.isBuyer) return;
    await devtools.send('Network.enable');
    devtools.on('Network.responseReceived', ({ requestId, response }) => {
      if (new URL(response.url).pathname !== '/v1/events') return;
      devtools.send('Network.streamResourceContent', { requestId }).then(
        ({ bufferedData }) => buyerHeard(Buffer.from(bufferedData, 'base64').toString()),
        () => {},
      );
    });
    devtools.on('Network.dataReceived', ({ data }) => {
      if (data) buyerHeard(Buffer.from(data, 'base64').toString());
    });
  }
}

/** What is in a page now; nothing while it loads. */
export async function stateOf(tab: Tab): Promise<PageState | undefined> {
  return tab.page.evaluate(() => globalThis.explorer.state()).catch(() => undefined);
}

/** The account and the language of a page, which are in its address. */
export function whoseTab({ page, seat }: Tab): { readonly account: string; readonly language: string } {
  const { searchParams } = new URL(page.url());
  return { account: searchParams.get('as') ?? ACCOUNTS[seat.name] ?? '', language: searchParams.get('lang') ?? '' };
}
