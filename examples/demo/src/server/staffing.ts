import { randomUUID } from 'node:crypto';
import type { Locale } from '@sidecard/core';
import type { AccountView } from '@sidecard/core/wire';
import type { Person } from '../shared/world.js';
import type { SignIn } from './sign-in.js';

type Fetch = (request: Request) => Promise<Response>;

/** What the shops' people do without a page: they are there, under the names that a language gives them. */
export interface Staffing {
  /** Every account of a shop signs in once, so that Sidecard knows its name. */
  arrive(merchantId: string, locale: Locale): Promise<void>;
  /**
   * The main account's first morning: its people arrive, and those that the data name get what they may do. Later the main account gives
   * and takes permissions on its own page.
   */
  begin(merchantId: string, locale: Locale): Promise<void>;
  /** Ids of the accounts that may handle tasks just now, as the main account sees it. */
  whoMayHandle(merchantId: string): Promise<ReadonlySet<string>>;
}

/** Makes the staffing of all shops. */
export function createStaffing(
  people: readonly Person[],
  fetch: Fetch,
  { tokenFor }: Pick<SignIn, 'tokenFor'>,
  localeOf: (merchantId: string) => Locale,
): Staffing {
  const accountsOf = (merchantId: string) => people.filter((person) => person.merchantId === merchantId);

  async function arrive(merchantId: string, locale: Locale): Promise<void> {
    for (const person of accountsOf(merchantId)) {
      await call(fetch, await tokenFor(person, merchantId, locale), 'GET', '/v1/session');
    }
  }

  return {
    arrive,
    async begin(merchantId, locale) {
      await arrive(merchantId, locale);
      const main = accountsOf(merchantId).find((person) => person.main);
      if (!main) return;
      for (const { id, permissions } of accountsOf(merchantId)) {
        if (id === main.id || permissions.length === 0) continue;
        const token = await tokenFor(main, merchantId, locale);
        await call(fetch, token, 'PATCH', `/v1/accounts/${id}`, { permissions });
      }
    },
    async whoMayHandle(merchantId) {
      const main = accountsOf(merchantId).find((person) => person.main);
      if (!main) return new Set();
      const response = await call(fetch, await tokenFor(main, merchantId, localeOf(merchantId)), 'GET', '/v1/accounts');
      const { accounts } = (await response.json()) as { accounts: readonly AccountView[] };
      return new Set(
        accounts.filter(({ permissions }) => permissions.includes('task.handle')).map((each) => each.accountId),
      );
    },
  };
}

async function call(fetch: Fetch, token: string, method: string, path: string, body?: unknown): Promise<Response> {
  const response = await fetch(
    new Request(`http://sidecard.internal${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  if (!response.ok) throw new Error(`${method} ${path} was answered with ${response.status}.`);
  return response;
}
