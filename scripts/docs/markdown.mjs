// Pieces of Markdown.

/** A heading with what is below it; nothing where there is nothing. */
export function section(title, ...parts) {
  const body = parts.filter(Boolean);
  return body.length > 0 ? [`## ${title}`, ...body].join('\n\n') : '';
}

/** A table without the columns that are empty in every row; nothing without rows. */
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

/** Text as it is, whatever signs it has. */
export const code = (text) => `\`${text}\``;
