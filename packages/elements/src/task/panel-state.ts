import { arrangeActions } from '@sidecard/core/panel';
import type { ActionLayout } from '@sidecard/core/wire';
import type { ReactiveControllerHost } from '@lit/reactive-element';
import { Announcer } from '../controllers/announcer.js';
import { Unread } from '../controllers/unread.js';
import type { Conflict } from './conflict.js';
import { Decision, type DecisionEvents } from './decision.js';
import type { Announced } from './announcements.js';
import { KnownHistory } from './known-history.js';

/** What a panel keeps about one ticket as one account sees it; see `TicketScope`. */
export class PanelState {
  readonly announcer: Announcer;
  readonly decision: Decision;
  readonly unread = new Unread();
  /** The reader has begun something: drafts of a former panel do not open by themselves any more. */
  begun = false;
  /** Somebody was first, and the reader has not gone on yet. */
  conflict: Conflict | undefined;
  layout: ActionLayout = arrangeActions([]);
  /** Sections that the reader has opened or collapsed. */
  toggled: ReadonlyMap<string, boolean> = new Map();
  allHistory = false;
  readonly history = new KnownHistory();
  /** A page of earlier entries is on its way. */
  loadingHistory = false;
  /** What was there at the last drawing, to say what has changed. */
  seen: Announced = {};

  /** @param events - told of this state's own decision */
  constructor(host: ReactiveControllerHost, events: (state: PanelState) => DecisionEvents) {
    this.announcer = new Announcer(host);
    this.decision = new Decision(events(this));
  }
}
