import { expect, oneEvent } from '@open-wc/testing';
import { type Client, createClient, memoryStorage, type TicketListState } from '@sidecard/client';
import type { Queue, TicketSummary } from '@sidecard/core/wire';
import { type PanelKeys, provideClient } from '@sidecard/elements';
import '@sidecard/elements/workbench';
import type { SidecardWorkbench } from '@sidecard/elements/workbench';
import { sendKeys } from '@web/test-runner-commands';
import { atom } from 'nanostores';
import {
  allByRole,
  byRole,
  choose,
  clearPage,
  fill,
  focused,
  press,
  said,
  seen,
  sees,
  within,
} from '../support/browser/panel.ts';
import {
  BEGIN_REVIEW,
  BUYER,
  COLLEAGUE,
  DECLINE,
  ESCALATE,
  HOST,
  MAIN,
  ME,
  openShop,
  ORDER,
  type Shop,
  type ShopOptions,
  STAFF,
  WATCHER,
} from '../support/browser/shop.ts';
import { holdRequests } from '../support/browser/transports.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

const YUAN_50 = { amountMinor: 5_000, currency: 'CNY' };
const NO_ACCOUNTS = { ...({} as Client['accounts']), list: atom([]) };
/** How long a reader pauses before a search starts. */
const SEARCH_PAUSE_MS = 250;
const undo: (() => void)[] = [];
let shop: Shop;

interface Shown {
  readonly path?: string;
  readonly width?: number;
  readonly height?: number;
  readonly locale?: 'en' | 'zh-CN';
}

/** Puts a workbench on the page. */
function showWorkbench(
  client: Client,
  { path = '', width = 1200, height = 700, locale = 'en' }: Shown = {},
): SidecardWorkbench {
  const box = document.createElement('div');
  box.style.cssText = `inline-size: ${width}px; block-size: ${height}px`;
  document.body.append(box);
  const workbench = document.createElement('sidecard-workbench');
  workbench.path = path;
  undo.push(provideClient(box, client, { locale }), () => box.remove());
  box.append(workbench);
  return workbench;
}

async function open(options: ShopOptions = {}, who = ME, path = ''): Promise<SidecardWorkbench> {
  shop = await openShop(options);
  return showWorkbench(shop.client(who), { path });
}

const rowsOf = (workbench: Element): HTMLElement[] => allByRole(workbench, '[role=row][data-ticket]');
const entry = (workbench: Element, name: RegExp) => byRole(workbench, 'button.entry', name);

