import type { EventConnection } from './connection.js';

/** Provides streams with cards and replies. Streams own this interface, so that they do not depend on deliveries. */
export interface DeliverySource {
  /** Delivers what is open for the accounts of a merchant's streams. */
  deliver(merchantId: string, connections: readonly EventConnection[]): Promise<void>;
}
