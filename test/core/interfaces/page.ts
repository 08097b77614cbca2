import { type InterfaceTable, type List, type Row, type Target } from './table.ts';

const HEAD =
  '<!-- Written from test/core/interfaces by `npx vitest run --project core test/core/interfaces.test.ts -u`. Do not edit. -->';
const INTRODUCTION = `Six public after-sales interfaces, and what stands for their states and actions in Sidecard. Use the tables to write an adapter: a row names
the ticket type with the state, or the command with the party that sends it. A test checks that every state is reached and every command is
taken. Calls that only read are left out. Values that stand for no state, such as \`UNKNOWN\`, are listed and not counted.`;

/** Returns docs/interfaces.md. */
export function pageOf(tables: readonly InterfaceTable[]): string {
  return `${[HEAD, '# Other after-sales interfaces', INTRODUCTION, shares(tables), ...tables.map(section)].join(
    '\n\n',
  )}\n`;
}

function shares(tables: readonly InterfaceTable[]): string {
  return markdown(
    ['Interface', 'States and actions', 'With a counterpart', 'Share'],
    tables.map((table) => {
      const rows = table.lists.flatMap((list) => list.rows).filter(({ placeholder }) => !placeholder);
      const mapped = rows.filter(({ ours }) => ours).length;
      return [table.name, `${rows.length}`, `${mapped}`, `${((100 * mapped) / rows.length).toFixed(1)} %`];
    }),
  );
}

function section({ name, lists }: InterfaceTable): string {
  return [`## ${name}`, ...lists.map(listOf)].join('\n\n');
}

function listOf({ kind, name, source, rows }: List): string {
  const heads = [kind === 'state' ? 'State' : 'Action', 'Meaning', 'In Sidecard'];
  return [`### ${name}`, `From: ${source}.`, markdown(heads, rows.map(cells))].join('\n\n');
}

function cells({ theirs, means, ours, why }: Row): readonly string[] {
  return [code(theirs), means, ours ? ours.map(words).join('<br>') : `none: ${why ?? ''}`];
}

function words(target: Target): string {
  if ('fact' in target) return `the order’s fact ${code(target.fact)}`;
  if ('opens' in target) return `open ${code(target.opens)} · ${target.by}`;
  if ('command' in target) {
    const { type, command, choice, by, from } = target;
    return [`${code(type)}: ${code(choice ? `${command}/${choice}` : command)} · ${by}`, from && `from ${from}`]
      .filter(Boolean)
      .join(', ');
  }
  const { type, workflow, intervention, settlement, ending, declinedFrom, goodsWithMerchant, appealBy } = target;
  return [
    `${code(type)}: ${workflow}`,
    declinedFrom && `declined from ${declinedFrom}`,
    intervention && `intervention ${intervention}`,
    appealBy && `appeal by ${appealBy}`,
    ending && `ending ${ending}`,
    settlement && `settlement ${settlement}`,
    goodsWithMerchant !== undefined && `goods ${goodsWithMerchant ? 'with the shop' : 'with the buyer'}`,
  ]
    .filter(Boolean)
    .join(', ');
}

const code = (text: string) => `\`${text}\``;

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (row: readonly string[]) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
