import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../scripts/run.mjs';
import type { RunningDemo } from '../demo.ts';
import type { Person } from '../people.ts';
import type { Ending, Happening } from './history.ts';

export const LIN = 'shanyu-linke';
const MAIN = 'shanyu-main';
export const BUYER = 'buyer-he';
export const STAFF = 'staff-3012';
const PERMISSIONS = ['task.handle', 'staff-message.send'];

interface TicketAnswer {
  readonly ticket: { readonly id: string; readonly version: number };
}

/** Asks the demo's server for something, as one of its accounts. */
export async function call<Answer = unknown>(
  demo: RunningDemo,
  as: string,
  method: string,
  path: string,
  body?: object,
): Promise<Answer> {
  const { token } = (await (await fetch(`${demo.agent}/demo/token?as=${as}&lang=en`)).json()) as { token: string };
  const response = await fetch(`${demo.agent}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      ...(method === 'POST' ? { 'idempotency-key': crypto.randomUUID() } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const answer = (await response.json()) as object;
  if (!response.ok) throw new Error(`${as} ${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer as Answer;
}

/** Somebody does something with a ticket, past every page. */
export async function act(
  demo: RunningDemo,
  as: string,
  ticketId: string,
  command: string,
  more: object = {},
): Promise<void> {
  const { ticket } = await call<TicketAnswer>(demo, as, 'GET', `/v1/tickets/${ticketId}`);
  await call(demo, as, 'POST', `/v1/tickets/${ticketId}/commands`, { version: ticket.version, command, ...more });
}

const EXAMPLES = join(root, 'examples/demo/data/requests.en.json');

/** The buyer asks for something, as the nth example of a type does. @returns the ticket's id */
export async function request(demo: RunningDemo, type: string, nth = 0): Promise<string> {
  const { requests } = JSON.parse(readFileSync(EXAMPLES, 'utf8')) as { requests: readonly { type: string }[] };
  const asked = requests.filter((one) => one.type === type)[nth];
  const { ticket } = await call<TicketAnswer>(demo, BUYER, 'POST', '/v1/tickets', { ...asked, locale: 'en' });
  return ticket.id;
}

/** What is common to pages with elements: their network, their permission and their language. */
export function surroundings(demo: RunningDemo, { page, context }: Person) {
  let [isOffline, isForbidden, language] = [false, false, 'en'];
  const allow = (permissions: readonly string[]) => call(demo, MAIN, 'PATCH', `/v1/accounts/${LIN}`, { permissions });
  return {
    isOffline: () => isOffline,
    isForbidden: () => isForbidden,
    async offline(): Promise<void> {
      isOffline = !isOffline;
      if (isOffline) await context.route('**/v1/**', (route) => route.abort());
      else {
        await context.unroute('**/v1/**');
        await page.evaluate(() => dispatchEvent(new Event('online')));
      }
    },
    async forbid(): Promise<void> {
      isForbidden = !isForbidden;
      await allow(isForbidden ? [] : PERMISSIONS);
    },
    async language(): Promise<void> {
      language = language === 'en' ? 'zh-CN' : 'en';
      await page.evaluate((locale) => {
        Object.assign(document.querySelector('sidecard-provider')!, { locale });
      }, language);
    },
    /** What is shown is taken from the page and put back, as a host does that moves it. */
    async destroy(): Promise<void> {
      await page.evaluate(() => {
        const provider = document.querySelector('sidecard-provider')!;
        const { nextSibling, parentNode } = provider;
        provider.remove();
        parentNode!.insertBefore(provider, nextSibling);
      });
    },
    async reload(): Promise<void> {
      language = 'en';
      await page.reload();
    },
    /** A reader can type only with the permission; and what the page has to learn from the server, it learns online. */
    async allowTyping(needsServer: boolean): Promise<void> {
      const isNew = isForbidden || needsServer;
      if (isForbidden) await this.forbid();
      if (isOffline && isNew) await this.offline();
    },
    async online(): Promise<void> {
      if (isOffline) await this.offline();
    },
    /** Does what is common to pages, and nothing else. */
    async happen(happening: Happening | Ending): Promise<void> {
      const known = ['offline', 'forbid', 'language', 'destroy', 'reload'] as const;
      const found = known.find((one) => one === happening);
      if (found) await this[found]();
    },
    async restore(): Promise<void> {
      await this.online();
      if (language !== 'en') await this.language();
      if (isForbidden) await this.forbid();
    },
  };
}
