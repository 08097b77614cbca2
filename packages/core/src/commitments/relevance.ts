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
