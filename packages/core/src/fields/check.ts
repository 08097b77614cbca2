import type { FieldValue, FieldValues } from '../model/field-values.js';
import { ownMember } from '../values/unknown.js';
import { type Field, kindOf } from './field.js';
import type { FieldLimits, FieldProblem } from './kinds/kind.js';

/** Maximum number of problems listed per form. */
const MAX_PROBLEMS = 50;

/**
 * Checks a field's value. Total: any value of any type gets an answer, in bounded time.
 *
 * @param value - a value from a form or the network
 * @param limits - from `Action.limits`, or of the create form
 * @returns the problem, or `undefined` if the value is valid; values of unknown kinds are never valid
 */
export function checkField(field: Field, value: unknown, limits: FieldLimits = {}): FieldProblem | undefined {
  const kind = kindOf(field);
  if (!kind) return { field: field.key, problem: 'wrong-kind' };
  const isBlank = kind.isBlank ?? ((given) => given === '');
  if (value === undefined || value === null || isBlank(value, field)) {
    return field.optional || kind.absent !== undefined ? undefined : { field: field.key, problem: 'required' };
  }
  if (field.optional && value === '') return undefined;
  const found = kind.check(value, field, limits);
  return found && { field: field.key, ...found };
}

/**
 * Checks the values of a whole form, and refuses unknown keys.
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

/** Returns checked values in their plain shape: only the members of their kinds, texts trimmed, blank values omitted. */
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
