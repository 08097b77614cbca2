import type { CarrierField } from '@sidecard/core/wire';
import type { ControlKind } from '../../kind.js';
import { lineInput } from '../../line-input.js';
import { readText } from '../../parts.js';

/** A line of text; the carrier is proposed. */
export const carrierControl: ControlKind<CarrierField> = {
  draw: (control) => lineInput(control),
  read: readText,
  initial: (_, { carrier }) => carrier,
};
