import { TRACKING } from '../../values/patterns.js';
import type { FieldBase, FieldKind } from './kind.js';
import { asIs, patternSchema, trimmed, WRONG_KIND } from './shared.js';

/** A carrier's tracking number. */
export interface TrackingField extends FieldBase {
  readonly kind: 'tracking';
}

/** Implements fields of kind `tracking`. */
export const trackingKind: FieldKind<TrackingField, string> = {
  check(value) {
    if (typeof value !== 'string') return WRONG_KIND;
    return TRACKING.test(value.trim()) ? undefined : { problem: 'unreadable' };
  },
  clean: trimmed,
  schema: () => ({ ...patternSchema(TRACKING), description: 'Letters, digits and hyphens.' }),
  format: asIs,
};
