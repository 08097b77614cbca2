// Markdown helpers.

/** Returns a heading with its content, or nothing without content. */
export function section(title, ...parts) {
  const body = parts.filter(Boolean);
  return body.length > 0 ? [`## ${title}`, ...body].join('\n\n') : '';
}

/** Returns a table without empty columns, or nothing without rows. */
export function table(head, rows) {
  if (rows.length === 0) return '';
  const used = head.map((_, column) => rows.some((row) => row[column]));
  const line = (cells) =>
    `| ${cells
      .filter((_, column) => used[column])
      .map(cell)
      .join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const cell = (text) => (text ?? '').replaceAll('|', '\\|').replaceAll('\n', '<br>') || ' ';

/** Returns inline code. */
export const code = (text) => `\`${text}\``;
