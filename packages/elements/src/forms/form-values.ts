import type { Draft } from '@sidecard/client';
import type { Field, FieldLimits, FieldValues } from '@sidecard/core/wire';
import { controlKind } from '../fields/controls.js';
import type { FieldContext } from '../fields/kind.js';

/** What a form is made of, beside what was typed. */
export interface FormShape extends Omit<FieldContext, 'limits'> {
  readonly fields: readonly Field[];
  /** Those of the action, by field key. */
  readonly limits: Readonly<Record<string, FieldLimits>>;
}

/** Returns what a form knows of one of its fields. */
export function contextOf(
  { key }: Field,
  { limits, addresses, capabilities, carrier }: Omit<FormShape, 'fields'>,
): FieldContext {
  return { limits: limits[key] ?? {}, addresses, capabilities, carrier };
}

/** Returns whether a field can be filled in here: its kind is known (R27), and there is something to choose from. */
export function canBeShown(field: Field, shape: Omit<FormShape, 'fields'>): boolean {
  const kind = controlKind(field);
  return kind !== undefined && kind.isFillable?.(field, contextOf(field, shape)) !== false;
}

/** Returns what the fields hold when their form opens for the first time. */
export function initialValues(shape: FormShape): Draft {
  return valuesOf(shape.fields, (field) => controlKind(field)?.initial?.(field, contextOf(field, shape)));
}

/** Returns the values that were typed. What cannot be read is returned as typed, and the check refuses it. */
export function readValues(shape: FormShape, typed: Draft): FieldValues {
  return valuesOf(visibleFields(shape.fields, typed), (field) =>
    controlKind(field)?.read(typed[field.key], field, contextOf(field, shape)),
  );
}

/** Returns the values of the fields that have one, by field key. */
function valuesOf<Value>(
  fields: readonly Field[],
  of: (field: Field) => Value | undefined,
): Readonly<Record<string, Value>> {
  const values = fields.map((field) => [field.key, of(field)] as const);
  return Object.fromEntries(values.filter((entry): entry is [string, Value] => entry[1] !== undefined));
}

/** Returns the fields to show: one that another makes superfluous is left out while it does. */
export function visibleFields(fields: readonly Field[], typed: Draft): readonly Field[] {
  return fields.filter(({ optionalIf }) => !optionalIf || typed[optionalIf] !== true);
}
