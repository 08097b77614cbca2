import { isRecord } from '@sidecard/core/server';
import type * as v from 'valibot';
import type { Principal } from '../context/ports.js';
import { checkData } from '../schemas/check.js';
import { invalid, invalidPart, problem, ProblemError } from '../wire/problem.js';
import { type Reading, readUpTo } from '../wire/read-up-to.js';

/** Limits of a body: its bytes, and how many values it contains. */
const LIMITS = { maxBytes: 64 * 1024, maxNodes: 5000 };
/** Of what a backend sends: an order can have more lines than the server keeps. */
export const LARGE = { maxBytes: 512 * 1024, maxNodes: 50_000 };
const MAX_DEPTH = 12;

/** A request's JSON object, and its bytes. */
export interface Body {
  readonly values: Readonly<Record<string, unknown>>;
  readonly bytes: Uint8Array;
}

/** Bodies that have come, or why they have not. */
const received = new WeakMap<Request, { readonly bytes: Uint8Array } | { readonly problem: ProblemError }>();

/**
 * Waits for a request's body, which may take minutes: what its sender may do is to be asked after that, and not before. What is wrong with
 * the body, only {@link readBody} says.
 */
export async function receiveBody(request: Request, party: Principal['party']): Promise<void> {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const { maxBytes } = party === 'host' ? LARGE : LIMITS;
  try {
    received.set(request, { bytes: await readBytes(request, maxBytes) });
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    received.set(request, { problem: error });
  }
}

/**
 * Returns a request's JSON object, with bounded work for any input. {@link receiveBody} has been called.
 *
 * @throws ProblemError `body-too-large`, `body-invalid`
 */
export function readBody(request: Request, { maxBytes, maxNodes } = LIMITS): Body {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json(\s*;|$)/i.test(type)) throw invalidPart('', 'The body must be application/json.');
  const body = received.get(request);
  if (!body) throw new Error('The body was not received.');
  if ('problem' in body) throw body.problem;
  const { bytes } = body;
  if (bytes.byteLength > maxBytes) throw problem('body-too-large');
  const values = parse(bytes);
  if (!isRecord(values)) throw invalidPart('', 'The body must be a JSON object.');
  check(values, 1, { nodes: maxNodes });
  return { values, bytes };
}

/**
 * Validates a request's body or query with a schema.
 *
 * @throws ProblemError `body-invalid`, with every problem
 */
export function validate<S extends v.GenericSchema>(schema: S, values: unknown): v.InferOutput<S> {
  const checked = checkData(schema, values);
  if (!checked.ok) throw invalid(...checked.problems);
  return checked.value;
}

/**
 * Reads a request's body. Refuses a larger one by its announced length, or at the first byte too many.
 *
 * @param tooLarge - makes the problem of a larger body
 */
export async function readBytes(
  request: Request,
  maxBytes: number,
  { tooLarge = () => problem('body-too-large'), ...more }: { readonly tooLarge?: () => ProblemError } & Reading = {},
): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge();
  const bytes = await readUpTo(maxBytes, await bodyOf(request), more);
  if (!bytes) throw tooLarge();
  return bytes;
}

/** Firefox, where the memory backend may run, gives a request's body only as a whole. */
async function bodyOf(request: Request): Promise<ReadableStream<Uint8Array> | null> {
  return 'body' in request ? request.body : new Blob([await (request as Request).arrayBuffer()]).stream();
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw invalidPart('', 'The body is not JSON in UTF-8.');
  }
}

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/** Characters that PostgreSQL and other readers cannot store: NUL and lone surrogates. */
// oxlint-disable-next-line no-control-regex
const UNSTORABLE = /\u0000|\p{Surrogate}/u;

function check(value: unknown, depth: number, budget: { nodes: number }): void {
  if (--budget.nodes < 0 || depth > MAX_DEPTH)
    throw invalidPart('', 'The body is nested too deeply or has too many values.');
  if (typeof value === 'string' && UNSTORABLE.test(value))
    throw invalidPart('', 'A string contains characters that cannot be stored.');
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (FORBIDDEN.has(key) || UNSTORABLE.test(key)) throw invalidPart('', 'A member has a forbidden name.');
    check(member, depth + 1, budget);
  }
}
