import type { ProblemCode } from '@sidecard/core/wire';
import type * as v from 'valibot';

/** What the document says of an operation. */
export interface Operation {
  readonly summary: string;
  readonly query?: v.GenericSchema;
  /** Takes an `Idempotency-Key`. */
  readonly write?: true;
  /** Schema name of the JSON body; `picture` stands for a picture's file, `export` for a table or a ZIP file, `events` for an event stream. */
  readonly body?: string;
  /** Status and schema name of the answer; no name means no content. */
  readonly answer: readonly [status: number, schema?: string];
  readonly refusals?: readonly ProblemCode[];
  /** Needs no token. */
  readonly open?: true;
}

/** Operations by path and method. */
export type Operations = Readonly<Record<string, Readonly<Record<string, Operation>>>>;
