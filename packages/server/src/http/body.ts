import { isRecord } from '@sidecard/core/server';
import type * as v from 'valibot';
import { checkData } from '../schemas/check.js';
import { invalid, invalidPart, problem } from '../wire/problem.js';
import { takeTurn } from './account-queues.js';

/** Limits of a body: its bytes, and how many values it contains. */
const LIMITS = { maxBytes: 64 * 1024, maxNodes: 5000 };
const MAX_DEPTH = 12;

/** A request's JSON object, and its bytes. */
export interface Body {
  readonly values: Readonly<Record<string, unknown>>;
  readonly bytes: Uint8Array;
}

/**
 * Reads a request's JSON object, with bounded work for any input.
 *
 * @throws ProblemError `body-too-large`, `body-invalid`
 */
export async function readBody(request: Request, { maxBytes, maxNodes } = LIMITS): Promise<Body> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json(\s*;|$)/i.test(type)) throw invalidPart('', 'The body must be application/json.');
  const bytes = await readBytes(request, maxBytes);
  await takeTurn(request);
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
 * @param signal - ends the reading
 */
export async function readBytes(
  request: Request,
  maxBytes: number,
  tooLarge = () => problem('body-too-large'),
  signal?: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge();
  const reader = (await bodyOf(request))?.getReader() as ReadableStreamDefaultReader<Uint8Array> | undefined;
  const chunks: Uint8Array[] = [];
  let size = 0;
  // A body that has failed cannot be cancelled.
  const stop = () => void reader?.cancel().catch(() => undefined);
  signal?.addEventListener('abort', stop);
  try {
    while (reader) {
      const { done, value } = await reader.read();
      signal?.throwIfAborted();
      if (done) break;
      size += value.byteLength;
      if (size > maxBytes) {
        await reader.cancel();
        throw tooLarge();
      }
      chunks.push(value);
    }
  } finally {
    signal?.removeEventListener('abort', stop);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

/** Firefox, where the memory backend may run, gives a request's body only as a whole. */
async function bodyOf(request: Request): Promise<ReadableStream | null> {
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
