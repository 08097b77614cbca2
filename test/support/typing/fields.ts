import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How a text field keeps what is typed: into which place histories type, or why it has no draft. */
type Row = { readonly place: string } | { readonly why: string };

/** Every text field of the elements, by the file that draws it; one row for each in a file. */
export const TEXT_FIELDS: Readonly<Record<string, readonly Row[]>> = {
  'archive/filters.ts': [{ why: 'It searches; nothing is written with it.' }],
  'conversation/order-choice.ts': [{ why: 'It finds an order by its number; nothing is written with it.' }],
  'fields/kinds/address/control.ts': [{ place: 'address' }],
  'fields/kinds/items/control.ts': [{ why: 'A number of pieces, in the draft of its form.' }],
  'fields/kinds/receipt/control.ts': [
    { why: 'A number of pieces, in the draft of its form.' },
    { why: 'In the draft of its form: test/elements/kept-text.test.ts.' },
  ],
  'fields/kinds/text/control.ts': [{ place: 'decline' }],
  'fields/line-input.ts': [{ place: 'amount' }],
  'staff-message/composer.ts': [{ place: 'staff-message' }],
  'team/notes.ts': [{ place: 'note' }],
  'team/templates.ts': [{ why: 'Its draft is in test/elements/team.test.ts: it is there only beside a text.' }],
  'workbench/list-search.ts': [{ why: 'It searches; the address keeps it.' }],
  'workbench/save-list.ts': [{ place: 'name of a list' }],
};

/** What is chosen and not typed. */
const CHOSEN = new Set(['checkbox', 'radio', 'file']);

/** How many text fields the templates in a folder draw, by file. */
export function textFieldsIn(folder: string): Readonly<Record<string, number>> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const counted = files.sort().map((file) => {
    const tags = readFileSync(join(folder, file), 'utf8').match(/<(?:textarea|input)\b[^<]*/g) ?? [];
    return [file, tags.filter((tag) => !CHOSEN.has(/\stype="(\w+)"/.exec(tag)?.[1] ?? 'text')).length] as const;
  });
  return Object.fromEntries(counted.filter(([, count]) => count > 0));
}
