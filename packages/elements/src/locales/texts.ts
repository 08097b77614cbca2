import type { CommonObstacle, EventKind, TicketLink } from '@sidecard/core/wire';
import type { CardTexts } from './card-texts.js';
import type { CommitmentTexts } from './commitment-texts.js';
import type { ConflictTexts } from './conflict-texts.js';
import type { FormTexts } from './form-texts.js';
import type { Message } from './message.js';
import type { OverlayTexts } from './overlay-texts.js';
import type { StaffTexts } from './staff-texts.js';

/** What a line of the history may mention. Nothing is there for what does not apply or may not be known. */
export type HistoryValue = 'who' | 'type' | 'amount' | 'reason' | 'what' | 'carrier' | 'tracking' | 'hours' | 'choice';

/** The words that the panel has at once, beside the card's. What is loaded after it brings its own. */
export interface PanelTexts {
  readonly panel: {
    readonly label: Message<'type'>;
    /** Heading while it is not known what the ticket is about. */
    readonly title: string;
    readonly number: Message<'number'>;
    readonly close: string;
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
    /** Of the shop's own reader; the others read `proposalOfShop`. */
    readonly proposal: string;
    readonly proposalOfShop: string;
    readonly agreed: string;
    /** The buyer's parcel to the shop, and the shop's to the buyer. */
    readonly returned: string;
    readonly outgoing: string;
    readonly linked: string;
  };
  readonly claim: {
    readonly claim: string;
    readonly release: string;
    readonly takeOver: string;
    readonly draftKept: Message<'name'>;
    readonly claimed: string;
    readonly released: string;
  };
  readonly request: {
    readonly pictures: Message<'count'>;
    readonly noWords: string;
    /** The goods go back to the buyer unrepaired. */
    readonly asTheyCame: string;
    /** In place of a value that this release cannot show. */
    readonly newerVersion: string;
  };
  /** What a deadline is for, and by when. */
  readonly deadline: Message<'what' | 'by'>;
  readonly links: {
    /** A linked ticket, to be opened. */
    readonly ticket: Message<'type' | 'number'>;
  } & Readonly<Record<TicketLink['relation'], string>>;
  readonly order: {
    readonly copyNumber: string;
    readonly paid: Message<'time'>;
    readonly sent: Message<'time'>;
    readonly signed: Message<'time'>;
    readonly notSent: string;
    readonly parcel: Message<'carrier' | 'tracking'>;
    readonly shipTo: string;
    readonly items: Message<'count'>;
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
    readonly said: Message<'text'>;
  };
  readonly refusals: Readonly<Record<CommonObstacle, string>> & {
    readonly closed: string;
    readonly permission: string;
    readonly fields: string;
    readonly pending: string;
    readonly network: string;
    readonly server: string;
    readonly signedOut: string;
    readonly tooLarge: string;
    readonly busy: string;
    readonly kept: string;
    readonly discard: string;
    /** Above a text that was not sent, where there are no words for what it was meant for. */
    readonly draft: string;
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
    readonly sending: string;
    readonly stale: string;
  };
  readonly announce: {
    readonly updated: Message<'status'>;
    readonly sentToBuyer: string;
    readonly queued: string;
  };
}

/** What the panel is drawn with before anything else is loaded. */
export type TaskTexts = CardTexts & PanelTexts;

/** Every word of the elements. */
export type Texts = TaskTexts & OverlayTexts & FormTexts & ConflictTexts & StaffTexts & CommitmentTexts;
