import { randomUUID } from 'node:crypto';
import type { Order } from '@sidecard/core';
import type { Backend } from './backend.js';
import type { Memory } from './memory.js';

/** Simulates the shop's warehouse: it ships and delivers parcels while the demo runs. */
export interface Warehouse {
  /** Returns an order with the current state of its parcel. */
  withParcel(order: Order): Order;
  /** Ships or delivers an order's parcel, and reports it to Sidecard, for all tickets of the order. */
  moveParcel(order: Order, backend: Backend): Promise<void>;
}

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
      await backend.report(order.id, { fact, atMs }, randomUUID());
    },
  };
}
