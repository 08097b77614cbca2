import { archivePolicy } from '../policy/archive.js';
import type { Policy } from '../policy/policy.js';
import type { ArchiveEntry, ByHand } from './entry.js';

/** What can be done to an entry by hand. */
export const ARCHIVE_ACTIONS = ['set-defect', 'remove', 'restore'] as const;
export type ArchiveAction = (typeof ARCHIVE_ACTIONS)[number];

/** A change of an entry by hand. */
export interface EntryChange {
  readonly action: ArchiveAction;
  /** Of `set-defect`: a key of the policy's defects. */
  readonly defect?: string | undefined;
}

/** Why a change of the archive is refused: there is no such entry or ticket, no such defect, or the case is older than the archive keeps. */
export const ARCHIVE_REFUSALS = ['not-found', 'defect-unknown', 'too-old'] as const;
export type ArchiveRefusal = (typeof ARCHIVE_REFUSALS)[number];

/** Returns whether a shop's policy has a defect. */
export function isDefect(key: string | undefined, policy: Pick<Policy, 'archive'>): key is string {
  return archivePolicy(policy).defects.some((defect) => defect.key === key);
}

/** Applies a change by hand to an entry. Repeating it changes nothing. */
export function changeEntry(entry: ArchiveEntry, { action, defect }: EntryChange, hand: ByHand): ArchiveEntry {
  switch (action) {
    case 'set-defect': {
      if (defect === undefined || (entry.chosen && entry.defect === defect)) return entry;
      return { ...entry, defect, chosen: hand };
    }
    case 'remove':
      return entry.removed ? entry : { ...entry, removed: hand };
    case 'restore': {
      const { removed: _removed, ...rest } = entry;
      // Without a trace of a hand, the next change of the ticket could take it away.
      return entry.removed && !entry.filed ? { ...rest, filed: hand } : rest;
    }
  }
}
