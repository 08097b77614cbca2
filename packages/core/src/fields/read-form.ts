import type { FieldValues } from '../model/field-values.js';
import { copyPlain, type Most } from '../values/plain.js';
import { isRecord } from '../values/unknown.js';

/** More than any form needs: a text that is too long is still told to be. */
const MAX_FORM: Most = { units: 131_072, values: 5_000, depth: 6 };

/** What somebody sent as the values of a form, as plain data of a bearable size, or nothing. They are yet to be checked. */
export function readForm(given: unknown): FieldValues | undefined {
  try {
    const copy = copyPlain(given, MAX_FORM);
    return isRecord(copy) ? (copy as FieldValues) : undefined;
  } catch {
    return undefined;
  }
}
