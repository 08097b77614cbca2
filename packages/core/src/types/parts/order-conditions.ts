import type { CommonObstacle } from '../../machine/obstacles.js';
import type { Order } from '../../model/order.js';

/** Conditions of an order, for a type's `refuses`. */

/** The goods have been shipped. */
export function onceShipped({ shippedAtMs }: Order): CommonObstacle | undefined {
  return shippedAtMs === undefined ? 'not-shipped' : undefined;
}

/** The goods have not been shipped yet. */
export function untilShipped({ shippedAtMs }: Order): CommonObstacle | undefined {
  return shippedAtMs === undefined ? undefined : 'already-shipped';
}

/** The goods have not been delivered yet. */
export function untilSigned({ signedAtMs }: Order): CommonObstacle | undefined {
  return signedAtMs === undefined ? undefined : 'already-signed';
}
