import type { Client } from '@sidecard/client';
import type { RelayClient } from './relay.js';

/**
 * Posts what Sidecard delivers to the host's chat: the card of a new ticket (R1), and messages to the buyer (R7). Each is posted under the
 * id that Sidecard gave it, so that several open pages post it once. It is acknowledged once the relay has it, and delivered again if the
 * page closes before.
 *
 * @returns a function that stops it
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
