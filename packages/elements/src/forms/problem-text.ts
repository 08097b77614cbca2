import { label } from '@sidecard/core/card';
import type { Field, FieldProblem, TicketView } from '@sidecard/core/wire';
import { controlKind } from '../fields/controls.js';
import { commonProblem } from '../fields/parts.js';
import type { FormWords } from '../locales/form-catalogue.js';
import { format } from '../locales/message.js';

/** Returns what to do about a problem of a field, in words. @param order - whose items the field may be about; the text names the one */
export function problemText(
  found: FieldProblem,
  field: Field,
  texts: FormWords,
  order?: Pick<TicketView['order'], 'items'>,
): string {
  const name = label(field.labels, texts.locale);
  const problem = controlKind(field)?.problem?.(found, field, texts, name) ?? commonProblem(found, texts, name);
  const item = found.itemId && order?.items.find(({ id }) => id === found.itemId)?.title;
  return item ? format(texts.form.ofItem, { item, problem }) : problem;
}
