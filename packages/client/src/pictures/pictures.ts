import { MAX_PICTURE_BYTES, PICTURE_TYPES } from '@sidecard/core/protocol';
import type { PictureFindings, PictureSize, SimilarPicture, UploadedPicture } from '@sidecard/core/wire';
import type { ClientRefusal } from '../model/client-refusal.js';
import type { Pictures } from '../model/pictures.js';
import type { Ports } from '../ports/ports.types.js';
import type { Api, ApiAnswer } from '../transport/api.js';
import { objectWith } from '../transport/checks.js';
import type { Transport } from '../transport/transport.types.js';
import { downloadFile, type FileTransport, uploadFile } from './files.js';
import { createConcurrencyLimit } from '../util/concurrency-limit.js';
import { newId } from '../util/ids.js';
import { omitUndefined } from '../util/omit-undefined.js';
import type { RetryTimer } from '../util/retry-timer.js';

/** A browser has six connections to a server; the event stream holds one. */
const AT_ONCE = 3;
const ATTEMPTS = 5;

const isUploaded = objectWith<UploadedPicture>({ id: 'string', type: 'string', width: 'number', height: 'number' });
const isFindings = objectWith<PictureFindings>({
  ...{ id: 'string', uploadedAtMs: 'number', uploadedBy: 'string', sha256: 'string' },
  similar: [objectWith<SimilarPicture>({ id: 'string', ticketId: 'string', ticketNumber: 'string' })],
});
const isFile = (body: unknown): body is Blob => body instanceof Blob;

const sendsFiles = (transport: Transport): transport is Transport & FileTransport => transport.fetch !== undefined;

const UNSUPPORTED = { ok: false, error: { code: 'unsupported' } } as const;

/** What {@link createPictures} takes. */
export interface PicturesOptions {
  readonly ports: Ports;
  readonly api: Api;
  readonly transport: Transport;
  readonly retryTimer: RetryTimer;
  /** Counts the tokens' accounts: one account's picture is never sent as another's. */
  readonly epoch: () => number;
}

/** Creates the client's pictures. */
export function createPictures({ ports, api, transport, retryTimer, epoch }: PicturesOptions): Pictures {
  const uploading = createConcurrencyLimit(AT_ONCE);
  const loading = createConcurrencyLimit(AT_ONCE);
  const loads = new Map<string, ReturnType<Pictures['load']>>();

  async function send(
    file: Blob,
    account: number,
    signal: AbortSignal | undefined,
    onProgress: ((share: number) => void) | undefined,
  ): Promise<ApiAnswer<UploadedPicture>> {
    if (!sendsFiles(transport)) return { ...UNSUPPORTED, retryable: false };
    const idempotencyKey = newId(ports);
    for (let attempt = 0; ; attempt++) {
      if (signal?.aborted) return { ok: false, error: { code: 'aborted' }, retryable: false };
      if (account !== epoch()) return { ok: false, error: { code: 'closed' }, retryable: false };
      const answer = await api({ method: 'POST', path: '/v1/attachments', idempotencyKey }, isUploaded, (request) => {
        const both = joined(signal, request.signal);
        const { path, token } = request;
        return uploadFile(
          ports,
          transport,
          omitUndefined({ path, token, idempotencyKey, file, signal: both.signal, onProgress }),
        ).finally(both.end);
      });
      if (answer.ok || !answer.retryable || attempt + 1 >= ATTEMPTS || signal?.aborted) {
        return signal?.aborted && !answer.ok ? { ...answer, error: { code: 'aborted' } } : answer;
      }
      await retryTimer.wait(answer.retryAfterMs ?? retryTimer.backoffMs(attempt));
    }
  }

  async function load(id: string, size: PictureSize): ReturnType<Pictures['load']> {
    if (!sendsFiles(transport)) return UNSUPPORTED;
    const path = `/v1/attachments/${encodeURIComponent(id)}?size=${size}`;
    const answer = await loading(() =>
      api({ method: 'GET', path }, isFile, (asked) => downloadFile(ports, transport, asked)),
    );
    return answer.ok ? { ok: true, file: answer.body } : { ok: false, error: answer.error };
  }

  return {
    async upload(file, { signal, onProgress } = {}) {
      const refused = refusalOf(file);
      if (refused) return { ok: false, error: refused };
      const account = epoch();
      const answer = await uploading(() => send(file, account, signal, onProgress));
      return answer.ok ? { ok: true, picture: answer.body } : { ok: false, error: answer.error };
    },
    load(id, size = 'show') {
      const name = `${epoch()} ${size} ${id}`;
      let known = loads.get(name);
      if (!known) loads.set(name, (known = load(id, size).finally(() => loads.delete(name))));
      return known;
    },
    async findings(id) {
      const path = `/v1/attachments/${encodeURIComponent(id)}/findings`;
      const answer = await loading(() => api({ method: 'GET', path }, isFindings));
      return answer.ok ? { ok: true, findings: answer.body } : { ok: false, error: answer.error };
    },
  };
}

/** Refuses what the server would refuse, before it is sent. */
function refusalOf({ size, type }: Blob): ClientRefusal | undefined {
  const refuse = (code: 'picture-empty' | 'picture-type' | 'picture-too-large', status: number): ClientRefusal => ({
    type: `urn:sidecard:problem:${code}`,
    title: code,
    status,
    code,
  });
  if (size === 0) return refuse('picture-empty', 422);
  if (!PICTURE_TYPES.some((known) => known === type)) return refuse('picture-type', 415);
  return size > MAX_PICTURE_BYTES ? refuse('picture-too-large', 413) : undefined;
}

/** A signal that aborts with either; `AbortSignal.any` is not everywhere. */
function joined(...signals: readonly (AbortSignal | undefined)[]): {
  readonly signal: AbortSignal;
  readonly end: () => void;
} {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const given = signals.filter((signal) => signal !== undefined);
  for (const signal of given) {
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
  }
  return {
    signal: controller.signal,
    end() {
      for (const signal of given) signal.removeEventListener('abort', abort);
    },
  };
}
