import type { FieldValues } from '../model/field-values.js';
import { copyPlain, type Most } from '../values/plain.js';
import { isRecord } from '../values/unknown.js';

/** More than any form needs, so that a text that is too long still gets its specific error. */
const MAX_FORM: Most = { units: 131_072, values: 5_000, depth: 6 };

/** Copies submitted form values as plain data of limited size, or returns `undefined`. They are not validated yet. */
export function readForm(given: unknown): FieldValues | undefined {
  try {
    const copy = copyPlain(given, MAX_FORM);
    return isRecord(copy) ? (copy as FieldValues) : undefined;
  } catch {
    return undefined;
  }
}
