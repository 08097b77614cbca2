import type { ActionLayout } from '@sidecard/core/wire';
import { format } from '../locales/message.js';
import type { ViewModel } from '../ticket/view-model.js';

/** What a panel showed at its last drawing, as far as a change of it is said. */
export interface Announced {
  readonly status?: string;
  /** The account may do nothing here; unknown until it is known who reads. */
  readonly locked?: boolean | undefined;
  readonly conflict?: boolean;
}

/**
 * What has changed since the last drawing, in words: each once.
 *
 * @param conflict - that somebody else was first, in words
 */
export function announcementsFor(
  model: ViewModel,
  { buttons, locked }: ActionLayout,
  conflict: string | undefined,
  before: Announced,
): { readonly seen: Announced; readonly words: readonly string[] } {
  const { view, texts, session } = model;
  // Of a ticket that is over, nobody can be locked out.
  const seen: Announced = {
    status: view.displayStatus,
    locked: session && buttons.length > 0 ? locked : before.locked,
    conflict: conflict !== undefined,
  };
  const words: string[] = [];
  if (before.status !== undefined && before.status !== seen.status) {
    words.push(format(texts.announce.updated, { status: texts.statuses[view.displayStatus] }));
  }
  if (before.locked !== undefined && before.locked !== seen.locked) {
    words.push(seen.locked ? texts.blocked.revoked : texts.blocked.granted);
  }
  if (conflict && !before.conflict) words.push(conflict);
  return { seen, words };
}
