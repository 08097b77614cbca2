import { arrangeActions } from '@sidecard/core/panel';
import type { ActionLayout } from '@sidecard/core/wire';
import type { LitElement } from 'lit';
import { Announcer } from '../controllers/announcer.js';
import { Unread } from '../controllers/unread.js';
import type { Conflict } from './conflict.js';
import { Decision, type DecisionEvents } from './decision.js';
import type { Announced } from './announcements.js';
import { KnownHistory } from './known-history.js';
import { Reader } from './reader.js';

/** A panel's state for one ticket and account; see `TicketScope`. */
export class PanelState {
  readonly announcer: Announcer;
  readonly decision: Decision;
  readonly unread = new Unread();
  /** Set once the user has begun something: drafts of a former panel no longer open automatically. */
  begun = false;
  /** Whether the user goes to the next task once the answer is sent. */
  next = false;
  /** A conflict that the user has not resolved yet. */
  conflict: Conflict | undefined;
  /** The conversation beside which the user has confirmed to go on with this ticket, while the chat shows it. */
  confirmed: string | undefined;
  layout: ActionLayout = arrangeActions([]);
  /** Sections that the user has expanded or collapsed. */
  toggled: ReadonlyMap<string, boolean> = new Map();
  allHistory = false;
  readonly history = new KnownHistory();
  readonly reader: Reader;
  /** State of the last rendering, to announce changes. */
  seen: Announced = {};

  /** @param events - callbacks for this state's decision */
  constructor(host: LitElement, events: (state: PanelState) => DecisionEvents) {
    this.announcer = new Announcer(host);
    this.reader = new Reader(() => host.requestUpdate());
    this.decision = new Decision(events(this));
  }
}
