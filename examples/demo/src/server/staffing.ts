import { randomUUID } from 'node:crypto';
import type { Locale } from '@sidecard/core';
import type { AccountView } from '@sidecard/core/wire';
import type { Person } from '../shared/world.js';
import type { SignIn } from './sign-in.js';

type Fetch = (request: Request) => Promise<Response>;

/** Sets up the shops' accounts. */
export interface Staffing {
  /** Signs in every account of a shop, so that Sidecard knows their names in a language. */
  signInAll(merchantId: string, locale: Locale): Promise<void>;
  /** Signs in every account and grants the initial permissions. After that the main account manages permissions on its own page. */
  grantInitialPermissions(merchantId: string, locale: Locale): Promise<void>;
  /** Returns the ids of the accounts that may handle tasks now. */
  handlersOf(merchantId: string): Promise<ReadonlySet<string>>;
}

/** Creates the setup of all shops' accounts. */
export function createStaffing(
  people: readonly Person[],
  fetch: Fetch,
  { tokenFor }: Pick<SignIn, 'tokenFor'>,
  localeOf: (merchantId: string) => Locale,
): Staffing {
  const accountsOf = (merchantId: string) => people.filter((person) => person.merchantId === merchantId);

  async function signInAll(merchantId: string, locale: Locale): Promise<void> {
    for (const person of accountsOf(merchantId)) {
      await call(fetch, await tokenFor(person, merchantId, locale), 'GET', '/v1/session');
    }
  }

  return {
    signInAll,
    async grantInitialPermissions(merchantId, locale) {
      await signInAll(merchantId, locale);
      const main = accountsOf(merchantId).find((person) => person.main);
      if (!main) return;
      for (const { id, permissions } of accountsOf(merchantId)) {
        if (id === main.id || permissions.length === 0) continue;
        const token = await tokenFor(main, merchantId, locale);
        await call(fetch, token, 'PATCH', `/v1/accounts/${id}`, { permissions });
      }
    },
    async handlersOf(merchantId) {
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
  if (!response.ok) throw new Error(`${method} ${path} failed with status ${response.status}.`);
  return response;
}
