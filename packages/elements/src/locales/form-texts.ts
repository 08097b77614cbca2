import type { FieldProblem } from '@sidecard/core/wire';
import type { Message } from './message.js';

/** The words of forms, and of what can come between a form and its sending. They come with the forms. */
export interface FormTexts {
  readonly form: {
    readonly collapse: string;
    /** Above a text that a reader gets: who that is. */
    readonly audience: { readonly buyer: string; readonly staff: string };
    /** The button that sends it, by command: names the reader. */
    readonly sends: Readonly<Record<string, string>>;
    /** The same for a command that is not in `sends`: `act` is the row's own label. */
    readonly sendToBuyer: Message<'act'>;
    readonly sendToStaff: Message<'act'>;
    /** What a command leads to, said above the button: whose time begins, for what. `what` is the name of that deadline. */
    readonly leadsTo: Readonly<Record<'buyer' | 'merchant' | 'staff', Message<'time' | 'what'>>>;
    readonly days: Message<'count'>;
    readonly hours: Message<'count'>;
    readonly minutes: Message<'count'>;
    readonly preview: string;
    readonly previewEmpty: string;
    readonly optional: string;
    readonly upTo: Message<'max'>;
    readonly fromTo: Message<'min' | 'max'>;
    readonly full: string;
    readonly choose: string;
    /** Of a list, nothing. */
    readonly none: string;
    readonly counter: Message<'count' | 'max'>;
    readonly quickReplies: string;
    /** Sentences that are put into the text by a press. */
    readonly replies: readonly { readonly label: string; readonly text: string }[];
    readonly ownAddress: string;
    readonly address: Readonly<Record<'name' | 'phone' | 'region' | 'street', string>>;
    readonly quantity: Message<'item'>;
    /** An uploaded picture, by its place. */
    readonly picture: Message<'number'>;
    readonly notYet: Message<'reason'>;
    readonly shortcut: string;
    readonly shortcutMac: string;
    /** A form that this release cannot fill in (R27). */
    readonly unknownMove: string;
  };
  readonly problems: Readonly<Record<FieldProblem['problem'], Message<'label' | 'by' | 'min' | 'max' | 'currency'>>> & {
    readonly requiredReason: string;
    readonly requiredAddress: string;
    readonly amountUnreadable: Message<'example'>;
    readonly trackingUnreadable: string;
    readonly tooEarly: Message<'day'>;
    readonly tooLate: Message<'day'>;
    readonly other: string;
  };
}
