import type { ActionLayout } from '@sidecard/core/wire';
import { format } from '../locales/message.js';
import type { ViewModel } from '../ticket/view-model.js';

/** The announced state of the last rendering. */
export interface Announced {
  readonly status?: string;
  /** Whether the account has no permission; unknown until the session has loaded. */
  readonly locked?: boolean | undefined;
  readonly conflict?: boolean;
  readonly guard?: boolean;
}

/**
 * Returns the announcements for changes since the last rendering.
 *
 * @param conflict - text of a conflict
 * @param guard - text about a ticket of another conversation
 */
export function announcementsFor(
  model: ViewModel,
  { buttons, locked }: ActionLayout,
  conflict: string | undefined,
  guard: string | undefined,
  before: Announced,
): { readonly seen: Announced; readonly words: readonly string[] } {
  const { view, texts, session } = model;
  // Nobody is locked out of a ticket that has ended.
  const seen: Announced = {
    status: view.displayStatus,
    locked: session && buttons.length > 0 ? locked : before.locked,
    conflict: conflict !== undefined,
    guard: guard !== undefined,
  };
  const words: string[] = [];
  if (before.status !== undefined && before.status !== seen.status) {
    words.push(format(texts.announce.updated, { status: texts.statuses[view.displayStatus] }));
  }
  if (before.locked !== undefined && before.locked !== seen.locked) {
    words.push(seen.locked ? texts.blocked.revoked : texts.blocked.granted);
  }
  if (conflict && !before.conflict) words.push(conflict);
  if (guard && !before.guard) words.push(guard);
  return { seen, words };
}