describe('sidecard-workbench', () => {
  afterEach(() => {
    clearPage();
    for (const step of undo.splice(0).reverse()) step();
    shop.close();
  });

  describe('[R8] lists', () => {
    it('show a ticket with its buyer, order, type, amount asked, status, time left and owner', async () => {
      const workbench = await open();
      await sees(workbench, 'Fog-blue handmade mug');
      const [row] = rowsOf(workbench);
      expect(seen(row!)).to.match(
        /^Fog-blue handmade mug, 350 ml, pair He Yiqing · Order …8817 Return & refund ¥258.00 Needs answer .* left Unclaimed$/,
      );
    });

    it('[R38] [R39] divide tickets into queues with counts', async () => {
      const workbench = await open({ type: 'resend', stage: 'signed' });
      await sees(workbench, 'Resend');
      await waitUntil(async () => /Logistics 1$/.test(seen(await entry(workbench, /^Logistics/))));
      (await entry(workbench, /^Logistics/)).click();
      await waitUntil(() => workbench.path === '/open?queue=logistics');
      await waitUntil(() => rowsOf(workbench).length === 1);
      (await entry(workbench, /^Returns & exchanges/)).click();
      await sees(workbench, 'Nothing in Returns & exchanges right now');
      expect(rowsOf(workbench)).to.have.length(0);
    });

    it('change while they are shown', async () => {
      const workbench = await open();
      await sees(workbench, 'Needs answer');
      await shop.act(COLLEAGUE, { command: 'claim' });
      await waitUntil(() => /Zhou Min$/.test(seen(rowsOf(workbench)[0]!)));
      await shop.another({ id: '2607999', buyer: { id: 'b2', name: 'Chen Xi' } });
      await waitUntil(() => rowsOf(workbench).length === 2);
    });

    it('find by buyer, the end of the order number, and goods; and say when nothing is found', async () => {
      const workbench = await open();
      await shop.another({ id: '2607000011112222', buyer: { id: 'b2', name: 'Chen Xi' } });
      await waitUntil(() => rowsOf(workbench).length === 2);
      for (const [text, buyer] of [
        ['chen', 'Chen Xi'],
        ['8817', 'He Yiqing'],
      ] as const) {
        await fill(workbench, 'Search tickets', text, 'input[type=search]');
        await waitUntil(() => rowsOf(workbench).length === 1 && seen(rowsOf(workbench)[0]!).includes(buyer), text);
      }
      await fill(workbench, 'Search tickets', 'kettle', 'input[type=search]');
      await sees(workbench, 'Nothing found for “kettle”');
      await press(workbench, 'Clear filters');
      await waitUntil(() => rowsOf(workbench).length === 2);
    });

    it('start a search that was typed as the workbench was moved, and follow the address after that', async () => {
      const workbench = await open();
      await sees(workbench, 'Fog-blue handmade mug');
      await fill(workbench, 'Search tickets', 'kettle', 'input[type=search]');
      workbench.parentElement!.append(workbench);
      await waitUntil(() => workbench.path.includes('search=kettle'), 'the search starts');
      workbench.path = '/open?search=mug';
      const field = workbench.shadowRoot!.querySelector<HTMLInputElement>('input[type=search]')!;
      await waitUntil(() => field.value === 'mug', 'the field follows');
    });

    it('start no search once the reader has opened a task', async () => {
      const workbench = await open();
      await waitUntil(() => rowsOf(workbench).length === 1);
      await fill(workbench, 'Search tickets', '8817', 'input[type=search]');
      rowsOf(workbench)[0]!.click();
      // Timers come in the order in which they are due.
      await new Promise((resolve) => setTimeout(resolve, SEARCH_PAUSE_MS));
      expect(workbench.path).to.match(/^\/tickets\//);
    });

    it('show the search of the address that they are opened at, which can be cleared', async () => {
      const workbench = await open({}, ME, '/open?search=kettle');
      await sees(workbench, 'Nothing found for “kettle”');
      const field = workbench.shadowRoot?.querySelector<HTMLInputElement>('input[type=search]');
      expect(field?.value).to.equal('kettle');
      await press(workbench, 'Clear the search');
      await waitUntil(() => rowsOf(workbench).length === 1);
      expect(workbench.path).to.equal('/open');
    });

    it('are filtered by type, and saved under a name', async () => {
      const workbench = await open();
      await waitUntil(() => rowsOf(workbench).length === 1);
      const type = (await byRole(workbench, 'combobox', 'Type')) as HTMLSelectElement;
      type.value = 'exchange';
      type.dispatchEvent(new Event('change'));
      await sees(workbench, 'Nothing matches these filters');
      (await byRole(workbench, 'summary', /Save this list/)).click();
      const name = (await byRole(workbench, 'textbox', 'Name of the list')) as HTMLInputElement;
      await waitUntil(() => focused() === name);
      await sendKeys({ type: 'Exchanges' });
      await sendKeys({ press: 'Enter' });
      await entry(workbench, /^Exchanges$/);
      (await entry(workbench, /^My tasks/)).click();
      await waitUntil(() => workbench.path === '/mine');
      (await entry(workbench, /^Exchanges$/)).click();
      await waitUntil(() => workbench.path === '/open?type=exchange');
      await press(workbench, 'Remove the list “Exchanges”');
      await waitUntil(() => allByRole(workbench, 'button.entry', /^Exchanges$/).length === 0);
    });

    it('keep the name that is being typed while the reader looks elsewhere, until it is saved', async () => {
      const workbench = await open();
      const name = async (): Promise<HTMLInputElement> => {
        (await byRole(workbench, 'summary', /Save this list/)).click();
        await waitUntil(() => focused()?.localName === 'input');
        return focused() as HTMLInputElement;
      };
      workbench.path = '/open?type=exchange';
      await name();
      await sendKeys({ type: 'Swaps' });
      workbench.path = '/mine';
      await waitUntil(() => allByRole(workbench, 'summary', /Save this list/).length === 0);
      workbench.path = '/open?type=exchange';
      expect((await name()).value).to.equal('Swaps');
      await sendKeys({ press: 'Enter' });
      await entry(workbench, /^Swaps$/);
      workbench.path = '/open?type=repair';
      expect((await name()).value).to.equal('');
    });

    const listOf = (client: Client, state: TicketListState) => ({
      ...client,
      list: () => Object.assign(atom(state), { loadMore: () => Promise.resolve(false) }),
    });

    it('say that the account may not read them, not that all is done', async () => {
      shop = await openShop();
      const workbench = showWorkbench(listOf(shop.client(), { status: 'not-found', rows: [], total: 0, more: false }));
      await sees(workbench, 'Your account cannot see these tasks');
      expect(seen(workbench)).not.to.contain('All done');
    });

    it('say that they did not load again, above the rows that are there', async () => {
      shop = await openShop();
      const client = shop.client();
      const list = client.list({ view: 'open', sort: 'deadline' });
      const stop = list.subscribe(() => {});
      await waitUntil(() => list.get().rows.length === 1);
      const state = { ...list.get(), status: 'failed' } as const;
      stop();
      const workbench = showWorkbench(listOf(client, state));
      await sees(workbench, 'The tasks did not load again. What you see may be out of date.');
      expect(rowsOf(workbench)).to.have.length(1);
    });

    it('[R45] show a refund that failed, in red and with the words of card and panel', async () => {
      const failed = [HOST, { command: 'record-settlement', choice: 'failed' }] as const;
      const workbench = await open(
        { type: 'presale-deposit', steps: [[ME, { command: 'agree', fields: { amount: YUAN_50 } }], failed] },
        ME,
        '/resolved',
      );
      const mark = await byRole(workbench, '.money.urgent', /^Refund of ¥50.00 failed; the platform has to retry it$/);
      expect(getComputedStyle(mark).color).to.equal('rgb(176, 36, 28)');
    });

    it('say that the shop has had no ticket yet', async () => {
      shop = await openShop();
      const client = shop.client();
      const empty = { status: 'ready', rows: [], total: 0, more: false } as const;
      const none = {
        ...client,
        list: () => Object.assign(atom(empty), { loadMore: () => Promise.resolve(false) }),
        counts: atom({ queues: [], views: { ...ZERO }, cursor: '' }),
      };
      await sees(showWorkbench(none), 'No after-sales tasks yet');
    });

    it('mark a ticket that has changed since the reader looked at it', async () => {
      const workbench = await open();
      const dots = () => allByRole(workbench, '.dot');
      await waitUntil(() => dots().length === 1);
      await press(workbench, /^Fog-blue/, 'button.open');
      await sees(workbench, 'Buyer’s other tickets');
      await press(workbench, 'Back to All open');
      await waitUntil(() => rowsOf(workbench).length === 1 && dots().length === 0);
      await shop.act(COLLEAGUE, DECLINE);
      await waitUntil(() => dots().length === 1);
    });

    it('have rows one below the other, also when they get another height: of a narrower window, of another density', async () => {
      const workbench = await open();
      await shop.another();
      await waitUntil(() => rowsOf(workbench).length === 2);
      const gap = () => {
        const [first, second] = rowsOf(workbench).map((row) => row.getBoundingClientRect());
        return Math.round(second!.top - first!.bottom);
      };
      const height = () => rowsOf(workbench)[0]!.getBoundingClientRect().height;
      const wide = height();
      workbench.parentElement!.style.inlineSize = '320px';
      await waitUntil(() => height() > wide && gap() === 0, 'narrow');
      workbench.parentElement!.style.inlineSize = '1200px';
      await waitUntil(() => height() === wide && gap() === 0, 'wide');
      workbench.style.setProperty('--sidecard-font-size', '18px');
      await waitUntil(() => height() > wide && gap() === 0, 'large');
    });

    it('render the rows in view alone', async () => {
      shop = await openShop();
      const client = shop.client();
      const list = client.list({ view: 'open', sort: 'deadline' });
      const stop = list.subscribe(() => {});
      await waitUntil(() => list.get().rows.length === 1);
      const [row] = list.get().rows;
      stop();
      const rows: TicketSummary[] = Array.from({ length: 100_000 }, (_, i) => ({ ...row!, ticketId: `T${i}` }));
      const state = { status: 'ready', rows, total: 10_000, totalIsMore: true, more: false } as const;
      const workbench = showWorkbench({
        ...client,
        list: () => Object.assign(atom(state), { loadMore: () => Promise.resolve(false) }),
      });
      await waitUntil(() => rowsOf(workbench).length > 5);
      expect(rowsOf(workbench).length).to.be.lessThan(40);
      (await byRole(workbench, 'button.open', /^Fog-blue/)).focus();
      await sendKeys({ press: 'End' });
      await waitUntil(() => focused()?.closest('[role=row]')?.getAttribute('data-ticket') === 'T99999');
      expect(rowsOf(workbench).length).to.be.lessThan(40);
      expect(focused()?.closest('[role=row]')?.getAttribute('aria-rowindex')).to.equal('100001');
      await sees(workbench, /of 10,000\+/);
    });
  });

  it('comes back to the row that was opened, far down in a list, with the focus on it', async () => {
    shop = await openShop();
    const client = shop.client();
    const list = client.list({ view: 'open', sort: 'deadline' });
    undo.push(list.subscribe(() => {}));
    await waitUntil(() => list.get().rows.length === 1);
    const [row] = list.get().rows;
    const rows: TicketSummary[] = Array.from({ length: 300 }, (_, i) => ({ ...row!, ticketId: `T${i}` }));
    const state = { status: 'ready', rows, total: 300, more: false } as const;
    const shown = Object.assign(atom(state), { loadMore: () => Promise.resolve(false) });
    const workbench = showWorkbench({ ...client, list: () => shown });
    await waitUntil(() => rowsOf(workbench).length > 5);
    (rowsOf(workbench)[0]!.querySelector('.open') as HTMLElement).focus();
    for (let i = 0; i < 3; i++) await sendKeys({ press: 'PageDown' });
    const active = () => focused()?.closest<HTMLElement>('[data-ticket]');
    await waitUntil(() => Number(active()?.dataset['index']) > 20);
    const { ticket } = active()!.dataset;
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => workbench.path === `/tickets/${ticket}`);
    await waitUntil(() => focused()?.localName === 'h2' || focused()?.closest('.panel'));
    await press(workbench, 'Back to All open');
    await waitUntil(() => active()?.dataset['ticket'] === ticket);
    const scroller = allByRole(workbench, '.scroller')[0]!.getBoundingClientRect();
    const { top, bottom } = active()!.getBoundingClientRect();
    expect(top >= scroller.top && bottom <= scroller.bottom, `${top}–${bottom}`).to.equal(true);
  });

  describe('the keyboard', () => {
    it('moves among the rows, opens one, and comes back to it', async () => {
      const workbench = await open();
      await shop.another({ id: '2607000011112222', buyer: { id: 'b2', name: 'Chen Xi' } });
      await waitUntil(() => rowsOf(workbench).length === 2);
      (rowsOf(workbench)[0]!.querySelector('.open') as HTMLElement).focus();
      await sendKeys({ press: 'j' });
      const second = rowsOf(workbench)[1]!.dataset['ticket'];
      const active = () => focused()?.closest<HTMLElement>('[data-ticket]')?.dataset['ticket'];
      await waitUntil(() => active() === second);
      await sendKeys({ press: 'Enter' });
      await waitUntil(() => workbench.path === `/tickets/${second}`);
      await waitUntil(() => focused()?.localName === 'h2');
      await sendKeys({ press: 'Escape' });
      await waitUntil(() => workbench.path === '/open' && active() === second);
      await sendKeys({ press: 'k' });
      await waitUntil(() => active() !== second);
    });

    it('keeps the focus where a colleague answers the only row', async () => {
      const workbench = await open({}, ME, '/needs-answer');
      await waitUntil(() => rowsOf(workbench).length === 1);
      (rowsOf(workbench)[0]!.querySelector('.open') as HTMLElement).focus();
      await shop.act(COLLEAGUE, DECLINE);
      await waitUntil(() => rowsOf(workbench).length === 0);
      await waitUntil(() => focused()?.localName === 'h2');
      await shop.another({ id: '2607000011112222' });
      await waitUntil(() => rowsOf(workbench).length === 1);
      expect(focused()?.localName).to.equal('h2');
    });

    it('claims, and goes to the search', async () => {
      const workbench = await open();
      await waitUntil(() => rowsOf(workbench).length === 1);
      (rowsOf(workbench)[0]!.querySelector('.open') as HTMLElement).focus();
      await sendKeys({ press: 'c' });
      await waitUntil(() => /You$/.test(seen(rowsOf(workbench)[0]!)));
      await sendKeys({ press: '/' });
      await waitUntil(() => focused()?.getAttribute('type') === 'search');
      // In a field, keys are letters.
      await sendKeys({ type: 'jc' });
      expect((focused() as HTMLInputElement).value).to.equal('jc');
    });

    it('claims nothing that is over', async () => {
      const steps = [
        [ME, DECLINE],
        [BUYER, { command: 'withdraw' }],
      ] as const;
      shop = await openShop({ steps });
      const client = shop.client();
      const workbench = showWorkbench(client, { path: '/resolved' });
      await waitUntil(() => rowsOf(workbench).length === 1);
      const asked: string[] = [];
      const request = client.line.request.bind(client.line);
      client.line.request = (one) => {
        if (one.path.endsWith('/commands')) asked.push(one.path);
        return request(one);
      };
      (rowsOf(workbench)[0]!.querySelector('.open') as HTMLElement).focus();
      await sendKeys({ press: 'c' });
      await sendKeys({ press: 'Enter' });
      await waitUntil(() => workbench.path.startsWith('/tickets/'));
      expect(asked).to.deep.equal([]);
    });

    it('shows why a claim was refused until it is dismissed', async () => {
      shop = await openShop();
      const client = shop.client();
      const workbench = showWorkbench(client);
      await waitUntil(() => rowsOf(workbench).length === 1);
      const request = client.line.request.bind(client.line);
      client.line.request = (asked) =>
        /commands$/.test(asked.path)
          ? Promise.resolve({ status: 409, body: { code: 'version-conflict' } })
          : request(asked);
      (rowsOf(workbench)[0]!.querySelector('.open') as HTMLElement).focus();
      await sendKeys({ press: 'c' });
      await sees(workbench, /He Yiqing · Order …8817 No longer possible: the ticket has changed/);
      await press(workbench, 'Dismiss');
      await waitUntil(() => allByRole(workbench, '[data-refusal]').length === 0);
      await waitUntil(() => focused()?.closest('[role=row]') !== null);
    });

    it('keeps what is typed into its fields from the page', async () => {
      const workbench = await open({}, ME, '/open?type=return-refund');
      const heard: string[] = [];
      const listen = (event: KeyboardEvent) => heard.push(event.key);
      document.addEventListener('keydown', listen);
      undo.push(() => document.removeEventListener('keydown', listen));
      (await byRole(workbench, 'summary', /Save this list/)).click();
      await waitUntil(() => focused()?.localName === 'input');
      await sendKeys({ type: 'jc' });
      await sendKeys({ press: 'Escape' });
      await waitUntil(() => focused()?.localName === 'summary');
      expect(heard).to.deep.equal([]);
      workbench.path = '/archive';
      await byRole(workbench, 'heading', 'Picture archive');
      await waitUntil(() => focused()?.localName === 'h2');
      (await byRole(workbench, 'input[type=search]', /./)).focus();
      await sendKeys({ type: 'jc' });
      expect(heard).to.deep.equal([]);
    });

    it('has no keys without a modifier where the host turns them off', async () => {
      const workbench = await open();
      workbench.noSingleKeys = true;
      await shop.another({ id: '2607000011112222' });
      await waitUntil(() => rowsOf(workbench).length === 2);
      const [first] = rowsOf(workbench);
      (first!.querySelector('.open') as HTMLElement).focus();
      await sendKeys({ press: 'j' });
      await sendKeys({ press: 'c' });
      expect(focused()?.closest('[role=row]')).to.equal(first);
      await sendKeys({ press: 'ArrowDown' });
      await waitUntil(() => focused()?.closest('[role=row]') === rowsOf(workbench)[1]);
      expect(seen(first!)).to.match(/Unclaimed$/);
    });

    const sheet = (workbench: Element) => workbench.shadowRoot?.querySelector<HTMLDialogElement>('dialog.keys');
    const hints = (workbench: Element) =>
      workbench.shadowRoot?.querySelector('.hints')?.textContent.replace(/\s+/g, ' ');
    const activeAt = (workbench: Element) =>
      rowsOf(workbench).findIndex((row) => row === focused()?.closest('[role=row]'));

    /** A list of two rows inside a provider with keys of the host, the focus on the first. */
    async function withKeys(keys: PanelKeys): Promise<SidecardWorkbench> {
      shop = await openShop();
      await shop.another({ id: '2607000011112222' });
      const provider = Object.assign(document.createElement('sidecard-provider'), { client: shop.client(), keys });
      provider.locale = 'en';
      const workbench = document.createElement('sidecard-workbench');
      workbench.style.blockSize = '600px';
      provider.append(workbench);
      document.body.append(provider);
      undo.push(() => provider.remove());
      await waitUntil(() => rowsOf(workbench).length === 2);
      rowsOf(workbench)[0]!.querySelector<HTMLElement>('.open')!.focus();
      return workbench;
    }

    it('has the keys that the host wants', async () => {
      const workbench = await withKeys({ next: 'n', previous: 'e', claim: '', open: 'Y' });
      expect(hints(workbench)).to.match(/NE move ↵ open X select \?/);
      await sendKeys({ press: 'j' });
      await sendKeys({ press: 'c' });
      expect(activeAt(workbench)).to.equal(0);
      await sendKeys({ press: 'n' });
      await waitUntil(() => activeAt(workbench) === 1);
      await sendKeys({ press: 'e' });
      await waitUntil(() => activeAt(workbench) === 0);
      const { ticket } = rowsOf(workbench)[0]!.dataset;
      await sendKeys({ press: 'y' });
      await waitUntil(() => workbench.path === `/tickets/${ticket}`);
      expect(shop.backend.ticket(ticket!)?.claim).to.equal(undefined);
    });

    it('has none of them where the host turns off those of all elements; arrows and Enter stay', async () => {
      const workbench = await withKeys(false);
      expect(hints(workbench)).to.equal(undefined);
      for (const key of ['j', 'c', 'x', '?', 'o']) await sendKeys({ press: key });
      // Firefox would search the page, and leave it.
      const slash = new KeyboardEvent('keydown', { key: '/', bubbles: true, composed: true, cancelable: true });
      rowsOf(workbench)[0]!.querySelector('.open')!.dispatchEvent(slash);
      expect(slash.defaultPrevented).to.equal(false);
      expect(activeAt(workbench)).to.equal(0);
      expect([workbench.path, allByRole(workbench, '.selected').length]).to.deep.equal(['', 0]);
      await sendKeys({ press: 'ArrowDown' });
      await waitUntil(() => activeAt(workbench) === 1);
      await sendKeys({ press: 'Enter' });
      await waitUntil(() => workbench.path.startsWith('/tickets/'));
    });

    it('shows its sheet, with the keys of the host, and comes back to the row', async () => {
      const workbench = await withKeys({ next: 'n', claim: '' });
      await sendKeys({ press: '?' });
      await waitUntil(() => sheet(workbench)?.open === true);
      const rows = [...sheet(workbench)!.querySelectorAll('dt')].map((key) =>
        `${key.textContent} ${key.nextElementSibling?.textContent}`.replace(/\s+/g, ' ').trim(),
      );
      expect(rows).to.include.members(['n Next task', 'k Previous task', 'Enter Open the task', '? Show these keys']);
      expect(rows).to.include('r Selected tasks: Refuse');
      expect(rows.join()).not.to.contain('Claim');
      // Keys typed there are not the list's.
      await sendKeys({ press: 'n' });
      await sendKeys({ press: 'Escape' });
      await waitUntil(() => sheet(workbench)?.open === false);
      expect(activeAt(workbench)).to.equal(0);
      await sendKeys({ press: '?' });
      await waitUntil(() => sheet(workbench)?.open === true);
      expect(workbench.path).to.equal('');
    });
  });

  describe("[R8] a task's page", () => {
    it('has an address of its own, and the panel of the chat', async () => {
      shop = await openShop();
      const workbench = showWorkbench(shop.client(), { path: `/tickets/${shop.ticketId}` });
      await choose(workbench, /^Agree/);
      await press(workbench, /^Agree and tell/);
      await waitUntil(() => /Waiting for return/.test(seen(workbench)));
      const colleague = shop.client(COLLEAGUE).ticket(shop.ticketId);
      await waitUntil(
        () => new Promise((done) => colleague.subscribe(({ view }) => done(view?.workflow === 'awaiting-return'))()),
      );
    });

    it('[R21] writes to platform staff with the form of the chat, which the buyer never sees', async () => {
      shop = await openShop({
        steps: [
          [ME, DECLINE],
          [BUYER, ESCALATE],
          [STAFF, BEGIN_REVIEW],
        ],
      });
      const workbench = showWorkbench(shop.client(), { path: `/tickets/${shop.ticketId}` });
      (await byRole(workbench, 'radio', /Progress/)).click();
      const letters = await byRole(workbench, 'sidecard-staff-message', '');
      await fill(letters, /./, 'Reported to the carrier.');
      await press(workbench, 'Send to staff');
      await sees(workbench, '1 message');
      await sees(workbench, 'Reported to the carrier.');
    });

    it('[R15] folds nothing in two columns, also with the platform; in one column it makes room for the staff thread', async () => {
      const workbench = await open({
        steps: [
          [ME, DECLINE],
          [BUYER, ESCALATE],
          [STAFF, BEGIN_REVIEW],
        ],
      });
      workbench.path = `/tickets/${shop.ticketId}`;
      const folded = () => allByRole(workbench, '.collapsible', /./).map(({ dataset }) => dataset['section']);
      await sees(workbench, 'Message to platform staff');
      await sees(workbench, 'box crushed, rim chipped, wants to return');
      expect(folded()).to.deep.equal([]);
      workbench.parentElement!.style.inlineSize = '700px';
      await waitUntil(() => folded().includes('request') && folded().includes('history'), 'one column');
      workbench.parentElement!.style.inlineSize = '1200px';
      await waitUntil(() => folded().length === 0, 'two columns');
    });

    it('goes to its neighbours in the list', async () => {
      const workbench = await open();
      const { ticketId } = await shop.another({ id: '2607000011112222' });
      await waitUntil(() => rowsOf(workbench).length === 2);
      const [first, second] = rowsOf(workbench).map((row) => row.dataset['ticket']);
      expect([first, second]).to.include(ticketId);
      workbench.path = `/tickets/${first}`;
      await sees(workbench, '1 of 2');
      await press(workbench, 'Next task');
      await waitUntil(() => workbench.path === `/tickets/${second}`);
      await sees(workbench, '2 of 2');
    });

    it('says so when nobody has that ticket', async () => {
      const workbench = await open({}, ME, '/tickets/none');
      await sees(workbench, 'Ticket not found');
    });
  });

  describe('addresses', () => {
    it('are told to the host, which can set them itself', async () => {
      const workbench = await open();
      await waitUntil(() => rowsOf(workbench).length === 1);
      workbench.addEventListener('sidecard-navigate', (event) => event.preventDefault(), { once: true });
      const told = oneEvent(workbench, 'sidecard-navigate');
      (await entry(workbench, /^My tasks/)).click();
      expect((await told).detail).to.deep.equal({ path: '/mine', replace: false });
      expect(workbench.path).to.equal('');
      workbench.path = '/mine';
      await sees(workbench, 'Nothing in My tasks right now');
    });

    for (const locale of ['en', 'zh-CN'] as const)
      it(`[R38] are counted up to a thousand, in ${locale}`, async () => {
        shop = await openShop();
        const queue = (name: Queue, open: number) => ({ queue: name, open, merchantsTurn: 0 });
        const queues = [queue('returns-and-exchanges', 1_000), queue('logistics', 999), queue('other', 0)];
        // An earlier server counts further.
        const views = { ...ZERO, open: 5_234, mine: 1_000, resolved: 12 };
        const client = { ...shop.client(), counts: atom({ queues, views, cursor: '' }) };
        const workbench = showWorkbench(client, { locale });
        const counts = () => [...(workbench.shadowRoot?.querySelectorAll('nav .count') ?? [])];
        await waitUntil(() => counts().length === 10);
        expect(counts().map(({ textContent }) => textContent)).to.deep.equal([
          '1,000+',
          '0',
          '0',
          '1,000+',
          '1,000+',
          '999',
          '0',
          '0',
          '0',
          '12',
        ]);
      });

    it('mark the current page in the navigation, and no other', async () => {
      const workbench = await open();
      const marks = () => allByRole(workbench, '.entry[aria-current]').map((one) => one.getAttribute('aria-current'));
      await waitUntil(() => rowsOf(workbench).length === 1);
      expect(marks()).to.deep.equal(['page']);
      workbench.hrefOf = (path) => `#${path}`;
      await byRole(workbench, 'a.entry', /^My tasks/);
      expect(marks()).to.deep.equal(['page']);
    });

    it('are links where the host has URLs for them', async () => {
      const workbench = await open();
      workbench.hrefOf = (path) => `#${path}`;
      const link = (await byRole(workbench, 'a.open', /^Fog-blue/)) as HTMLAnchorElement;
      expect(link.hash).to.equal(`#/tickets/${shop.ticketId}`);
      expect(((await byRole(workbench, 'a.entry', /^My tasks/)) as HTMLAnchorElement).hash).to.equal('#/mine');
    });

    it('that lead nowhere say so', async () => {
      const workbench = await open({}, ME, '/nothing/here');
      await press(workbench, 'Show all open tasks');
      await waitUntil(() => rowsOf(workbench).length === 1);
    });

    for (const path of [
      '/tickets/%',
      '/open?queue=<script>',
      '/tickets/a/b',
      '/open?openedFromMs=NaN',
      '////',
      '?view=%00',
    ]) {
      it(`are the host's, and may be anything: ${path}`, async () => {
        const workbench = await open({}, ME, path);
        await waitUntil(() => within(workbench).next().value);
        await waitUntil(() => /All open/.test(seen(workbench)));
      });
    }
  });

  describe('accounts', () => {
    it('load before anybody is told that they may not see them', async () => {
      shop = await openShop();
      const workbench = showWorkbench({ ...shop.client(MAIN), accounts: NO_ACCOUNTS }, { path: '/accounts' });
      await byRole(workbench, 'heading', 'Accounts & access');
      expect(workbench.shadowRoot?.textContent).to.contain('Loading accounts…').and.not.to.contain('Only the main');
    });

    it('[R13] gives and takes a permission, which works at once', async () => {
      shop = await openShop();
      const watcher = shop.client(WATCHER);
      let may: readonly string[] = [];
      watcher.session.subscribe((session) => (may = session?.permissions ?? []));
      const workbench = showWorkbench(shop.client(MAIN), { path: '/accounts' });
      const handle = (await byRole(workbench, 'checkbox', 'Handle tasks: Wu Lei')) as HTMLInputElement;
      handle.click();
      await waitUntil(() => may.includes('task.handle'));
      await waitUntil(() => said(workbench).includes('Wu Lei can now: Handle tasks'));
      await waitUntil(() => !handle.matches(':disabled'));
      handle.click();
      await waitUntil(() => !may.includes('task.handle'));
    });

    async function openAccounts() {
      shop = await openShop();
      const watcher = shop.client(WATCHER).session;
      watcher.subscribe(() => {});
      await waitUntil(() => watcher.get() !== undefined);
      const client = shop.client(MAIN);
      return { client, workbench: showWorkbench(client, { path: '/accounts' }) };
    }

    it('take no focus from what the reader has gone on to, such as the chat', async () => {
      const { workbench, client } = await openAccounts();
      const chat = document.createElement('textarea');
      workbench.parentElement!.append(chat);
      const handle = (await byRole(workbench, 'checkbox', 'Handle tasks: Wu Lei')) as HTMLInputElement;
      const { release } = holdRequests(client.line, /accounts/);
      handle.focus();
      handle.click();
      chat.focus();
      release();
      await waitUntil(() => said(workbench).includes('Wu Lei can now: Handle tasks'));
      expect(document.activeElement === chat).to.equal(true);
    });

    it('take one change of an account at a time, and keep the focus meanwhile', async () => {
      const { workbench, client } = await openAccounts();
      const handle = (await byRole(workbench, 'checkbox', 'Handle tasks: Wu Lei')) as HTMLInputElement;
      const { release, held } = holdRequests(client.line, /accounts/);
      handle.focus();
      await sendKeys({ press: 'Space' });
      await waitUntil(() => held.length === 1);
      await sendKeys({ press: 'Space' });
      expect([handle.checked, focused() === handle]).to.deep.equal([true, true]);
      release();
      await waitUntil(() => said(workbench).includes('Wu Lei can now: Handle tasks'));
      expect(held).to.have.length(1);
    });

    it('are not in the navigation of those who may not manage them', async () => {
      const workbench = await open();
      await waitUntil(() => rowsOf(workbench).length === 1);
      expect(allByRole(workbench, 'button.entry', /^Accounts/)).to.have.length(0);
    });
  });

  it('[R24] shows a buyer’s client that the account has no lists, and asks for none', async () => {
    shop = await openShop();
    const client = shop.client(BUYER);
    let asked = 0;
    const workbench = showWorkbench({ ...client, list: (filter) => (asked++, client.list(filter)) });
    let party: string | undefined;
    client.session.subscribe((session) => (party = session?.party));
    await waitUntil(() => party === 'buyer');
    await workbench.updateComplete;
    expect(seen(workbench)).to.equal('Your account cannot see these tasks');
    expect(asked).to.equal(0);
  });

  describe('without an account', () => {
    const FAILED = 'The tasks did not load. The server gave no answer just now.';
    beforeEach(async () => {
      shop = await openShop();
    });

    it('waits, says that nothing answers, and shows the list once something does', async () => {
      const client = shop.client();
      client.line.goOffline();
      const workbench = showWorkbench(client);
      const waits: boolean[] = [];
      workbench.addController({
        hostUpdated: () => void waits.push(workbench.shadowRoot?.querySelector('.skeletons') != null),
      });
      await sees(workbench, FAILED);
      expect(waits).to.include(true);
      client.line.goOnline();
      await press(workbench, 'Try again');
      await waitUntil(() => rowsOf(workbench).length === 1);
      expect(seen(workbench)).not.to.contain(FAILED);
    });

    it('says so where the token is refused', async () => {
      const { line } = shop.client();
      const refuses = { request: () => Promise.resolve({ status: 401, body: { code: 'unauthenticated' } }) };
      const client = createClient({ transport: { ...line, ...refuses }, storage: memoryStorage(), onError: () => {} });
      undo.push(() => client.close());
      await sees(showWorkbench(client), FAILED);
    });
  });

  for (const width of [320, 700, 1200]) {
    it(`fits ${width} px without sideways scrolling`, async () => {
      shop = await openShop({ order: { buyer: { id: BUYER.accountId, name: 'Wolfeschlegelsteinhausenbergerdorff' } } });
      const workbench = showWorkbench(shop.client(), { width });
      await waitUntil(() => rowsOf(workbench).length === 1);
      const scroller = allByRole(workbench, '.scroller')[0]!;
      expect(scroller.scrollWidth).to.be.at.most(scroller.clientWidth);
      expect(rowsOf(workbench)[0]!.scrollWidth).to.be.at.most(width);
      expect(ORDER.id).to.have.length(16);
    });
  }
});

const ZERO = {
  open: 0,
  'needs-answer': 0,
  'due-soon': 0,
  mine: 0,
  intervening: 0,
  'waiting-for-buyer': 0,
  resolved: 0,
};
