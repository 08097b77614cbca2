import type { StaffMessagePurpose } from '@sidecard/core/wire';
import type { Message } from './message.js';

/** The words of the message to platform staff; they come with its element. */
export interface StaffTexts {
  readonly staff: {
    readonly title: string;
    readonly send: string;
    readonly count: Message<'count'>;
    readonly placeholder: string;
    readonly purpose: string;
    /** Short on the chip, long as its accessible name. */
    readonly purposes: Readonly<Record<StaffMessagePurpose, { readonly short: string; readonly long: string }>>;
    readonly choosePurpose: string;
    readonly staffName: string;
    readonly notNow: string;
    /** The platform ruled while a message was on its way. */
    readonly ruled: string;
    readonly sent: string;
    /** Said when staff have answered. */
    readonly answered: string;
  };
}
