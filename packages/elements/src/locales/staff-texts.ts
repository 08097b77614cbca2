import type { StaffMessagePurpose } from '@sidecard/core/wire';
import type { Message } from './message.js';

/** Texts of the message to platform staff, which load with its element. */
export interface StaffTexts {
  readonly staff: {
    readonly title: string;
    readonly send: string;
    readonly count: Message<'count'>;
    readonly placeholder: string;
    readonly purpose: string;
    /** Short on the chip, long in its accessible name. */
    readonly purposes: Readonly<Record<StaffMessagePurpose, { readonly short: string; readonly long: string }>>;
    readonly choosePurpose: string;
    readonly staffName: string;
    readonly notNow: string;
    /** The platform ruled while a message was being sent. */
    readonly ruled: string;
    readonly sent: string;
    /** Announced when staff have replied. */
    readonly answered: string;
  };
}
