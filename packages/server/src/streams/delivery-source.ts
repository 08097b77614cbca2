import type { EventConnection } from './connection.js';

/** Where streams get cards and replies from. Streams own this interface, so that they know nothing of how deliveries are made. */
export interface DeliverySource {
  /** Delivers what is open for the accounts of these streams of a merchant. */
  deliver(merchantId: string, connections: readonly EventConnection[]): Promise<void>;
}
