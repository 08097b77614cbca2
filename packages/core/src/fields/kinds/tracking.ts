import { tidyTracking } from '../../values/as-written.js';
import { TRACKING } from '../../values/patterns.js';
import type { FieldBase, FieldKind, FieldSchema } from './kind.js';
import { asIs, tidied, tidiedSchema, WRONG_KIND } from './shared.js';

/** A carrier's tracking number. */
export interface TrackingField extends FieldBase {
  readonly kind: 'tracking';
}

/** Implements fields of kind `tracking`. */
export const trackingKind: FieldKind<TrackingField, string> = {
  check(value) {
    if (typeof value !== 'string') return WRONG_KIND;
    return tidied(value, tidyTracking, TRACKING) === undefined ? { problem: 'unreadable' } : undefined;
  },
  clean: tidyTracking,
  format: asIs,
};

/** Describes its values. */
export const trackingSchema: FieldSchema<TrackingField> = () =>
  tidiedSchema('5 to 40 letters, digits and hyphens, besides white space.');
