import type { CommonObstacle, EventKind } from '@sidecard/core/wire';
import type { ArchiveTexts } from './archive-texts.js';
import type { BackgroundTexts } from './background-texts.js';
import type { BatchTexts } from './batch-texts.js';
import type { CardTexts } from './card-texts.js';
import type { CommitmentTexts } from './commitment-texts.js';
import type { ConflictTexts } from './conflict-texts.js';
import type { ConversationTexts } from './conversation-texts.js';
import type { FormTexts } from './form-texts.js';
import type { Message } from './message.js';
import type { NoticeTexts } from './notice-texts.js';
import type { OverlayTexts } from './overlay-texts.js';
import type { PictureTexts } from './picture-texts.js';
import type { StaffTexts } from './staff-texts.js';
import type { TeamTexts } from './team-texts.js';
import type { WorkbenchTexts } from './workbench-texts.js';

/** Members of an order whose change is said; how far the parcel has got is shown anyway. */
export type ChangedMember = 'items' | 'shipTo' | 'cancelledAtMs' | 'refundedElsewhere';

/** Values that a history entry can mention; `undefined` if not applicable or not visible. */
export type HistoryValue =
  | 'who'
  | 'type'
  | 'amount'
  | 'reason'
  | 'what'
  | 'carrier'
  | 'tracking'
  | 'hours'
  | 'choice'
  | 'pieces';

/** Texts of the panel's first part, besides the card's. Parts that load later bring their own. */
export interface PanelTexts {
  readonly panel: {
    readonly label: Message<'type'>;
    /** Heading while the ticket is unknown. */
    readonly title: string;
    /** The last digits of the order's number. */
    readonly order: Message<'order'>;
    readonly number: Message<'number'>;
    readonly close: string;
    readonly more: string;
    readonly copy: string;
    readonly copied: string;
    /** Heading of the buttons, for screen readers; gets the focus if a focused control disappears. */
    readonly actions: string;
  };
  readonly sections: {
    readonly request: string;
    readonly requestShort: string;
    readonly order: string;
    readonly commitments: string;
    readonly history: string;
    /** For readers of the shop; others read `proposalOfShop`. */
    readonly proposal: string;
    readonly proposalOfShop: string;
    readonly agreed: string;
    /** The buyer's parcel to the shop, and the shop's to the buyer. */
    readonly returned: string;
    readonly outgoing: string;
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
    /** Link to the review that led to the request. */
    readonly occasion: string;
    readonly noWords: string;
    /** The goods go back to the buyer as they came: neither repaired, replaced nor refunded in full. */
    readonly asTheyCame: string;
    /** In place of a value that this release cannot show. */
    readonly newerVersion: string;
  };
  /** What a deadline is for, and by when. */
  readonly deadline: Message<'what' | 'by'>;
  readonly order: {
    readonly copyNumber: string;
    readonly paid: Message<'time'>;
    readonly sent: Message<'time'>;
    readonly signed: Message<'time'>;
    readonly notSent: string;
    /** Members of the order that changed after the ticket was opened, in words. */
    readonly changed: Message<'what'>;
    readonly members: Readonly<Record<ChangedMember, string>>;
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
  /** By kind of event; those without a text are described by the action. */
  readonly history: Readonly<Partial<Record<EventKind, Message<HistoryValue>>>> & {
    readonly moved: Message<HistoryValue>;
    readonly earlier: Message<'count'>;
    readonly entries: Message<'count'>;
    readonly said: Message<'text'>;
    /** For screen readers, at the values of a correction. */
    readonly before: string;
    readonly after: string;
  };
  /** By code. The server has words for every code; those that a panel shows often are here. */
  readonly refusals: Readonly<Partial<Record<CommonObstacle, string>>> & {
    readonly 'no-such-move': string;
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
    /** Above an unsent text whose action has no label. */
    readonly draft: string;
    /** What the reader has written in another tab of this browser, beside what they have written here. */
    readonly draftElsewhere: string;
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
    /** Separator of names. */
    readonly listSeparator: string;
  };
  readonly intervention: {
    readonly label: string;
    readonly steps: readonly [requested: string, reviewing: string, evidence: string, ruling: string];
    readonly settle: string;
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
    /** A ticket of an unknown type (R27). */
    readonly typeUnknown: string;
    readonly offline: Message<'time'>;
    readonly offlineQueued: Message<'time' | 'count'>;
    readonly queued: string;
    /** Queued, and lost with the page: the browser could not save it. */
    readonly unsaved: string;
    readonly sending: string;
    readonly stale: string;
    /** The reader writes in another tab of this browser. */
    readonly elsewhere: string;
  };
  readonly announce: {
    readonly updated: Message<'status'>;
    readonly sentToBuyer: string;
    readonly queued: string;
  };
}

/** The panel's texts before anything else has loaded. */
export type TaskTexts = CardTexts & PanelTexts;

/** Every word of the elements. */
export type Texts = TaskTexts &
  OverlayTexts &
  FormTexts &
  ConflictTexts &
  StaffTexts &
  CommitmentTexts &
  BackgroundTexts &
  PictureTexts &
  NoticeTexts &
  TeamTexts &
  BatchTexts &
  ConversationTexts &
  WorkbenchTexts &
  ArchiveTexts;
