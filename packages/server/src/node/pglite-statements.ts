import type { PGlite, protocol, types } from '@electric-sql/pglite';
import type { QueryResult } from 'kysely';

/** Maximum number of statements that stay prepared. Lists have many variants. */
const MAX_PREPARED = 300;
/** Statements that can be prepared. Others may change what those return. */
const PREPARABLE = /^\s*(?:select|insert|update|delete|with|start transaction|commit|rollback)\b/i;
/** PostgreSQL's errors for a prepared statement whose columns have changed, and for one that does not exist. */
const CHANGED = '0A000';
const MISSING = '26000';

/** PostgreSQL's type number of `bigint`. */
const INT8 = 20;

/** What {@link PgliteStatements} needs of PGlite, which installations with another database do not have. */
export interface PgliteParts {
  readonly protocol: typeof protocol;
  readonly types: typeof types;
}

/** A statement to run. */
export interface Statement {
  readonly text: string;
  readonly parameters?: readonly unknown[];
}

/** A statement that the database has parsed. */
interface Prepared {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly dataTypeID: number }[];
}

type Message = Awaited<ReturnType<PGlite['execProtocol']>>['messages'][number];
type Named<Name extends Message['name']> = Message & { readonly name: Name };
type Columns = { readonly fields: Prepared['columns'] };
type Cells = { readonly fields: readonly (string | null)[] };
type Tag = { readonly text: string };

/**
 * Runs statements of a PGlite. It parses and plans each text once, which for most statements is the larger part of the work, and then takes
 * one call into the database instead of five.
 */
export class PgliteStatements {
  readonly #client: PGlite;
  readonly #parts: PgliteParts;
  /** By text, the least recently used first. */
  readonly #prepared = new Map<string, Prepared>();
  #names = 0;

  constructor(client: PGlite, parts: PgliteParts) {
    this.#client = client;
    this.#parts = parts;
  }

  /**
   * Runs statements in one call, each if the one before it succeeded.
   *
   * @param wanted - the index of the one whose result is returned
   * @returns `undefined` if the database has stopped within them, without an error
   */
  async run<Row>(statements: readonly Statement[], wanted: number): Promise<QueryResult<Row> | undefined> {
    if (!statements.every(({ text }) => PREPARABLE.test(text))) return this.#runEach<Row>(statements, wanted);
    const { serialize } = this.#parts.protocol;
    const all: Prepared[] = [];
    const calls: Uint8Array[] = [];
    for (const { text, parameters = [] } of statements) {
      const prepared = await this.#prepare(text);
      if (!prepared) return undefined;
      all.push(prepared);
      calls.push(serialize.bind({ statement: prepared.name, values: parameters.map(textOf) }), serialize.execute({}));
    }
    try {
      const messages = await this.#send(...calls);
      return this.#read<Row>(messages, all, wanted);
    } catch (error) {
      if (codeOf(error) === CHANGED) await this.#forget();
      throw error;
    }
  }

  async #runEach<Row>(statements: readonly Statement[], wanted: number): Promise<QueryResult<Row> | undefined> {
    await this.#forget();
    let result: QueryResult<Row> | undefined;
    for (const [index, { text, parameters = [] }] of statements.entries()) {
      const { rows, affectedRows, command } = await this.#client.query<Row>(text, [...parameters]);
      if (command === undefined) return undefined;
      if (index === wanted) result = resultOf(rows, affectedRows);
    }
    return result;
  }

  async #prepare(text: string): Promise<Prepared | undefined> {
    const known = this.#prepared.get(text);
    if (known) {
      this.#prepared.delete(text);
      this.#prepared.set(text, known);
      return known;
    }
    const { serialize } = this.#parts.protocol;
    const name = `sidecard_${++this.#names}`;
    let messages: readonly Message[];
    try {
      messages = await this.#send(serialize.parse({ name, text }), serialize.describe({ type: 'S', name }));
    } catch (error) {
      // It stopped while it parsed the statement, and went on with the next message.
      if (codeOf(error) === MISSING) return undefined;
      throw error;
    }
    const described = messages.find(isNamed('rowDescription')) as Columns | undefined;
    if (!described && !messages.some(isNamed('noData'))) return undefined;
    const prepared = { name, columns: described?.fields ?? [] };
    this.#prepared.set(text, prepared);
    const [oldest] = this.#prepared;
    if (oldest && this.#prepared.size > MAX_PREPARED) {
      this.#prepared.delete(oldest[0]);
      await this.#send(serialize.close({ type: 'S', name: oldest[1].name }));
    }
    return prepared;
  }

  /** Forgets every statement: tables may have other columns from now on. */
  async #forget(): Promise<void> {
    const { serialize } = this.#parts.protocol;
    const closing = [...this.#prepared.values()].map(({ name }) => serialize.close({ type: 'S', name }));
    this.#prepared.clear();
    if (closing.length > 0) await this.#send(...closing);
  }

  async #send(...parts: readonly Uint8Array[]): Promise<readonly Message[]> {
    const all = [...parts, this.#parts.protocol.serialize.sync()];
    const message = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of all) {
      message.set(part, at);
      at += part.length;
    }
    return (await this.#client.execProtocol(message)).messages;
  }

  #read<Row>(
    messages: readonly Message[],
    statements: readonly Prepared[],
    wanted: number,
  ): QueryResult<Row> | undefined {
    const columns = statements[wanted]?.columns ?? [];
    const tags: Tag[] = [];
    const rows: Row[] = [];
    for (const message of messages) {
      if (message.name === 'commandComplete') tags.push(message as unknown as Tag);
      if (message.name !== 'dataRow' || tags.length !== wanted) continue;
      const { fields } = message as unknown as Cells;
      const row: Record<string, unknown> = {};
      for (const [index, column] of columns.entries()) row[column.name] = this.#value(fields[index], column);
      rows.push(row as Row);
    }
    const tag = tags[wanted];
    if (!tag || tags.length < statements.length) return undefined;
    const [command = '', ...counts] = tag.text.split(' ');
    return resultOf(rows, ['INSERT', 'UPDATE', 'DELETE'].includes(command) ? Number(counts.at(-1)) : undefined);
  }

  #value(text: string | null | undefined, { dataTypeID }: Prepared['columns'][number]): unknown {
    if (text === null || text === undefined) return null;
    return dataTypeID === INT8 ? Number(text) : this.#parts.types.parseType(text, dataTypeID);
  }
}

const isNamed =
  <Name extends Message['name']>(name: Name) =>
  (message: Message): message is Named<Name> =>
    message.name === name;

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function resultOf<Row>(rows: Row[], affected: number | undefined): QueryResult<Row> {
  return affected === undefined ? { rows } : { rows, numAffectedRows: BigInt(affected) };
}

/** Writes a parameter as PostgreSQL reads it. */
function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  return JSON.stringify(value);
}
