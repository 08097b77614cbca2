import { isRecord } from '@sidecard/core/server';
import type { Order } from '@sidecard/core';
import type { OrderLookup } from '../context/ports.js';
import { readUpTo } from '../wire/read-up-to.js';
import { mustBeSecure } from '../wire/secure-url.js';

/** Options of {@link httpOrders}. */
export interface HttpOrdersOptions {
  /** The host's endpoint; called as `GET url?merchantId=…&orderId=…`. */
  readonly url: string;
  /** Sent as `Authorization: Bearer …`, so that the host can authenticate the call. */
  readonly token?: string;
  /** Allows an `http:` address of another machine: orders could be read and changed on the way. @default false */
  readonly allowHttp?: boolean;
  /** @default 5000 */
  readonly timeoutMs?: number;
}

/** Maximum size of an answer, in bytes. */
const MAX_BYTES = 512 * 1024;

/**
 * Creates an order look-up that calls an endpoint of the host, which answers 200 with the order as JSON, or 404. It rejects on any other
 * answer, on one of more than 512 KiB, or on a timeout. The server checks the order, as it does for every look-up.
 *
 * @throws {TypeError} if `url` is neither a URL with `https:` nor of this machine
 */
export function httpOrders({ url, token, allowHttp, timeoutMs = 5_000 }: HttpOrdersOptions): OrderLookup {
  const base = new URL(url);
  mustBeSecure(base, 'httpOrders: `url`', allowHttp);
  return async (merchantId, orderId) => {
    const at = new URL(base);
    at.searchParams.set('merchantId', merchantId);
    at.searchParams.set('orderId', orderId);
    const response = await fetch(at, {
      headers: { Accept: 'application/json', ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) },
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (response.status === 404) return undefined;
    if (!response.ok)
      throw new Error(`The look-up of order ${orderId} of ${merchantId} failed with status ${response.status}.`);
    const bytes = await readUpTo(MAX_BYTES, response.body);
    if (!bytes) throw new Error(`The look-up of order ${orderId} of ${merchantId} returned too much data.`);
    const body: unknown = JSON.parse(new TextDecoder().decode(bytes));
    // The server checks it.
    return (isRecord(body) && isRecord(body['order']) ? body['order'] : body) as Order;
  };
}
