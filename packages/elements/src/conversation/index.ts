/**
 * The after-sales side of a conversation, with or without a ticket.
 *
 * @packageDocumentation
 */
import './conversation.define.js';

export { type ConversationOrder, SidecardConversation } from './conversation.js';
