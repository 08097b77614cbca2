import { sql, type RawBuilder } from 'kysely';
import type { Tables } from './schema.js';

/** A column's type in PostgreSQL. */
type ColumnType = 'text' | 'integer' | 'bigint' | 'boolean' | 'jsonb';
/** Columns of a statement's rows. */
export type Columns = Readonly<Record<string, ColumnType>>;

/**
 * Passes rows as one parameter, for any number of rows: the statement's text stays the same, so a thousand rows compile and plan as fast as
 * one. A list with one parameter per member is limited to PostgreSQL's 65,535 parameters, and a list of tuples overflows the embedded
 * database's stack much earlier.
 *
 * @param name - alias of the rows in the statement
 */
export function jsonRows(name: string, columns: Columns, rows: readonly object[]): RawBuilder<unknown> {
  const list = Object.entries(columns).map(([column, type]) => `${column} ${type}`);
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as ${sql.raw(`${name}(${list.join(', ')})`)}`;
}

/** Passes texts as one parameter: `where(column, 'in', listOf(texts))`. */
export function listOf(texts: Iterable<string>): RawBuilder<string> {
  return sql<string>`(select jsonb_array_elements_text(${JSON.stringify([...new Set(texts)])}::jsonb))`;
}

/** Creates an `insert into` a table, in the order of the rows. */
export function insertRows<Table extends keyof Tables>(
  table: Table,
  columns: Columns & Partial<Record<keyof Tables[Table], ColumnType>>,
  rows: readonly object[],
  onConflict = '',
): RawBuilder<unknown> {
  const list = sql.raw(Object.keys(columns).join(', '));
  const into = sql.raw(table);
  return sql`insert into ${into} (${list}) select ${list} from ${jsonRows('r', columns, rows)} ${sql.raw(onConflict)}`;
}
