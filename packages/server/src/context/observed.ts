import type { ProblemCode } from '@sidecard/core/wire';
import type { Principal } from './ports.js';

/** What a log says of a request: nothing that its sender wrote, and no token. */
export interface RequestEntry {
  /** Milliseconds since the Unix epoch, by the machine's clock. */
  readonly atMs: number;
  /** `other` for an unknown one. */
  readonly method: string;
  /** The pattern of its path, such as `/v1/tickets/:id`; `none` if the server has no such path. */
  readonly route: string;
  readonly status: number;
  /** Time until the answer began, in milliseconds. */
  readonly tookMs: number;
  /** Why it was refused. */
  readonly code?: ProblemCode;
  readonly party?: Principal['party'];
  readonly merchantId?: string;
  /** Of the shop and the platform only, never a buyer's. */
  readonly accountId?: string;
}

/** What a span is made of. */
export interface TracedRequest extends Pick<RequestEntry, 'method' | 'route'> {
  /** With the caller's trace context, such as `traceparent`. */
  readonly headers: Headers;
}

/** Runs a request in a span. @param run - resolves when the answer begins, with what a log says of the request */
export type Trace = (request: TracedRequest, run: () => Promise<RequestEntry>) => Promise<unknown>;
