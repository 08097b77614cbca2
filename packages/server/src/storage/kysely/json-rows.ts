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
  const as = sql.raw(`${name}(${list.join(', ')})`);
  // Without the limit a hundred rows are expected, and tables are read as a whole to find one row.
  return sql`(select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as ${as} limit ${rows.length}) as ${sql.raw(name)}`;
}

/**
 * Passes texts as one parameter: `where(column, '=', anyOf(texts))`. An array and not a subquery, of which a hundred rows would be expected:
 * then tables are read as a whole to find a few rows.
 */
export function anyOf(texts: Iterable<string>): RawBuilder<string> {
  return sql<string>`any(${arrayOf(texts)})`;
}

/** The opposite of {@link anyOf}: `where(column, '<>', noneOf(texts))`. */
export function noneOf(texts: Iterable<string>): RawBuilder<string> {
  return sql<string>`all(${arrayOf(texts)})`;
}

function arrayOf(texts: Iterable<string>): RawBuilder<readonly string[]> {
  return sql`array(select jsonb_array_elements_text(${JSON.stringify([...new Set(texts)])}::jsonb))`;
}

/** The end of `on conflict (…) do update set`: each of these columns gets the value of the new row. */
export const setExcluded = (columns: readonly string[]): string =>
  columns.map((name) => `${name} = excluded.${name}`).join(', ');

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
