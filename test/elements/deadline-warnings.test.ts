import { expect } from '@open-wc/testing';
import type { Client } from '@sidecard/client';
import type { DeadlineNearDetail, SidecardProvider } from '@sidecard/elements';
import '@sidecard/elements';
import '@sidecard/elements/workbench';
import { notifications, said, within } from '../support/browser/panel.ts';
import { panelShown } from '../support/browser/overlay.ts';
import {
  BUYER,
  CLAIM,
  COLLEAGUE,
  DECLINE,
  HOUR_MS,
  ME,
  type MemoryTransport,
  openShop,
  type Shop,
  WATCHER,
} from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

const MINUTE_MS = 60_000;
/** A return has to be answered within two days, and the shop's was opened 20 hours ago. */
const LEFT_MS = 28 * HOUR_MS;
type Connected = Client & { readonly line: MemoryTransport };

describe('deadlines that are near', () => {
  let shop: Shop;
  let client: Connected;
  let notified: ReturnType<typeof notifications>;
  const near: DeadlineNearDetail[] = [];
  const hear = ({ detail }: CustomEvent<DeadlineNearDetail>) => void near.push(detail);

  beforeEach(async () => {
    near.length = 0;
    notified = notifications();
    document.addEventListener('sidecard-deadline-near', hear);
    shop = await openShop();
    client = shop.client();
  });
  afterEach(() => {
    document.removeEventListener('sidecard-deadline-near', hear);
    notified.stop();
    for (const provider of document.querySelectorAll('sidecard-provider')) {
      provider.closeTask();
      provider.remove();
    }
    shop.close();
  });

  const listOf = (of: Client) => of.list({ view: 'needs-answer', sort: 'deadline' });
  const isCurrent = (of: Client) => listOf(of).get().status === 'ready' && of.connection.get().state === 'live';

  /** Puts a provider on the page, and waits until it watches. */
  async function watch(change: Partial<SidecardProvider> = {}, content = ''): Promise<SidecardProvider> {
    const provider = Object.assign(document.createElement('sidecard-provider'), {
      ...{ client, locale: 'en', deadlineWarnings: '' },
      ...change,
    });
    provider.innerHTML = content;
    document.body.append(provider);
    if (provider.deadlineWarnings !== undefined) {
      await waitUntil(() => provider.shadowRoot?.querySelector('.said'), 'the announcer');
      await waitUntil(() => isCurrent(provider.client!), 'the list');
    }
    return provider;
  }

  /** The computer sleeps: its connection is gone, and time goes by. */
  async function sleep(ms: number, of = client): Promise<void> {
    of.line.goOffline();
    await waitUntil(() => of.connection.get().state !== 'live', 'offline');
    await shop.backend.advance(ms);
    of.line.goOnline();
    // Connects at once.
    of.refresh();
    await waitUntil(() => isCurrent(of), 'online');
  }

  it('have the colours of the minutes that are set, on the card, in the panel and in the list', async () => {
    const content = `<sidecard-card ticket-id="${shop.ticketId}"></sidecard-card><sidecard-task ticket-id="${shop.ticketId}"></sidecard-task>
      <sidecard-workbench path="/open" style="block-size: 400px"></sidecard-workbench>`;
    const provider = await watch({ deadlineWarnings: '' }, content);
    const places = ['sidecard-card article', 'sidecard-task .due', 'sidecard-workbench [data-ticket] .due'];
    const tones = () =>
      places.map((place) => {
        const [tag = '', ...inside] = place.split(' ');
        const root = provider.querySelector(tag)?.shadowRoot;
        const found = root?.querySelector(inside.join(' '));
        return found && (['soon', 'urgent'].find((tone) => found.classList.contains(tone)) ?? 'calm');
      });
    const are = (tone: string) => waitUntil(() => tones().every((one) => one === tone), tone);
    // 20 of 48 hours have gone.
    await are('calm');
    provider.deadlineWarnings = [29 * 60, 10];
    await are('soon');
    provider.deadlineWarnings = `${30 * 60} ${29 * 60}`;
    await are('urgent');
    // The buyer's time is not the shop's to lose.
    await shop.act(ME, DECLINE);
    await are('calm');
  });

  it('are an event with ticket, time and minutes left, and one announcement, and are not repeated', async () => {
    const provider = await watch();
    await sleep(LEFT_MS - 30 * MINUTE_MS);
    await waitUntil(() => notified.said.length > 0, 'the announcement');
    const { dueAtMs } = shop.backend.ticket(shop.ticketId)!.deadlines[0]!;
    expect(near).to.deep.equal([
      { ticketId: shop.ticketId, dueAt: new Date(dueAtMs).toISOString(), minutesLeft: near[0]?.minutesLeft },
    ]);
    expect(near[0]?.minutesLeft).to.be.within(29, 30);
    expect(notified.said).to.have.length(1);
    expect(notified.said[0]).to.match(/^Answer soon: He Yiqing, order …8817, (29|30) min left$/);
    expect(notified.languages).to.deep.equal(['en']);
    await sleep(MINUTE_MS);
    await sleep(MINUTE_MS);
    expect([near.length, notified.said.length]).to.deep.equal([1, 1]);
    provider.locale = 'zh-CN';
    await sleep(20 * MINUTE_MS);
    await waitUntil(() => notified.said.length > 1, 'the second time');
    expect(notified.said[1]).to.match(/^即将超时：He Yiqing，订单…8817，剩余\d分钟$/);
    expect(notified.languages[1]).to.equal('zh-CN');
  });

  it('are not announced again after a reload', async () => {
    await watch();
    await sleep(LEFT_MS - 30 * MINUTE_MS);
    await waitUntil(() => near.length === 1, 'the event');
    document.querySelector('sidecard-provider')?.remove();
    await watch({ client: shop.client() });
    expect([near.length, notified.said.length]).to.deep.equal([1, 1]);
  });

  it('are an event of each provider that asks for a client, and one announcement', async () => {
    await shop.another();
    const first = await watch();
    const second = await watch({ deadlineWarnings: [30, 5] });
    const heard: string[] = [];
    for (const [name, one] of Object.entries({ first, second })) {
      one.addEventListener('sidecard-deadline-near', ({ detail }) => heard.push(`${name} ${detail.ticketId}`));
    }
    await sleep(LEFT_MS - 29 * MINUTE_MS);
    await waitUntil(() => heard.length > 1, 'both events');
    expect(heard).to.have.members([`first ${shop.ticketId}`, `second ${shop.ticketId}`]);
    await waitUntil(() => notified.said.length > 0, 'the announcement');
    first.remove();
    await sleep(24.5 * MINUTE_MS);
    await waitUntil(() => heard.length === 3, 'the event of the other provider');
    expect(heard[2]).to.equal(`second ${shop.ticketId}`);
    await waitUntil(() => notified.said.length > 1, 'the second announcement');
    expect(notified.said).to.have.length(2);
  });

  it('are events of a provider in another one, with its own minutes and the other one’s client', async () => {
    const outer = await watch({ deadlineWarnings: undefined }, '<sidecard-provider deadline-warnings="30">');
    const inner = outer.querySelector('sidecard-provider')!;
    await waitUntil(() => inner.shadowRoot?.querySelector('.said'), 'the announcer');
    await waitUntil(() => isCurrent(client), 'the list');
    await sleep(LEFT_MS - 29 * MINUTE_MS);
    await waitUntil(() => near.length > 0, 'the event');
    expect(near[0]?.ticketId).to.equal(shop.ticketId);
    outer.client = undefined;
    await waitUntil(() => !inner.shadowRoot?.querySelector('.said'), 'no announcer');
  });

  it('are watched on when the setting is another list of the same minutes, as with each rendering in React', async () => {
    const provider = await watch({ deadlineWarnings: [60, 10] });
    const region = provider.shadowRoot?.querySelector('.said');
    provider.deadlineWarnings = [60, 10];
    await provider.updateComplete;
    expect(region === provider.shadowRoot?.querySelector('.said')).to.equal(true);
    provider.deadlineWarnings = [60, 20];
    await provider.updateComplete;
    expect(region?.isConnected).to.equal(false);
  });

  it('of many tickets are one sentence', async () => {
    shop.close();
    shop = await openShop({ openedMsAgo: 0 });
    client = shop.client();
    await shop.another();
    await shop.another();
    await watch();
    await sleep(47.5 * HOUR_MS);
    await waitUntil(() => notified.said.length > 0, 'the announcement');
    expect(near.length).to.equal(3);
    expect(new Set(near.map(({ ticketId }) => ticketId)).size).to.equal(3);
    expect(notified.said).to.have.length(1);
    expect(notified.said[0]).to.match(/^3 tasks to answer soon; the first has (29|30) min left$/);
  });

  it('are left to a host that prevents the event', async () => {
    const provider = await watch();
    provider.addEventListener('sidecard-deadline-near', (event) => event.preventDefault(), { once: true });
    await sleep(LEFT_MS - 30 * MINUTE_MS);
    await waitUntil(() => near.length === 1, 'the event');
    await sleep(25 * MINUTE_MS);
    await waitUntil(() => notified.said.length > 0, 'the second time');
    expect(notified.said).to.have.length(1);
    expect(notified.said[0]).to.match(/, \d min left$/);
  });

  it('are in a live region where a browser cannot notify', async () => {
    notified.stop();
    const provider = await watch();
    await sleep(LEFT_MS - 30 * MINUTE_MS);
    await waitUntil(() => said(provider).includes('Answer soon'), 'the region');
    const region = [...within(provider)].find((one) => one.matches('[role=status].said'))!;
    expect(region.checkVisibility()).to.equal(true);
    expect(region.getBoundingClientRect().width).to.be.at.most(1);
    expect(document.documentElement.scrollWidth).to.be.at.most(document.documentElement.clientWidth);
  });

  it('have the tone of urgency on the card and in the row by then', async () => {
    const box = 'block-size: 400px; contain: strict; inline-size:';
    const provider = await watch(
      {},
      `<div style="${box} 320px"><sidecard-card></sidecard-card></div>
      <div style="${box} 1200px"><sidecard-workbench></sidecard-workbench></div>`,
    );
    const [card, workbench] = [provider.querySelector('sidecard-card')!, provider.querySelector('sidecard-workbench')!];
    card.ticketId = shop.ticketId;
    const tones = () => [
      card.shadowRoot?.querySelector('article.fill')?.className,
      workbench.shadowRoot?.querySelector('[data-ticket] .due')?.className,
    ];
    await waitUntil(() => tones().every((tone) => tone !== undefined), 'both');
    expect(tones().some((tone) => tone?.includes('urgent'))).to.equal(false);
    await sleep(LEFT_MS - 30 * MINUTE_MS);
    await waitUntil(() => near.length === 1, 'the event');
    // A real minute goes by on the reader's clock, too, and renders what is in view; this one went by on the server's alone.
    card.parentElement?.append(card);
    await waitUntil(() => tones().every((tone) => tone?.includes('urgent')), 'the tones');
  });

  it('are those of the account: not of a ticket that a colleague has claimed, or that waits for the buyer', async () => {
    const mine = await shop.another();
    const answered = await shop.another();
    await watch({ deadlineWarnings: [72 * 60, 27 * 60] });
    await shop.backend.act(ME, answered.ticketId, DECLINE);
    await shop.act(COLLEAGUE, CLAIM);
    await waitUntil(
      () =>
        listOf(client)
          .get()
          .rows.some(({ claim }) => claim),
      'the claim',
    );
    // the claim lasts a quarter of an hour
    await sleep(10 * MINUTE_MS);
    expect(near).to.deep.equal([]);
    await sleep(21 * HOUR_MS);
    await waitUntil(() => near.length > 0, 'the event');
    expect(near.map(({ ticketId }) => ticketId))
      .to.include(mine.ticketId)
      .and.not.include(answered.ticketId);
  });

  it('are nothing to an account that may not handle tasks, though it has the list', async () => {
    const theirs = shop.client(WATCHER);
    const stop = listOf(theirs).subscribe(() => {});
    await watch({ client: theirs });
    await sleep(LEFT_MS - 30 * MINUTE_MS, theirs);
    expect(listOf(theirs).get().rows).to.have.length(1);
    expect([near, notified.said]).to.deep.equal([[], []]);
    stop();
  });

  it('are nothing to a buyer', async () => {
    const theirs = shop.client(BUYER);
    const provider = document.createElement('sidecard-provider');
    Object.assign(provider, { client: theirs, deadlineWarnings: [60, 10] });
    document.body.append(provider);
    await waitUntil(() => provider.shadowRoot?.querySelector('.said'), 'the announcer');
    await waitUntil(() => theirs.connection.get().state === 'live', 'the stream');
    await shop.backend.advance(LEFT_MS - 30 * MINUTE_MS);
    theirs.refresh();
    await waitUntil(() => Math.abs(theirs.now() - shop.backend.now()) < MINUTE_MS, 'the clock');
    expect([near, notified.said]).to.deep.equal([[], []]);
  });

  it('are not watched without the setting, and no longer once it or the provider is gone', async () => {
    const provider = await watch({ deadlineWarnings: undefined });
    await provider.updateComplete;
    expect(provider.shadowRoot?.querySelector('.said')).to.equal(null);
    provider.setAttribute('deadline-warnings', '60 10');
    await waitUntil(() => provider.shadowRoot?.querySelector('.said'), 'the announcer');
    await waitUntil(() => isCurrent(client), 'the list');
    provider.removeAttribute('deadline-warnings');
    await provider.updateComplete;
    expect(provider.shadowRoot?.querySelector('.said')).to.equal(null);
    provider.setAttribute('deadline-warnings', '');
    await waitUntil(() => provider.shadowRoot?.querySelector('.said'), 'the announcer again');
    provider.remove();
    expect(provider.shadowRoot?.querySelector('.said')).to.equal(null);
    document.body.append(provider);
    await waitUntil(() => provider.shadowRoot?.querySelectorAll('.said').length === 1, 'one again');
    await waitUntil(() => isCurrent(client), 'the list again');
    await sleep(LEFT_MS - 30 * MINUTE_MS);
    await waitUntil(() => near.length > 0, 'the event');
    expect(near).to.have.length(1);
  });

  it('are notifications of the host by the recipe of the docs, which open the task', async () => {
    const page = await (await fetch('/docs/elements.md')).text();
    const recipe = /## Warn before deadlines[^]*?```js\n([^]*?)```/.exec(page)?.[1];
    const shown: { title: string; options: NotificationOptions; onclick?: () => void }[] = [];
    const Before = globalThis.Notification;
    const Notified = function (this: object, title: string, options: NotificationOptions) {
      const notification = Object.assign(this, { title, options });
      shown.push(notification);
    };
    globalThis.Notification = Object.assign(Notified, { permission: 'granted' }) as unknown as typeof Notification;
    Object.defineProperty(document, 'hidden', { configurable: true, value: true });
    try {
      const provider = await watch({ deadlineWarnings: undefined });
      // eslint-disable-next-line @typescript-eslint/no-implied-eval -- it is the documentation's own code
      new Function('provider', recipe!)(provider);
      await waitUntil(() => provider.shadowRoot?.querySelector('.said'), 'the announcer');
      await waitUntil(() => isCurrent(client), 'the list');
      await sleep(LEFT_MS - 30 * MINUTE_MS);
      await waitUntil(() => shown.length > 0, 'the notification');
      expect(shown).to.have.length(1);
      expect(shown[0]?.options.tag).to.equal(shop.ticketId);
      expect(shown[0]?.title).to.match(/\b(29|30)\b/);
      shown[0]?.onclick?.();
      await panelShown(() => provider);
    } finally {
      globalThis.Notification = Before;
      Reflect.deleteProperty(document, 'hidden');
    }
  });
});
