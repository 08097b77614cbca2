import { randomUUID } from 'node:crypto';
import type { Order } from '@sidecard/core';
import type { CommandBody, TicketPage } from '@sidecard/core/wire';
import type { Backend } from './backend.js';
import type { Memory } from './memory.js';

/** Simulates the shop's warehouse: it ships and delivers parcels while the demo runs. */
export interface Warehouse {
  /** Returns an order with the current state of its parcel. */
  withParcel(order: Order): Order;
  /** Ships or delivers an order's parcel, and reports it to Sidecard for every ticket of the order. */
  moveParcel(order: Order, backend: Backend): Promise<void>;
}

/** How often to retry a ticket that changes at the same time. */
const MAX_TRIES = 5;

/** Opens the warehouse. */
export function openWarehouse(memory: Memory): Warehouse {
  const withParcel = (order: Order): Order => ({ ...order, ...memory.parcelOf(order.id) });

  return {
    withParcel,
    async moveParcel(order, backend) {
      const { shippedAtMs, signedAtMs } = withParcel(order);
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
  for (let tried = 0; tried < MAX_TRIES; tried += 1) {
    const ticket = (await ticketsOf(order, backend)).find(({ id }) => id === ticketId);
    if (!ticket || (await backend.send(ticket, command, randomUUID()))) return;
  }
}

async function ticketsOf({ id }: Order, backend: Backend): Promise<TicketPage['tickets']> {
  const page = await backend.read<TicketPage>(`/v1/tickets?orderId=${encodeURIComponent(id)}&limit=200`);
  return page?.tickets ?? [];
}
