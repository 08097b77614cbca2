import { AwsClient } from 'aws4fetch';
import type { AttachmentStorage } from './ports.js';
import { hexOf } from './stored-files.js';
import { withIdleLimit } from './idle-limit.js';

/** Keys of an account at an object store. */
export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of temporary keys. */
  readonly sessionToken?: string | undefined;
}

/** Options of {@link s3Attachments}. */
export interface S3Options {
  /**
   * Address of a bucket, with a prefix if you like: `https://s3.eu-central-1.amazonaws.com/pictures` or
   * `https://pictures.s3.eu-central-1.amazonaws.com/sidecard`.
   */
  readonly url: string;
  /** @default 'us-east-1', which stores without regions accept, too */
  readonly region?: string | undefined;
  /** A function is called for each attempt, so that temporary keys can change. The keys need to read, write and delete objects. */
  readonly credentials: S3Credentials | (() => S3Credentials | Promise<S3Credentials>);
  /** How long an attempt waits for an answer, and then for each part of a file, in milliseconds. @default 10000 */
  readonly timeoutMs?: number;
  /** How often a request is sent at most. @default 3 */
  readonly attempts?: number;
}

/** A failed request to an object store. The message has neither keys nor addresses. */
export class S3Error extends Error {
  /** Status of the last answer. `undefined` if there was none in time. */
  readonly status: number | undefined;
  /** Code of the last answer, such as `SlowDown` or `AccessDenied`. */
  readonly s3Code: string | undefined;

  constructor(method: string, status?: number, s3Code?: string, options?: ErrorOptions) {
    const what = status === undefined ? 'did not answer' : ['answered', status, s3Code ?? []].flat().join(' ');
    super(`The object store ${what} to ${method}.`, options);
    this.name = 'S3Error';
    this.status = status;
    this.s3Code = s3Code;
  }
}

/** As the port describes them. Nothing else becomes part of an address. */
const KEY = /^[0-9a-f]{32}\.[a-z]+$/;
const FIRST_PAUSE_MS = 100;
/** An error's document is short. The rest is not read. */
const MAX_ERROR_BYTES = 4096;

/**
 * Stores pictures in a bucket of an object store that speaks S3: Amazon S3, R2, MinIO, OSS and others. Requests that fail, are answered with
 * 429 or 5xx, or are not answered in time are sent again after growing pauses. Files are streamed through the server; the bucket stays private.
 *
 * @returns a storage that rejects with {@link S3Error}
 */
export function s3Attachments({
  url,
  region = 'us-east-1',
  credentials,
  timeoutMs = 10_000,
  attempts = 3,
}: S3Options): AttachmentStorage {
  const base = url.replace(/\/+$/, '');
  // Derived signing keys are kept for a day by secret and region.
  const cache = new Map<string, ArrayBuffer>();

  async function attempt(method: string, key: string, init: RequestInit): Promise<Response> {
    const keys = typeof credentials === 'function' ? await credentials() : credentials;
    const { accessKeyId, secretAccessKey, sessionToken } = keys;
    if (cache.size > 8) cache.clear();
    const client = new AwsClient({
      ...{ accessKeyId, secretAccessKey, region, service: 's3', cache },
      ...(sessionToken === undefined ? {} : { sessionToken }),
    });
    const request = await client.sign(`${base}/${key}`, { ...init, method });
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), timeoutMs);
    try {
      return await fetch(request, { redirect: 'error', signal: stop.signal });
    } finally {
      clearTimeout(timer);
    }
  }

  /** Sends a request until it is answered, at most `attempts` times. @returns `undefined` if there is no such file */
  async function send(method: string, key: string, init: RequestInit = {}): Promise<Response | undefined> {
    if (!KEY.test(key)) throw new TypeError('The key is not one of the server’s.');
    let failed = new S3Error(method);
    for (let sent = 0; sent < attempts; sent++) {
      if (sent > 0) await pause(FIRST_PAUSE_MS * 4 ** (sent - 1));
      try {
        const response = await attempt(method, key, init);
        if (response.ok) return response;
        const { status } = response;
        const code = await errorCodeOf(response, timeoutMs);
        // Another 404 is a bucket that does not exist.
        if (status === 404 && (code === undefined || code === 'NoSuchKey')) return undefined;
        failed = new S3Error(method, status, code);
        if (status < 500 && status !== 429) break;
      } catch (cause) {
        failed = new S3Error(method, undefined, undefined, { cause });
      }
    }
    throw failed;
  }

  return {
    async put(key, bytes, { type }) {
      // Never shared memory: it comes from a request or a decoder.
      const body = bytes as Uint8Array<ArrayBuffer>;
      const sha256 = hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', body)));
      // The store refuses bytes that do not have this hash.
      const headers = { 'Content-Type': type, 'X-Amz-Content-Sha256': sha256 };
      const response = await send('PUT', key, { body, headers });
      if (!response) throw new S3Error('PUT', 404);
      await response.body?.cancel();
    },
    async get(key) {
      const response = await send('GET', key);
      return response && withIdleLimit(response.body ?? new Blob([]).stream(), timeoutMs);
    },
    async delete(key) {
      const response = await send('DELETE', key);
      await response?.body?.cancel();
    },
  };
}

/** Reads the code in an error's document. */
async function errorCodeOf(response: Response, timeoutMs: number): Promise<string | undefined> {
  if (!response.body) return undefined;
  const reader = withIdleLimit(response.body, timeoutMs).getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    while (text.length < MAX_ERROR_BYTES) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
    }
  } catch {
    // The status is known.
  }
  await reader.cancel().catch(() => undefined);
  return /<Code>(\w{1,60})<\/Code>/.exec(text)?.[1];
}

/** Waits for half of a time or more, at random, so that servers do not all return at once. */
async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, (ms * (1 + Math.random())) / 2));
}
