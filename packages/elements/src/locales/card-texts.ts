import type { DisplayStatus, Ending, Settlement, ShownIntervention, Workflow } from '@sidecard/core/wire';
import type { Message } from './message.js';

/** The texts of a sent card: all that a card needs without live data. */
export interface SentTexts {
  /** For numbers and dates, and for `lang`: a BCP 47 tag. */
  readonly locale: string;
  readonly viewTask: string;
  /** The card's sender (R2). */
  readonly platform: string;
  /** Shown instead of the sender until the message is verified. */
  readonly unverified: string;
  /** Shown instead of the name of an unknown type, until then. */
  readonly untitled: string;
  /** The card's accessible name. */
  readonly cardLabel: Message<'type' | 'status'>;
  /** Names of the built-in types by key; other types have their own labels. */
  readonly types: Readonly<Record<string, string>>;
  readonly statuses: Readonly<Record<DisplayStatus, string>>;
  /** Pieces of more than one item. */
  readonly pieces: Message<'count'>;
  readonly dates: {
    readonly month: 'numeric' | 'short';
    readonly day: Message<'month' | 'day'>;
    readonly dayYear: Message<'year' | 'month' | 'day'>;
    readonly moment: Message<'date' | 'time'>;
    /** Empty if the language shows the weekday instead. */
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
  /** Shown instead of a card. */
  readonly plain: {
    readonly unreadable: string;
    readonly tooNew: string;
  };
}

/** The texts that live data adds: remaining time, owner, and progress. Panel and workbench share them. */
export interface LiveTexts {
  readonly units: {
    readonly day: string;
    readonly hour: string;
    readonly minute: string;
    /** Minutes after hours, if they are written differently. */
    readonly minuteAfterHours: string;
    /** Separator of two units. */
    readonly gap: string;
    readonly underMinute: string;
  };
  readonly due: {
    readonly left: Message<'time'>;
    readonly buyerHas: Message<'time'>;
    readonly over: string;
    /** The platform was asked, or is at work: the shop has no deadline. */
    readonly requested: string;
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
  /**
   * By status, by what the platform does, or by the deadline that runs, and by ending: what it is, and what happens next. Card and panel say
   * the same.
   */
  readonly line: Readonly<
    Record<Exclude<Workflow, 'awaiting-merchant' | 'resolved' | 'closed'> | ShownIntervention, string>
  > &
    Readonly<Record<'intercept' | 'ship-back' | 'proof' | 'payment' | Ending, string>> &
    /** State of the payment; `payment` if it is not, or not only, a refund. */
    Readonly<Record<`${'refund' | 'payment' | 'charge'}-${Exclude<Settlement, 'none'>}`, Message<'amount'>>>;
  readonly plain: {
    readonly notCovered: Message<'type'>;
    readonly order: Message<'type' | 'order'>;
    readonly notFound: string;
  };
}

/** The card's texts. */
export type CardTexts = SentTexts & LiveTexts;
