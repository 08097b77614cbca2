import type { Client, ClientStorage } from '@sidecard/client';
import type { TicketView } from '@sidecard/core/wire';
import { afterEach, beforeEach } from 'vitest';
import { MAIN } from '../../support/server.ts';
import { memoryShop, type Shop } from './shops.ts';
import { type Browser, createBrowser, type Tab } from './tabs.ts';
import { eventually } from './until.ts';

/** The tabs of a browser, for one test at a time, and the drafts of a ticket in them. */
export interface DraftTabs {
  readonly shop: Shop;
  readonly ticket: TicketView;
  readonly browser: Browser;
  /** It reads and writes one after the other. */
  readonly storage: ClientStorage;
  /** Reads and writes it at once, as databases can. */
  readonly update: NonNullable<ClientStorage['update']>;
  /** Begins with another storage, which is empty. */
  readonly renew: () => void;
  /** A storage, or another way to use it, that says who shares it. */
  readonly shared: (own?: ClientStorage) => ClientStorage;
  /** Opens a tab that shows the drafts of the ticket. */
  readonly openTab: (own?: ClientStorage) => Promise<Tab>;
  readonly open: (own?: ClientStorage) => Promise<Client>;
  readonly read: (tab: Client, form?: string) => unknown;
  readonly write: (tab: Client, draft: Record<string, unknown>, form?: string) => void;
  readonly all: (tab: Client) => Readonly<Record<string, unknown>>;
  /** What storage has. */
  readonly stored: () => Promise<readonly unknown[]>;
}

/** The texts of drafts, sorted. */
export const texts = (drafts: Iterable<unknown>): readonly string[] =>
  [...drafts].map((draft) => (draft as { text: string }).text).sort();

let storages = 0;

function createStorage(): Pick<DraftTabs, 'storage' | 'update'> {
  const values = new Map<string, unknown>();
  return {
    storage: {
      get: async (key) => values.get(key),
      set: async (key, value) => void values.set(key, value),
      delete: async (key) => void values.delete(key),
      entries: async (prefix) => [...values].filter(([key]) => key.startsWith(prefix)),
    },
    async update(key, change) {
      const value = change(values.get(key));
      if (value === undefined) values.delete(key);
      else values.set(key, value);
    },
  };
}

/** Begins each test of this file with a ticket, a browser without tabs and an empty storage. */
export function draftTabs(): DraftTabs {
  let own: Pick<DraftTabs, 'shop' | 'ticket' | 'browser'>;
  let kept: Pick<DraftTabs, 'storage' | 'update'>;
  beforeEach(async () => {
    const { shop } = memoryShop();
    own = { shop, ticket: await shop.create(), browser: createBrowser() };
    tabs.renew();
  });
  afterEach(() => own.browser.close());

  const tabs: DraftTabs = {
    get shop() {
      return own.shop;
    },
    get ticket() {
      return own.ticket;
    },
    get browser() {
      return own.browser;
    },
    get storage() {
      return kept.storage;
    },
    get update() {
      return kept.update;
    },
    renew() {
      storages++;
      kept = createStorage();
    },
    shared: (storage = kept.storage) => ({ ...storage, sharedAs: `tabs-${storages}` }),
    async openTab(storage = kept.storage) {
      const others = own.browser.listeners('draft/');
      const tab = own.browser.open(own.shop, MAIN, { storage });
      await tab.client.drafts.load(own.ticket.id);
      if (storage.sharedAs !== undefined) await eventually(() => own.browser.listeners('draft/') > others);
      return tab;
    },
    open: async (storage) => (await tabs.openTab(storage)).client,
    read: (tab, form = 'reply') => tab.drafts.draft(own.ticket.id, form).get(),
    write: (tab, draft, form = 'reply') => tab.drafts.set(own.ticket.id, form, draft),
    all: (tab) => Object.fromEntries(tab.drafts.all(own.ticket.id).get()),
    stored: async () => (await kept.storage.entries('draft/')).map(([, value]) => value),
  };
  return tabs;
}
