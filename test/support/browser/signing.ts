import { type CardVerdict, type Client, createClient, memoryStorage } from '@sidecard/client';
import type { Locale } from '@sidecard/core';
import { type CardSigning, createCardSigning } from '../card-signing.ts';

/** A server that publishes its key for cards, and answers nothing else: no live data comes from it. */
export interface CardServer extends CardSigning {
  /** A client of it. @param locale - @default 'en' */
  client(locale?: Locale): Client;
  /** What its clients said of the messages that cards let them check, in order. */
  readonly verdicts: readonly Promise<CardVerdict>[];
  /** How often its keys were asked for. */
  readonly asked: () => number;
  /** Lets the answers to those who ask for the keys wait. @returns lets them through */
  hold(): () => void;
  /** Closes its clients. */
  close(): void;
}

/** Creates a server with a key of its own. */
export async function aCardServer(): Promise<CardServer> {
  const signing = await createCardSigning();
  const clients: Client[] = [];
  const verdicts: Promise<CardVerdict>[] = [];
  let asked = 0;
  let held = Promise.resolve();
  const never = new Promise<never>(() => {});
  return {
    ...signing,
    client(locale = 'en') {
      const transport = {
        request: async ({ path }: { readonly path: string }) => {
          if (path !== '/v1/card-keys') return never;
          asked += 1;
          await held;
          return { status: 200, body: { keys: [signing.publicJwk] } };
        },
        async *events() {
          yield await never;
        },
      };
      const client = createClient({ transport, storage: memoryStorage(), locale });
      clients.push(client);
      return {
        ...client,
        verifyCard(message) {
          const verdict = client.verifyCard(message);
          verdicts.push(verdict);
          return verdict;
        },
      };
    },
    verdicts,
    asked: () => asked,
    hold() {
      let release = (): void => {};
      held = new Promise((resolve) => (release = resolve));
      return release;
    },
    close: () => clients.splice(0).forEach((client) => client.close()),
  };
}
