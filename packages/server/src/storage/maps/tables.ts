import type { Order } from '@sidecard/core';
import type { TicketEvent } from '@sidecard/core/authoring';
import type { ArchiveEntry } from '@sidecard/core/server';
import type { AuditEntry, StaffMessage } from '@sidecard/core/wire';
import type {
  Account,
  AccountClaims,
  Attachment,
  CardKey,
  Delivery,
  IdempotencyRecord,
  LogLine,
  StoredNote,
  StoredTemplate,
  StoredTicket,
} from '../records.js';
import type { Webhook, WebhookDelivery } from '../webhook-records.js';

/** A stream with its log, oldest line first. */
export interface StreamTable {
  seq: number;
  floor: number;
  readonly epoch: string;
  log: (LogLine & { readonly atMs: number })[];
}

/** Data of one merchant. */
export interface MerchantTables {
  readonly tickets: Map<string, StoredTicket>;
  readonly orders: Map<string, Order>;
  /** By ticket, oldest first. An event's position is its index + 1. */
  readonly events: Map<string, TicketEvent[]>;
  /** By ticket, oldest first. */
  readonly staffMessages: Map<string, StaffMessage[]>;
  /** Running deadlines by ticket: due times by key. */
  readonly deadlines: Map<string, ReadonlyMap<string, number>>;
  /** By principal and key. */
  readonly idempotency: Map<string, IdempotencyRecord & { readonly atMs: number }>;
  readonly accounts: Map<string, Account & Pick<AccountClaims, 'issuedAtMs'>>;
  /** By account and server process: until when it counts as online. */
  readonly presence: Map<string, { readonly accountId: string; readonly node: string; readonly untilMs: number }>;
  readonly deliveries: Map<string, Delivery & { readonly offeredAtMs: number; readonly open: boolean }>;
  readonly attachments: Map<string, Attachment>;
  /** By principal and key, oldest first. */
  readonly notes: Map<string, StoredNote>;
  /** By owner and id. */
  readonly templates: Map<string, StoredTemplate>;
  /** Oldest first. */
  audit: AuditEntry[];
  /** By ticket and line. */
  readonly archive: Map<string, ArchiveEntry>;
  readonly webhooks: Map<string, Webhook>;
  /** By address and id. */
  readonly webhookDeliveries: Map<string, WebhookDelivery>;
  readonly streams: Map<string, StreamTable>;
  /** The last assigned ticket number, by period. */
  readonly numbers: Map<string, number>;
}

/** All data. */
export interface Tables {
  readonly merchants: ReadonlyMap<string, MerchantTables>;
  /** The keys that sign cards, by generation. */
  readonly cardKeys: Map<number, CardKey>;
  /** A merchant's tables, initially empty. */
  of(merchantId: string): MerchantTables;
}

/** Makes empty tables. */
export function createTables(): Tables {
  const merchants = new Map<string, MerchantTables>();
  return {
    merchants,
    cardKeys: new Map(),
    of(merchantId) {
      const known = merchants.get(merchantId);
      if (known) return known;
      const tables: MerchantTables = {
        tickets: new Map(),
        orders: new Map(),
        events: new Map(),
        staffMessages: new Map(),
        deadlines: new Map(),
        idempotency: new Map(),
        accounts: new Map(),
        presence: new Map(),
        deliveries: new Map(),
        attachments: new Map(),
        notes: new Map(),
        templates: new Map(),
        audit: [],
        archive: new Map(),
        webhooks: new Map(),
        webhookDeliveries: new Map(),
        streams: new Map(),
        numbers: new Map(),
      };
      merchants.set(merchantId, tables);
      return tables;
    },
  };
}

/** An interface with synchronous methods. */
export type Sync<Async> = {
  readonly [Name in keyof Async]: Async[Name] extends (...args: infer Args) => Promise<infer Result>
    ? (...args: Args) => Result
    : never;
};

/** Makes the methods asynchronous, as the port requires. */
export function promised<Async extends object>(methods: Sync<Async>): Async {
  const wrapped = Object.entries<(...args: readonly unknown[]) => unknown>(methods as never).map(([name, method]) => [
    name,
    (...args: readonly unknown[]) => new Promise((resolve) => resolve(method(...args))),
  ]);
  return Object.fromEntries(wrapped) as Async;
}

/** Compares texts or numbers, ascending. */
export function compare<Key extends string | number>(a: Key, b: Key): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Combines the columns of a key. */
export const keyOf = (...parts: readonly string[]): string => JSON.stringify(parts);
