import type { EventKind, FieldProblem, MoveObstacle, RequestObstacle, StaffMessagePurpose } from '@sidecard/core';
import type { CardTexts } from './card-texts.js';
import type { Message } from './message.js';
import type { OverlayTexts } from './overlay-texts.js';

/** What a line of the history may mention. Nothing is there for what does not apply or may not be known. */
export type HistoryValue = 'who' | 'type' | 'amount' | 'reason' | 'what' | 'carrier' | 'tracking' | 'hours' | 'choice';

/** How one command is put into words, beside the label that its row has. */
export interface ActTexts {
  /** Heading of its form. */
  readonly title: string;
  /** The button that sends it: names the reader. */
  readonly send: string;
}

/** The words of panel, staff message and workbench beside the card's. */
export interface PanelTexts {
  readonly panel: {
    readonly label: Message<'type'>;
    /** Heading while it is not known what the ticket is about. */
    readonly title: string;
    readonly number: Message<'number'>;
    readonly openWorkbench: string;
    readonly close: string;
    /** The edge that is dragged. */
    readonly width: string;
    readonly fold: string;
    readonly more: string;
    readonly copy: string;
    readonly copied: string;
    /** Heading of the buttons, for screen readers; focus comes here when its control goes. */
    readonly actions: string;
  };
  readonly sections: {
    readonly request: string;
    readonly requestShort: string;
    readonly order: string;
    readonly commitments: string;
    readonly history: string;
    readonly proposal: string;
    readonly agreed: string;
    readonly returned: string;
  };
  readonly claim: {
    readonly claim: string;
    readonly release: string;
    readonly takeOver: string;
    readonly looking: Message<'name'>;
    readonly typing: Message<'name'>;
    readonly draftKept: Message<'name'>;
    readonly claimed: string;
    readonly released: string;
    readonly undo: Message<'seconds'>;
  };
  readonly request: {
    readonly returnAndRefund: string;
    readonly refundOnly: string;
    readonly reason: string;
    readonly goods: string;
    readonly returns: Message<'count'>;
    readonly pictures: Message<'count'>;
    readonly picture: Message<'number'>;
    readonly noWords: string;
  };
  readonly order: {
    readonly number: string;
    readonly copyNumber: string;
    readonly paid: Message<'time'>;
    readonly sent: Message<'time'>;
    readonly signed: Message<'time'>;
    readonly notSent: string;
    readonly parcel: Message<'carrier' | 'tracking'>;
    readonly shipTo: string;
    readonly items: Message<'count'>;
  };
  readonly commitments: {
    /** By commitment key. */
    readonly names: Readonly<Record<string, string>>;
    readonly owes: Message<'amount'>;
    readonly openUntil: Message<'moment'>;
    readonly notOffered: string;
    readonly over: string;
    readonly late: Message<'time'>;
    readonly formula: Message<'paid' | 'percent' | 'min' | 'max'>;
    readonly canResend: string;
    readonly postageByShop: string;
    readonly postageByBuyer: string;
  };
  readonly parties: {
    readonly you: string;
    readonly shop: string;
    readonly buyer: string;
    readonly platform: string;
    /** A person's name before a verb. */
    readonly named: Message<'name'>;
  };
  readonly history: Readonly<Record<EventKind, Message<HistoryValue>>> & {
    readonly earlier: Message<'count'>;
    readonly entries: Message<'count'>;
    readonly status: Message<'status'>;
    readonly said: Message<'text'>;
    /** Facts of an order by key. */
    readonly facts: Readonly<Record<'shipped' | 'signed' | 'order-closed', string>>;
  };
  readonly form: {
    /** Above a text that a reader gets: who that is. */
    readonly audience: { readonly buyer: string; readonly staff: string };
    /** By command. */
    readonly acts: Readonly<Record<string, ActTexts>>;
    /** The sending button of a command that is not in `acts`. */
    readonly sendToBuyer: Message<'act'>;
    readonly sendToStaff: Message<'act'>;
    /** What a command leads to, said above the button: whose time begins, for what. `what` is the name of that deadline. */
    readonly leadsTo: Readonly<Record<'buyer' | 'merchant' | 'staff', Message<'act' | 'time' | 'what'>>>;
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
    readonly counter: Message<'count' | 'max'>;
    readonly quickReplies: string;
    /** Sentences that are put into the text by a press. */
    readonly replies: readonly { readonly label: string; readonly text: string }[];
    readonly ownAddress: string;
    readonly address: Readonly<Record<'name' | 'phone' | 'region' | 'street' | 'postcode', string>>;
    readonly quantity: Message<'item'>;
    readonly sending: string;
    readonly notYet: Message<'reason'>;
    readonly shortcut: string;
    readonly shortcutMac: string;
    /** The row of an offer that this release does not know. */
    readonly unknownMove: string;
  };
  readonly problems: Readonly<Record<FieldProblem['problem'], Message<'label' | 'by' | 'min' | 'max' | 'currency'>>> & {
    readonly requiredReason: string;
    readonly requiredAddress: string;
    readonly amountUnreadable: Message<'example'>;
    readonly trackingUnreadable: string;
    readonly other: string;
  };
  readonly refusals: Readonly<Record<MoveObstacle | RequestObstacle, string>> & {
    readonly closed: string;
    readonly ruled: string;
    readonly permission: string;
    readonly fields: string;
    readonly pending: string;
    readonly network: string;
    readonly server: string;
    readonly signedOut: string;
    readonly tooLarge: string;
    readonly busy: string;
    readonly kept: string;
  };
  readonly blocked: {
    readonly title: string;
    readonly help: Message<'names'>;
    readonly helpNobody: string;
    readonly ask: string;
    readonly asked: string;
    readonly askedHelp: Message<'time' | 'names'>;
    readonly guide: string;
    readonly granted: string;
    readonly revoked: string;
    /** Between several names. */
    readonly listSeparator: string;
  };
  readonly conflict: {
    readonly title: Message<'who'>;
    readonly help: string;
    readonly changed: string;
    readonly draft: string;
    readonly goOn: string;
    /** Opens the reply to the buyer with what was written. */
    readonly sayMore: string;
    readonly discard: string;
    readonly status: string;
    readonly refund: string;
    readonly told: string;
    readonly quote: Message<'text'>;
    readonly nothing: string;
    readonly change: Message<'before' | 'after'>;
  };
  readonly intervention: {
    readonly label: string;
    readonly steps: readonly [requested: string, reviewing: string, evidence: string, ruling: string];
    readonly requested: string;
    readonly reviewing: string;
    readonly askedTitle: string;
    readonly askedBuyer: string;
    readonly settle: string;
    readonly evidenceGiven: string;
    readonly ruling: Message<'choice'>;
    readonly fromDeposit: string;
  };
  readonly state: {
    readonly loading: string;
    readonly failed: string;
    readonly failedHelp: string;
    readonly retry: string;
    readonly notFound: string;
    readonly notFoundHelp: string;
    /** A ticket of a type that this release does not know (R27). */
    readonly typeUnknown: string;
    readonly offline: Message<'time'>;
    readonly offlineQueued: Message<'time' | 'count'>;
    readonly queued: string;
    readonly stale: string;
  };
  readonly announce: {
    readonly updated: Message<'status'>;
    readonly sentToBuyer: string;
    readonly sentToStaff: string;
    readonly queued: string;
    readonly newStaffMessage: string;
    readonly opened: Message<'type' | 'status'>;
  };
  readonly staff: {
    readonly title: string;
    readonly send: string;
    readonly count: Message<'count'>;
    readonly empty: string;
    readonly placeholder: string;
    readonly purpose: string;
    /** Short on the chip, long as its accessible name. */
    readonly purposes: Readonly<Record<StaffMessagePurpose, { readonly short: string; readonly long: string }>>;
    readonly choosePurpose: string;
    readonly staffName: string;
    readonly waiting: string;
    readonly sending: string;
    readonly addPictures: string;
    readonly removePicture: Message<'number'>;
    readonly pictureCount: Message<'count' | 'max'>;
    readonly uploading: Message<'percent'>;
    readonly tooLarge: string;
    readonly notPicture: string;
    readonly tooMany: string;
    readonly retry: string;
    readonly notNow: string;
  };
}

/** Every word of the elements. */
export type Texts = CardTexts & OverlayTexts & PanelTexts;
