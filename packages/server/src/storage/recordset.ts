import { sql, type RawBuilder } from 'kysely';
import type { Tables } from './schema.js';

/** A column's type in PostgreSQL. */
type ColumnType = 'text' | 'integer' | 'bigint' | 'boolean' | 'jsonb';
/** What a statement's rows consist of. */
export type Columns = Readonly<Record<string, ColumnType>>;

/**
 * Rows as one parameter, however many there are: a statement of its own length compiles and is planned as fast for a thousand as for one.
 *
 * @param name - what the statement calls them
 */
export function recordset(name: string, columns: Columns, rows: readonly object[]): RawBuilder<unknown> {
  const list = Object.entries(columns).map(([column, type]) => `${column} ${type}`);
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as ${sql.raw(`${name}(${list.join(', ')})`)}`;
}

/**
 * Texts as one parameter, however many there are: `where(column, 'in', listOf(texts))`. A list with a parameter for each of its members
 * meets PostgreSQL's limit of 65,535 of them, and a list of tuples overflows the embedded database's stack long before.
 */
export function listOf(texts: Iterable<string>): RawBuilder<string> {
  return sql<string>`(select jsonb_array_elements_text(${JSON.stringify([...new Set(texts)])}::jsonb))`;
}

/** `insert into` a table, in the order of the rows. */
export function insertRows<Table extends keyof Tables>(
  table: Table,
  columns: Columns & Partial<Record<keyof Tables[Table], ColumnType>>,
  rows: readonly object[],
  onConflict = '',
): RawBuilder<unknown> {
  const list = sql.raw(Object.keys(columns).join(', '));
  const into = sql.raw(table);
  return sql`insert into ${into} (${list}) select ${list} from ${recordset('r', columns, rows)} ${sql.raw(onConflict)}`;
}
