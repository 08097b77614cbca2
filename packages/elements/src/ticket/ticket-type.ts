import type { Client } from '@sidecard/client';
import { builtInTypes, type TicketType } from '@sidecard/core';

/**
 * The type of a ticket with its forms and words: the host's own, else one of those that ship. They come with the panel, and not with the client.
 *
 * @returns none when this release does not know it (R27)
 */
export function typeOf(client: Pick<Client, 'types'>, key: string): TicketType | undefined {
  return client.types.get(key) ?? builtInTypes.find((type) => type.key === key);
}
