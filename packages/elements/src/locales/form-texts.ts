import type { FieldProblem } from '@sidecard/core/wire';
import type { Message } from './message.js';

/** Texts of forms, and of conflicts between opening and sending one. They load with the forms. */
export interface FormTexts {
  readonly form: {
    readonly collapse: string;
    /** Who reads a text, shown above its input. */
    readonly audience: { readonly buyer: string; readonly staff: string };
    /** Labels of the send button, by command; they name the reader. */
    readonly sends: Readonly<Record<string, Message<'buyer'>>>;
    /** Label for commands that are not in `sends`: `act` is the transition's label. */
    readonly sendToBuyer: Message<'act' | 'buyer'>;
    readonly sendToStaff: Message<'act'>;
    /** The next step, shown above the button: who has how long for what. `what` is the deadline's label. */
    readonly leadsTo: Readonly<Record<'buyer' | 'merchant' | 'staff', Message<'time' | 'what'>>>;
    readonly days: Message<'count'>;
    readonly hours: Message<'count'>;
    readonly minutes: Message<'count'>;
    readonly preview: string;
    readonly previewEmpty: string;
    /** The message names an amount that is known once it is sent. */
    readonly previewShare: string;
    readonly optional: string;
    readonly upTo: Message<'max'>;
    readonly fromTo: Message<'min' | 'max'>;
    readonly full: string;
    readonly choose: string;
    /** The empty option of a list. */
    readonly none: string;
    readonly counter: Message<'count' | 'max'>;
    readonly quickReplies: string;
    /** Sentences that a click inserts into the text. */
    readonly replies: readonly { readonly label: string; readonly text: string }[];
    readonly ownAddress: string;
    readonly address: Readonly<Record<'name' | 'phone' | 'region' | 'street', string>>;
    readonly quantity: Message<'item'>;
    /** What the shop found wrong with an item that came back. */
    readonly found: Message<'item'>;
    readonly picturesOf: Message<'item'>;
    /** What is wrong with what was filled in for an item. */
    readonly ofItem: Message<'item' | 'problem'>;
    /** Some pictures are not uploaded. */
    readonly picturesUnfinished: string;
    readonly picturesAtMost: Message<'max'>;
    readonly notYet: Message<'reason'>;
    readonly shortcut: string;
    readonly shortcutMac: string;
    /** Shown for a form that this release cannot fill in (R27). */
    readonly unknownMove: string;
  };
  readonly problems: Readonly<Record<FieldProblem['problem'], Message<'label' | 'by' | 'min' | 'max' | 'currency'>>> & {
    readonly requiredReason: string;
    readonly requiredAddress: string;
    readonly amountUnreadable: Message<'currency' | 'example'>;
    readonly phoneUnreadable: string;
    readonly trackingUnreadable: string;
    readonly nothingArrived: string;
    readonly tooEarly: Message<'day'>;
    readonly tooLate: Message<'day'>;
    readonly other: string;
  };
}
