import { parseJson, readRetryAfter } from '../transport/answer.js';
import type { Transport, TransportAnswer, TransportRequest } from '../transport/transport.types.js';
import { omitUndefined } from '../util/omit-undefined.js';

/** An upload that makes no progress for this long has failed. */
const SILENCE_MS = 60_000;

/** A transport that sends files. */
export type FileTransport = Required<Pick<Transport, 'fetch'>> & Pick<Transport, 'url'>;

/** A file to send. */
export interface Upload extends Pick<TransportRequest, 'path' | 'idempotencyKey' | 'token'> {
  readonly file: Blob;
  readonly signal: AbortSignal;
  /** Called with the share that was sent, from 0 to 1. */
  readonly onProgress?: (sentShare: number) => void;
}

function headersOf({ idempotencyKey, token }: Pick<TransportRequest, 'idempotencyKey' | 'token'>, type?: string) {
  return omitUndefined({
    'content-type': type,
    'idempotency-key': idempotencyKey,
    authorization: token && `Bearer ${token}`,
  }) as Record<string, string>;
}

/** Sends a file: with `XMLHttpRequest` where it can, because `fetch` does not tell how much of a body was sent. */
export function uploadFile(transport: FileTransport, upload: Upload): Promise<TransportAnswer> {
  const { url } = transport;
  return url === undefined || typeof XMLHttpRequest === 'undefined'
    ? withFetch(transport, upload)
    : withProgress(url, upload);
}

async function withFetch(transport: FileTransport, upload: Upload): Promise<TransportAnswer> {
  const { path, file, signal, onProgress } = upload;
  const headers = headersOf(upload, file.type);
  const response = await transport.fetch(path, { method: 'POST', body: file, headers, signal });
  onProgress?.(1);
  return answerOf(response.status, await response.text(), (name) => response.headers.get(name));
}

function withProgress(url: string, upload: Upload): Promise<TransportAnswer> {
  const { path, file, signal, onProgress } = upload;
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    const stop = () => xhr.abort();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(stop, SILENCE_MS);
    };
    xhr.open('POST', url + path);
    for (const [name, value] of Object.entries(headersOf(upload, file.type))) xhr.setRequestHeader(name, value);
    xhr.upload.addEventListener('progress', ({ loaded, total }) => {
      alive();
      onProgress?.(total > 0 ? loaded / total : 0);
    });
    xhr.addEventListener('load', () =>
      resolve(answerOf(xhr.status, xhr.responseText, (name) => xhr.getResponseHeader(name))),
    );
    xhr.addEventListener('error', () => reject(new Error('The upload was interrupted.')));
    xhr.addEventListener('abort', () => reject(new Error('The upload was ended.')));
    xhr.addEventListener('loadend', () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    });
    signal.addEventListener('abort', stop);
    alive();
    xhr.send(file);
  });
}

/** Requests a file: the answer's `body` is a `Blob`; a refusal is JSON. */
export async function downloadFile(transport: FileTransport, asked: TransportRequest): Promise<TransportAnswer> {
  const init = omitUndefined({ headers: headersOf(asked), signal: asked.signal, cache: 'no-store' as const });
  const response = await transport.fetch(asked.path, init);
  if (response.ok) return { status: response.status, body: await response.blob() };
  return answerOf(response.status, await response.text(), (name) => response.headers.get(name));
}

function answerOf(status: number, text: string, header: (name: string) => string | null): TransportAnswer {
  const retryAfterMs = readRetryAfter(header('retry-after'), header('date'));
  return omitUndefined({ status, body: parseJson(text), retryAfterMs }) as TransportAnswer;
}
