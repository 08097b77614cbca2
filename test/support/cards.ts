import { type CardMessage, toCardMessage } from '@sidecard/core';
import { returnRefund } from '@sidecard/core/authoring';
import { project } from '@sidecard/core/server';
import { contextAt, created, START_MS } from './tickets.ts';

/** A card message with every member that there is. */
export const MESSAGE: CardMessage = (() => {
  const order = created().ticket.order;
  const [item, ...others] = order.items;
  const { ticket } = created({
    order: { ...order, items: [{ ...item, pictureUrl: 'https://img.example/mug.jpg' }, ...others] },
  });
  const message = toCardMessage(project(ticket, 'buyer', contextAt(START_MS)));
  // of the form of one, and nobody's
  return { ...message, merchantId: 'shop-1', signature: 'eyJhbGciOiJFUzI1NiJ9..AAAA' };
})();

/** Where every member of {@link MESSAGE} is: `snapshot.item.title`. */
export const PLACES: readonly string[] = placesOf(MESSAGE);

function placesOf(value: object, above = ''): readonly string[] {
  return Object.entries(value).flatMap(([key, member]: readonly [string, unknown]) => {
    const place = `${above}${key}`;
    return typeof member === 'object' && member !== null ? [place, ...placesOf(member, `${place}.`)] : [place];
  });
}

/** {@link MESSAGE} with another value at a place, or without it. */
export function withValue(place: string, value: unknown): Record<string, unknown> {
  const copy = structuredClone(MESSAGE) as unknown as Record<string, unknown>;
  const keys = place.split('.');
  const last = keys.pop() ?? '';
  const parent = keys.reduce((node, key) => node[key] as Record<string, unknown>, copy);
  if (value === undefined) delete parent[last];
  // so that `__proto__` becomes a member
  else Object.defineProperty(parent, last, { value, enumerable: true, configurable: true, writable: true });
  return copy;
}
