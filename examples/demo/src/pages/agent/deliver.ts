import type { Client } from '@sidecard/client';
import type { RelayClient } from '../shared/relay.js';

/**
 * Hands on what Sidecard gives the host for its chat: the card of a new ticket (R1), and what the buyer is told by something that was done in the
 * panel (R7). Each is posted under the id that it came with, so that several pages of the shop post it once; it is acknowledged when the
 * relay has it, and comes again if the page dies before.
 *
 * @returns stops it
 */
export function deliver(client: Client, relay: RelayClient): () => void {
  const stopCards = client.cards.subscribe(({ messageId, conversationId, message }) =>
    relay.post({ id: messageId, conversationId, card: message }),
  );
  const stopReplies = client.replies.subscribe(({ messageId, conversationId, text }) =>
    relay.post({ id: messageId, conversationId, text }),
  );
  return () => {
    stopCards();
    stopReplies();
  };
}
