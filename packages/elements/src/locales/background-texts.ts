import type { OtherCase, TicketLink } from '@sidecard/core/wire';
import type { Message } from './message.js';

/** Texts about a ticket's background, which load after the panel has been drawn. */
export interface BackgroundTexts {
  readonly sections: {
    /** For buyers, who see no other tickets than those of the order. */
    readonly linked: string;
    /** For the shop and platform staff. */
    readonly ofBuyer: string;
  };
  readonly news: {
    readonly title: string;
    /** Number of new entries. */
    readonly count: Message<'count'>;
    /** Takes the news away. */
    readonly read: string;
    /** New entries beyond those shown. */
    readonly more: Message<'count'>;
  };
  readonly links: {
    /** Opens another ticket. */
    readonly ticket: Message<'type' | 'number'>;
    /** The other ticket is about the same order. */
    readonly sameOrder: string;
    /** How many tickets there are, and how many of them are in progress. */
    readonly count: Message<'count' | 'open'>;
    /** The buyer has no other tickets. */
    readonly none: string;
    /** Shows all of them. */
    readonly more: Message<'count'>;
  } & Readonly<Record<TicketLink['relation'] | OtherCase['state'], string>>;
}
