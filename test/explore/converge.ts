import type { TicketView } from '@sidecard/core/wire';
import type { Browser } from 'playwright';
import type { RunningDemo } from '../support/demo.ts';
import { type Cast, type Tab, whoseTab } from './cast.ts';
import { comesTrue, Violation } from './judge.ts';

/** Time enough to send what waits, and to hear of it. */
const LOOKS = 200;

/** All are online again: everything is sent, and each page shows what one that is opened now would. @throws Violation */
export async function converge(browser: Browser, demo: RunningDemo, cast: Cast): Promise<void> {
  for (const seat of cast.seats) {
    seat.isOffline = false;
    await seat.context.setOffline(false);
  }
  let waiting = '';
  const isSent = await comesTrue(async () => {
    const all = await Promise.all(cast.tabs.map(async (tab) => `${tab.id}: ${(await waitingIn(tab)).join()}`));
    waiting = all.filter((each) => !each.endsWith(': ')).join('; ');
    return waiting === '';
  }, LOOKS);
  if (!isSent) throw new Violation('pages converge', `something still waits to be sent: ${waiting}`);
  for (const tab of cast.tabs) {
    let different: string | undefined;
    const isSame = await comesTrue(async () => {
      different = await differenceIn(tab);
      return different === undefined;
    }, LOOKS);
    if (!isSame) throw new Violation('pages converge', `${tab.id} shows ${different}`);
  }
  const buyer = cast.tabs.find(({ seat }) => seat.isBuyer);
  if (!buyer) return;
  // Its client is the page's own, and cannot be asked.
  const context = await browser.newContext({ viewport: { width: 1180, height: 820 }, locale: 'en-GB' });
  const fresh = await context.newPage();
  await fresh.goto(`${demo.buyer}/${new URL(buyer.page.url()).search}`);
  let [shown, wanted] = ['', ''];
  const isSame = await comesTrue(async () => {
    [shown, wanted] = await Promise.all([outlineOf(buyer.page), outlineOf(fresh)]);
    return shown === wanted;
  }, LOOKS);
  await context.close();
  if (!isSame) throw new Violation('pages converge', `${buyer.id} shows ${shown}, a fresh page ${wanted}`);
}

/** The tickets of a buyer's page, with their states. */
function outlineOf(page: Tab['page']): Promise<string> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[data-testid=buyer-ticket]')]
      .map(({ dataset }) => `${dataset['ticket']} ${dataset['status']}`)
      .sort()
      .join('\n'),
  );
}

/** What waits to be sent. What was refused waits for its person. */
function waitingIn(tab: Tab): Promise<readonly string[]> {
  return tab.page.evaluate(() =>
    (globalThis.explorer.client()?.outbox.get() ?? [])
      .filter(({ state }) => state !== 'refused')
      .map(({ kind, command, state }) => `${state} ${kind} ${command.command}`),
  );
}

/** The first ticket that a page has otherwise than the server answers. */
async function differenceIn(tab: Tab): Promise<string | undefined> {
  const { account, language } = whoseTab(tab);
  return tab.page.evaluate(
    async ({ account, language }) => {
      const client = globalThis.explorer.client();
      if (!client) return undefined;
      const { token } = (await (await fetch(`/demo/token?as=${account}&lang=${language}`)).json()) as { token: string };
      const sorted = (value: unknown): unknown =>
        Array.isArray(value)
          ? value.map(sorted)
          : typeof value === 'object' && value !== null
            ? Object.fromEntries(
                Object.entries(value)
                  .sort()
                  .map(([key, one]) => [key, sorted(one)]),
              )
            : value;
      // Of its history, a page has what it has heard or asked for.
      const whole = ({ history, earlierEntries, completeFrom, ...view }: TicketView): string =>
        JSON.stringify(sorted(view), undefined, 1);
      for (const [id, shown] of client.tickets.get()) {
        const response = await fetch(`/v1/tickets/${id}`, { headers: { authorization: `Bearer ${token}` } });
        const { ticket } = (await response.json()) as { ticket?: TicketView };
        if (!ticket) return `${id}, which the server does not show`;
        const [mine, its] = [whole(shown).split('\n'), whole(ticket).split('\n')];
        const other = mine.find((line, at) => line !== its[at]);
        const isLatest = shown.history.at(-1)?.id === ticket.history.at(-1)?.id;
        if (other === undefined && mine.length === its.length && isLatest) continue;
        return `${id} with ${other?.trim() ?? 'another history'} in version ${shown.version} of ${ticket.version}`;
      }
      return undefined;
    },
    { account, language },
  );
}
