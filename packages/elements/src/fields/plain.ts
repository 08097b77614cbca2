import type { Field, FieldValue } from '@sidecard/core/wire';
import { html } from 'lit';
import type { ShownKind } from './kind.js';

/** Shows a value as it is; one that has parts says that it takes a newer release to show them. */
export const plain: ShownKind<Field> = {
  show: (value, _, { texts }) =>
    typeof value === 'object' ? texts.request.newerVersion : html`<bdi translate="no">${value}</bdi>`,
};

/** Returns a value as text, empty for one that has parts. */
export function plainText(value: FieldValue): string {
  return typeof value === 'object' ? '' : String(value);
}

/** Returns the entries of a list, none for a value that is no list. */
export function listOf(value: FieldValue): readonly string[] {
  return Array.isArray(value) ? (value as readonly string[]) : [];
}
