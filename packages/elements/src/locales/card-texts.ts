import type { DisplayStatus, Ending, Settlement, Workflow } from '@sidecard/core/wire';
import type { Message } from './message.js';

/** The words of a card that was sent: all that a card needs before there is live data. */
export interface SentTexts {
  /** For numbers and dates, and for `lang`: a BCP 47 tag. */
  readonly locale: string;
  readonly viewTask: string;
  /** The card's sender (R2). */
  readonly platform: string;
  /** In place of the sender, until the message is known to be the platform's. */
  readonly unverified: string;
  /** In place of the name of a type that is not known, until then. */
  readonly untitled: string;
  /** The card's accessible name. */
  readonly cardLabel: Message<'type' | 'status'>;
  /** Names of the built-in types by key; a type that is not here has its own labels. */
  readonly types: Readonly<Record<string, string>>;
  readonly statuses: Readonly<Record<DisplayStatus, string>>;
  readonly dates: {
    readonly month: 'numeric' | 'short';
    readonly day: Message<'month' | 'day'>;
    readonly dayYear: Message<'year' | 'month' | 'day'>;
    readonly moment: Message<'date' | 'time'>;
    /** Empty where the weekday does. */
    readonly yesterday: string;
  };
  readonly due: {
    readonly by: Message<'moment'>;
    readonly byToday: Message<'time'>;
  };
  readonly owner: {
    readonly snapshot: string;
    readonly unverified: string;
  };
  /** Who and why, in one or two lines. */
  readonly line: {
    readonly words: Message<'text'>;
    readonly 'awaiting-merchant': string;
  };
  /** In place of a card. */
  readonly plain: {
    readonly unreadable: string;
    readonly tooNew: string;
  };
}

/** The words that live data adds: time left, owner, and how it went on. Panel and workbench say them in the same way. */
export interface LiveTexts {
  readonly units: {
    readonly day: string;
    readonly hour: string;
    readonly minute: string;
    /** Minutes after hours, where they are written otherwise. */
    readonly minuteAfterHours: string;
    /** Between two units. */
    readonly gap: string;
    readonly underMinute: string;
  };
  readonly due: {
    readonly left: Message<'time'>;
    readonly buyerHas: Message<'time'>;
    readonly over: string;
    /** Staff are at it: the shop has no deadline. */
    readonly reviewing: string;
    readonly done: Message<'moment'>;
    readonly closed: Message<'moment'>;
  };
  readonly owner: {
    readonly nobody: string;
    readonly me: string;
    readonly other: Message<'name'>;
    readonly denied: string;
    readonly offline: Message<'time'>;
    readonly wasMe: string;
    readonly wasOther: Message<'name'>;
    readonly wasNobody: string;
  };
  /** By status, and how it ended. */
  readonly line: Readonly<
    Record<Exclude<Workflow, 'awaiting-merchant' | 'resolved' | 'closed'> | 'platform-intervening', string>
  > & {
    readonly evidence: string;
  } & Readonly<Record<Ending, string>> &
    /** Where the money is; `payment` where it is no refund, or not a refund alone. */
    Readonly<Record<`${'refund' | 'payment'}-${Exclude<Settlement, 'none'>}`, Message<'amount'>>>;
  readonly plain: {
    readonly notCovered: Message<'type'>;
    readonly order: Message<'type' | 'order'>;
    readonly notFound: string;
  };
}

/** The words of the card. */
export type CardTexts = SentTexts & LiveTexts;
