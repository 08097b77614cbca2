import type { FieldValue, FieldValues } from '../model/field-values.js';
import { ownMember } from '../values/unknown.js';
import { type Field, kindOf } from './field.js';
import type { FieldLimits, FieldProblem } from './kinds/kind.js';

/** The most problems that are listed of one form. */
const MAX_PROBLEMS = 50;

/**
 * Checks one value of a field. Total: any value of any type gets an answer, in bounded time.
 *
 * @param value - what came from a form or the network
 * @param limits - those of `Action.limits`, or of the create form
 * @returns what is wrong, or `undefined` when it may be sent; no value of a kind that this release does not know may
 */
export function checkField(field: Field, value: unknown, limits: FieldLimits = {}): FieldProblem | undefined {
  const kind = kindOf(field);
  if (!kind) return { field: field.key, problem: 'wrong-kind' };
  const isBlank = kind.isBlank ?? ((given) => given === '');
  if (value === undefined || value === null || isBlank(value)) {
    return field.optional || kind.absent !== undefined ? undefined : { field: field.key, problem: 'required' };
  }
  if (field.optional && value === '') return undefined;
  const found = kind.check(value, field, limits);
  return found && { field: field.key, ...found };
}

/**
 * Checks the values of a whole form, and refuses keys that it does not have.
 *
 * @returns every problem, in the order of the fields
 */
export function checkFields(
  fields: readonly Field[],
  values: FieldValues,
  limits: Readonly<Record<string, FieldLimits>> = {},
): readonly FieldProblem[] {
  const problems = fields.flatMap((field) => {
    const free = field.optionalIf !== undefined && ownMember(values, field.optionalIf) === true;
    return (
      checkField(
        free ? { ...field, optional: true } : field,
        ownMember(values, field.key),
        ownMember(limits, field.key),
      ) ?? []
    );
  });
  for (const key of Object.keys(values)) {
    if (!fields.some((field) => field.key === key))
      problems.push({ field: key.slice(0, 60), problem: 'unknown-field' });
    if (problems.length >= MAX_PROBLEMS) break;
  }
  return problems;
}

/** Returns the checked values of a form in their plain shape: the members of their kinds alone, trimmed texts, nothing for blanks. */
export function cleanFields(fields: readonly Field[], values: FieldValues): FieldValues {
  const clean: Record<string, FieldValue> = {};
  for (const field of fields) {
    const kind = kindOf(field);
    const value = ownMember(values, field.key) ?? (field.optional ? undefined : kind?.absent);
    if (!kind || value === undefined || isEmpty(value)) continue;
    const cleaned = kind.clean(value);
    if (!isEmpty(cleaned)) clean[field.key] = cleaned;
  }
  return clean;
}

function isEmpty(value: FieldValue): boolean {
  return value === '' || (Array.isArray(value) && value.length === 0);
}
