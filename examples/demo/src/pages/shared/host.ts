import { createClient, httpTransport, type Client } from '@sidecard/client';
import type { PageRequest } from './page.js';
import { openRelay, type RelayClient } from './relay.js';
import { signIn, type SignedIn } from './sign-in.js';

/** What a page of the demo works with: its own backend, the relay, and Sidecard's client. */
export interface Host {
  readonly page: PageRequest;
  readonly backend: SignedIn;
  readonly relay: RelayClient;
  readonly client: Client;
}

/** Connects a page. */
export function openHost(page: PageRequest): Host {
  const backend = signIn(page);
  const client = createClient({
    transport: httpTransport({ url: location.origin }),
    getToken: () => backend.freshToken(),
    locale: page.locale,
  });
  // Every page needs the session sooner or later.
  client.session.listen(() => {});
  return { page, backend, client, relay: openRelay(backend) };
}
