import type { ActionLayout, Settlement } from '@sidecard/core/wire';
import { format } from '../locales/message.js';
import type { ViewModel } from '../ticket/view-model.js';
import { paymentWords } from './outcome.js';

/** The announced state of the last rendering. */
export interface Announced {
  readonly status?: string;
  readonly settlement?: Settlement;
  /** Whether the account has no permission; unknown until the session has loaded. */
  readonly locked?: boolean | undefined;
  readonly conflict?: boolean;
  readonly guard?: boolean;
}

/** What is under way in the panel. */
export interface UnderWay {
  /** Someone else has changed the ticket while the reader wrote: the conflict's sentence will say how. */
  readonly overtaken: boolean;
  /** The reader's decision is being sent: its result is announced together with the new state. */
  readonly sending: boolean;
}

/** Payments are made later than the ticket ends, or fail. */
const PAID: readonly Settlement[] = ['succeeded', 'failed'];

/**
 * Returns the announcements for changes since the last rendering: one for each change.
 *
 * @param conflict - text of a conflict
 * @param guard - text about a ticket of another conversation
 */
export function announcementsFor(
  model: ViewModel,
  { buttons, locked }: ActionLayout,
  conflict: string | undefined,
  guard: string | undefined,
  { overtaken, sending }: UnderWay,
  before: Announced,
): { readonly seen: Announced; readonly words: readonly string[] } {
  const { view, texts, session } = model;
  // Nobody is locked out of a ticket that has ended.
  const known = sending && before.status !== undefined;
  const seen: Announced = {
    status: known ? before.status : view.displayStatus,
    settlement: known && before.settlement ? before.settlement : view.settlement,
    locked: session && buttons.length > 0 ? locked : before.locked,
    conflict: conflict !== undefined,
    guard: guard !== undefined,
  };
  const words: string[] = [];
  if (before.status !== undefined && before.status !== seen.status && !overtaken) {
    words.push(format(texts.announce.updated, { status: texts.statuses[view.displayStatus] }));
  }
  if (before.settlement !== undefined && before.settlement !== seen.settlement && PAID.includes(view.settlement)) {
    words.push(paymentWords(model) ?? '');
  }
  if (before.locked !== undefined && before.locked !== seen.locked) {
    words.push(seen.locked ? texts.blocked.revoked : texts.blocked.granted);
  }
  if (conflict && !before.conflict) words.push(conflict);
  if (guard && !before.guard) words.push(guard);
  return { seen, words: words.filter(Boolean) };
}
