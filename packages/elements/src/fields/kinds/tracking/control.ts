import type { TrackingField } from '@sidecard/core/wire';
import type { ControlKind } from '../../kind.js';
import { lineInput } from '../../line-input.js';
import { readText } from '../../parts.js';

/** A line of text. */
export const trackingControl: ControlKind<TrackingField> = {
  draw: (control) => lineInput(control),
  read: readText,
  problem: ({ problem }, _, { problems }) => (problem === 'unreadable' ? problems.trackingUnreadable : undefined),
};
