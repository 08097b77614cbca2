import { builtInTypes, DEFAULT_POLICY, PERMISSIONS, type Order } from '@sidecard/core';
import { decide, decideCreate, indexTypes, type Command, type Ticket } from '@sidecard/core/authoring';
import type { Commit, NewDelivery, StoredTicket, StreamRef } from '../storage/records.js';
import type { Store } from '../storage/store.js';
import { changeBy, logEntriesOf, type Change } from '../tickets/change.js';

/** The current time in all checks. */
export const NOW_MS = Date.UTC(2026, 6, 1, 12);
const TYPES = indexTypes(builtInTypes);
const CNY = (amountMinor: number) => ({ amountMinor, currency: 'CNY' });

export const newId = (): string => crypto.randomUUID();

/** Returns ids of a merchant, order, buyer, … that no other check uses. */
export function unique(): { readonly merchantId: string; readonly orderId: string; readonly buyerId: string } {
  return { merchantId: `merchant-${newId()}`, orderId: `order-${newId()}`, buyerId: `buyer-${newId()}` };
}

/** Differences from the sample ticket. */
export interface Sample {
  readonly merchantId: string;
  readonly orderId: string;
  readonly buyerId: string;
  readonly conversationId?: string;
  /** Milliseconds after {@link NOW_MS}. */
  readonly afterMs?: number;
}

/** Makes a return of one mug. */
export function created({
  merchantId,
  orderId,
  buyerId,
  conversationId = 'conversation',
  afterMs = 0,
}: Sample): Change {
  const order: Order = {
    id: orderId,
    buyer: { id: buyerId, name: 'Buyer' },
    conversationId,
    items: [{ id: 'mug', title: 'Mug', quantity: 1, paid: CNY(10_000) }],
    paidAtMs: NOW_MS - 2_000,
    shippedAtMs: NOW_MS - 1_500,
    signedAtMs: NOW_MS - 1_000,
  };
  const request = {
    items: [{ itemId: 'mug', quantity: 1 }],
    refundOnly: false,
    reason: 'damaged',
    amount: CNY(10_000),
  };
  const command = { type: 'return-refund', merchantId, order, request };
  const actor = { party: 'buyer', accountId: buyerId, name: 'Buyer', permissions: [] } as const;
  const context = { now: NOW_MS + afterMs, types: TYPES, policy: DEFAULT_POLICY, related: [], newId };
  const decision = decideCreate(command, actor, { ...context, number: newId() });
  if (!decision.ok) throw new Error(`The sample ticket was refused: ${decision.error.code}.`);
  return changeBy(decision.value, undefined, []);
}

const SHOP = { party: 'merchant', accountId: 'main', name: 'Main', permissions: PERMISSIONS } as const;

/** Runs a command of the shop on a sample ticket. */
export function commanded(before: StoredTicket, command: Command, afterMs = 0): Change {
  const context = { now: NOW_MS + afterMs, types: TYPES, policy: DEFAULT_POLICY, related: [], newId };
  const decision = decide(before.ticket, { version: before.ticket.version, ...command }, SHOP, context);
  if (!decision.ok) throw new Error(`The sample command was refused: ${decision.error.code}.`);
  return changeBy(decision.value, before, []);
}

/** A command of the shop that is a case event. */
export const MESSAGE: Command = {
  command: 'leave-staff-message',
  fields: { purpose: 'progress-update', text: 'It left us whole.' },
};
export const DECLINE: Command = { command: 'decline', fields: { reason: 'other', text: 'We would rather not.' } };

/** Makes a commit of changes, with the log lines that they write. */
export function commitOf(changes: readonly Change[], more: Partial<Commit> = {}): Commit {
  const entries = changes.flatMap((change) => logEntriesOf(change, DEFAULT_POLICY));
  return { changes, deliveries: [], entries, atMs: NOW_MS, ...more };
}

/** Commits changes in a transaction of their own. */
export async function commit(store: Store, changes: readonly Change[], more?: Partial<Commit>): Promise<void> {
  const merchantId = changes[0]?.after.ticket.merchantId;
  await store.transaction(merchantId, (unit) => unit.commit(commitOf(changes, more), newId));
}

/** Commits new tickets. @returns what is stored of them */
export async function stored(store: Store, ...samples: readonly Sample[]): Promise<readonly StoredTicket[]> {
  const changes = samples.map(created);
  await commit(store, changes);
  return changes.map(({ after }) => after);
}

/** A delivery of a ticket's card. */
export function cardOf({ ticket }: StoredTicket, accountId: string, change: Partial<NewDelivery> = {}): NewDelivery {
  const { id: ticketId, merchantId } = ticket;
  const base = { id: newId(), kind: 'card', merchantId, ticketId, accountId, messageId: `card-${ticketId}` } as const;
  return { ...base, eventPosition: 1, widensAtMs: undefined, ...change };
}

/** A ticket without its history, which is not read where only the ticket besides it counts. */
export function bare({ history: _history, leftOut: _leftOut, ...ticket }: Ticket): Partial<Ticket> {
  return ticket;
}

/** The stream of a merchant's staff. */
export const staffOf = (merchantId: string): StreamRef => ({ merchantId, stream: 'staff' });

/** Fails unless two values are equal as JSON, ignoring the order of members. */
export function same(actual: unknown, expected: unknown, what: string): void {
  const [found, wanted] = [actual, expected].map((value) => JSON.stringify(value, sorted));
  if (found !== wanted) throw new Error(`${what}: expected ${wanted}, got ${found}.`);
}

function sorted(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Waits for a rejection. */
export async function fails(work: Promise<unknown>, what: string): Promise<void> {
  const failed = await work.then(
    () => false,
    () => true,
  );
  if (!failed) throw new Error(`${what} did not fail.`);
}
