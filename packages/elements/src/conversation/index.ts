/**
 * The after-sales side of a conversation, with or without a ticket.
 *
 * @packageDocumentation
 */
import './conversation.define.js';

export { SidecardConversation } from './conversation.js';
export type { ConversationOrder } from './order-choice.js';
