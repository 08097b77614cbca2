import { label } from '@sidecard/core/card';
import type { Field, FieldProblem } from '@sidecard/core/wire';
import { controlKind } from '../fields/controls.js';
import { commonProblem } from '../fields/parts.js';
import type { FormWords } from '../locales/form-catalogue.js';

/** Returns what to do about a problem of a field, in words. */
export function problemText(found: FieldProblem, field: Field, texts: FormWords): string {
  const name = label(field.labels, texts.locale);
  return controlKind(field)?.problem?.(found, field, texts, name) ?? commonProblem(found, texts, name);
}
