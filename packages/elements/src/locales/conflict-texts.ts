import type { Message } from './message.js';

/** The words for a reader who decides on a ticket that somebody else has just changed, or while the chat shows another conversation. */
export interface ConflictTexts {
  /** The ticket is of another conversation than the chat shows. */
  readonly guard: {
    readonly title: Message<'buyer'>;
    readonly help: string;
    readonly continue: Message<'buyer'>;
    /** Opens the ticket of the conversation that the chat shows. */
    readonly open: string;
    /** Why nothing can be sent. */
    readonly held: string;
  };
  readonly conflict: {
    readonly title: Message<'who'>;
    readonly help: string;
    readonly changed: string;
    readonly draft: string;
    readonly continue: string;
    /** Opens the reply to the buyer with what was written. */
    readonly sayMore: string;
    readonly status: string;
    readonly refund: string;
    readonly nothing: string;
    readonly change: Message<'before' | 'after'>;
  };
}
