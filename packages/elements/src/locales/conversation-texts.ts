import type { Message } from './message.js';

/** Texts of a conversation's tasks, which load with their element. */
export interface ConversationTexts {
  readonly conversation: {
    readonly title: string;
    /** A conversation without a ticket is nothing special. */
    readonly none: string;
    readonly open: Message<'count'>;
    readonly earlier: Message<'count'>;
    readonly failed: string;
    readonly invite: string;
    readonly inviteHelp: string;
    /** The message to the buyer, which the host posts. */
    readonly invitation: string;
    readonly start: string;
    readonly cancel: string;
    readonly order: string;
    readonly orderHelp: string;
    readonly chooseOrder: string;
    readonly find: string;
    readonly notFound: string;
    readonly type: string;
    readonly chooseType: string;
    readonly notNow: Message<'reason'>;
    readonly submit: Message<'type'>;
    readonly opened: string;
    /** A request that waits for the network, and one that was refused after it had waited. */
    readonly waits: Message<'type' | 'order'>;
    readonly refused: Message<'type' | 'order'>;
    readonly sendAgain: string;
    readonly edit: string;
  };
}
