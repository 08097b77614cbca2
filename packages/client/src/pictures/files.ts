import type { Ports } from '../ports/ports.types.js';
import { parseJson, readRetryAfter } from '../transport/answer.js';
import type { Transport, TransportAnswer, TransportRequest } from '../transport/transport.types.js';
import { omitUndefined } from '../util/omit-undefined.js';
import { type TimeLimit, timeLimit } from '../util/time-limit.js';

/** An upload that makes no progress for this long has failed. */
const SILENCE_MS = 60_000;

/** An upload without progress to see, of the largest picture by a slow network, takes less. */
const UPLOAD_MS = 300_000;

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
export function uploadFile(ports: Ports, transport: FileTransport, upload: Upload): Promise<TransportAnswer> {
  const { url } = transport;
  const xhr = url === undefined ? undefined : ports.createUpload?.();
  return xhr ? withProgress(ports, xhr, url + upload.path, upload) : withFetch(ports, transport, upload);
}

async function withFetch(ports: Ports, transport: FileTransport, upload: Upload): Promise<TransportAnswer> {
  const { path, file, onProgress } = upload;
  const headers = headersOf(upload, file.type);
  const limit = timeLimit(ports, UPLOAD_MS, upload.signal);
  try {
    const response = await transport.fetch(path, { method: 'POST', body: file, headers, signal: limit.signal });
    limit.renew(SILENCE_MS);
    onProgress?.(1);
    return answerOf(ports, response.status, await response.text(), (name) => response.headers.get(name));
  } finally {
    limit.end();
  }
}

function withProgress(ports: Ports, xhr: XMLHttpRequest, url: string, upload: Upload): Promise<TransportAnswer> {
  const { file, signal, onProgress } = upload;
  return new Promise((resolve, reject) => {
    const stop = () => xhr.abort();
    let cancel = (): void => {};
    const alive = () => {
      cancel();
      cancel = ports.after(SILENCE_MS, stop);
    };
    xhr.open('POST', url);
    for (const [name, value] of Object.entries(headersOf(upload, file.type))) xhr.setRequestHeader(name, value);
    xhr.upload.addEventListener('progress', ({ loaded, total }) => {
      alive();
      onProgress?.(total > 0 ? loaded / total : 0);
    });
    xhr.addEventListener('load', () =>
      resolve(answerOf(ports, xhr.status, xhr.responseText, (name) => xhr.getResponseHeader(name))),
    );
    xhr.addEventListener('error', () => reject(new Error('The upload was interrupted.')));
    xhr.addEventListener('abort', () => reject(new Error('The upload was ended.')));
    xhr.addEventListener('loadend', () => {
      cancel();
      signal.removeEventListener('abort', stop);
    });
    signal.addEventListener('abort', stop);
    alive();
    xhr.send(file);
  });
}

/** Requests a file: the answer's `body` is a `Blob`; a refusal is JSON. Fails when nothing comes for a minute. */
export async function downloadFile(
  ports: Ports,
  transport: FileTransport,
  asked: TransportRequest,
): Promise<TransportAnswer> {
  const limit = timeLimit(ports, SILENCE_MS, asked.signal);
  try {
    const init = { headers: headersOf(asked), signal: limit.signal, cache: 'no-store' as const };
    const response = await transport.fetch(asked.path, init);
    const { status, headers, ok } = response;
    const file = await read(response, limit);
    return ok ? { status, body: file } : answerOf(ports, status, await file.text(), (name) => headers.get(name));
  } finally {
    limit.end();
  }
}

/** Reads a body piece by piece, because a large one may take long. */
async function read({ body, headers }: Response, limit: TimeLimit): Promise<Blob> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const reader = body?.getReader();
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
    limit.renew(SILENCE_MS);
    pieces.push(next.value);
  }
  return new Blob(pieces, { type: headers.get('content-type') ?? '' });
}

function answerOf(
  ports: Ports,
  status: number,
  text: string,
  header: (name: string) => string | null,
): TransportAnswer {
  return { status, body: parseJson(text), ...readRetryAfter(header, ports.now()) };
}
