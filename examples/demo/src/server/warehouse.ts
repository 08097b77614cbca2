import { randomUUID } from 'node:crypto';
import type { Order } from '@sidecard/core';
import type { CommandBody, TicketPage } from '@sidecard/core/wire';
import type { Backend } from './backend.js';
import type { Memory } from './memory.js';

/** A stand-in for the shop's warehouse: what becomes of a parcel while the demonstration runs. */
export interface Warehouse {
  /** An order as it stands now. */
  asItStands(order: Order): Order;
  /**
   * The next thing happens to an order's parcel: it leaves, or it is signed for. The shop's backend tells Sidecard, for every ticket that the
   * order has.
   */
  moveOn(order: Order, backend: Backend): Promise<void>;
}

/** How often a ticket that somebody else moves at the same time is tried again. */
const TRIES = 5;

/** Opens the warehouse. */
export function openWarehouse(memory: Memory): Warehouse {
  const asItStands = (order: Order): Order => ({ ...order, ...memory.parcelOf(order.id) });

  return {
    asItStands,
    async moveOn(order, backend) {
      const { shippedAtMs, signedAtMs } = asItStands(order);
      if (signedAtMs !== undefined) return;
      const fact = shippedAtMs === undefined ? 'shipped' : 'signed';
      const atMs = Date.now();
      await memory.setParcel(order.id, fact === 'shipped' ? { shippedAtMs: atMs } : { signedAtMs: atMs });
      const command = { command: 'record-order', fields: { fact, atMs } };
      for (const { id } of await ticketsOf(order, backend)) await tell(id, command, order, backend);
    },
  };
}

async function tell(ticketId: string, command: CommandBody, order: Order, backend: Backend): Promise<void> {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const ticket = (await ticketsOf(order, backend)).find(({ id }) => id === ticketId);
    if (!ticket || (await backend.send(ticket, command, randomUUID()))) return;
  }
}

async function ticketsOf({ id }: Order, backend: Backend): Promise<TicketPage['tickets']> {
  const page = await backend.read<TicketPage>(`/v1/tickets?orderId=${encodeURIComponent(id)}&limit=200`);
  return page?.tickets ?? [];
}
