import type { CommitmentAssessment } from './assess.js';

/**
 * Whether a commitment matters to an order now: it is in force, can be claimed, or cannot be determined. One that has not begun matters
 * once its promise was broken. One that was kept, is over, or was not offered does not.
 */
export function mattersNow({ status, lateByMs }: Pick<CommitmentAssessment, 'status' | 'lateByMs'>): boolean {
  switch (status) {
    case 'open':
    case 'claimable':
    case 'unclear':
      return true;
    case 'not-begun':
      return lateByMs !== undefined;
    case 'not-offered':
    case 'kept':
    case 'over':
      return false;
  }
}

/** Whether an order's commitment is owed now: it can be claimed, and pays. */
export function isOwed({ status, compensation }: Pick<CommitmentAssessment, 'status' | 'compensation'>): boolean {
  return status === 'claimable' && compensation !== undefined;
}

/** Sorts commitments that matter: what is owed comes first; the others stay in the shop's order. */
export function compareRelevance(
  one: Pick<CommitmentAssessment, 'status' | 'compensation'>,
  other: Pick<CommitmentAssessment, 'status' | 'compensation'>,
): number {
  return Number(isOwed(other)) - Number(isOwed(one));
}
