import type { ArchiveChangesAnswer, ArchiveCounts, ArchivePage, ArchiveSearch } from '@sidecard/core/wire';
import type { ArchiveOutcome, ClientArchive } from '../model/archive.js';
import { downloadFile, type FileTransport } from '../pictures/files.js';
import type { Ports } from '../ports/ports.types.js';
import type { Api, ApiAnswer } from '../transport/api.js';
import { isObject, objectWith } from '../transport/checks.js';
import type { Transport } from '../transport/transport.types.js';
import { newId } from '../util/ids.js';
import type { RetryTimer } from '../util/retry-timer.js';

const ATTEMPTS = 4;

const isEntry = objectWith<ArchivePage['entries'][number]>({
  ...{ ticketId: 'string', itemId: 'string', product: 'string', title: 'string', defect: 'string', atMs: 'number' },
  pictures: [isObject],
});
const isPage = objectWith<ArchivePage>({ entries: [isEntry], defects: [isObject] });
const isCounts = objectWith<ArchiveCounts>({
  periods: [isObject],
  counts: [isObject],
  titles: 'object',
  defects: 'list',
});
const isResults = objectWith<ArchiveChangesAnswer>({ results: [isObject] });
const isFile = (body: unknown): body is Blob => body instanceof Blob;
const sendsFiles = (transport: Transport): transport is Transport & FileTransport => transport.fetch !== undefined;

/** What {@link createArchive} takes. */
export interface ArchiveOptions {
  readonly ports: Ports;
  readonly api: Api;
  readonly transport: Transport;
  readonly retryTimer: RetryTimer;
  /** Counts the tokens' accounts: one account's change is never sent as another's. */
  readonly epoch: () => number;
}

/** Creates the client's archive. */
export function createArchive({ ports, api, transport, retryTimer, epoch }: ArchiveOptions): ClientArchive {
  const get = <Body>(path: string, check: (json: unknown) => json is Body) =>
    outcomeOf(api({ method: 'GET', path }, check));

  return {
    list: (search = {}, cursor = undefined) => get(pathOf('', { ...namesOf(search), cursor, limit: '100' }), isPage),
    counts: (by, search = {}) => get(pathOf('/counts', { by, ...namesOf(search) }), isCounts),

    async change(changes) {
      const account = epoch();
      const idempotencyKey = newId(ports);
      for (let attempt = 0; ; attempt++) {
        if (account !== epoch()) return { ok: false, error: { code: 'closed' } };
        const request = { method: 'POST', path: '/v1/archive/changes', body: { changes }, idempotencyKey } as const;
        const answer = await api(request, isResults);
        if (answer.ok || !answer.retryable || attempt + 1 >= ATTEMPTS) return outcomeOf(answer);
        await retryTimer.wait(answer.retryAfterMs ?? retryTimer.backoffMs(attempt));
      }
    },

    async exportFile(format, search = {}, locale = undefined) {
      if (!sendsFiles(transport)) return { ok: false, error: { code: 'unsupported' } };
      const path = pathOf('/export', { format, locale, ...namesOf(search) });
      return outcomeOf(api({ method: 'GET', path }, isFile, (asked) => downloadFile(ports, transport, asked)));
    },
  };
}

async function outcomeOf<Body>(work: Promise<ApiAnswer<Body>> | ApiAnswer<Body>): ArchiveOutcome<Body> {
  const answer = await work;
  return answer.ok ? { ok: true, body: answer.body } : { ok: false, error: answer.error };
}

/** Names the members of a search as the server's parameters. */
function namesOf({ fromMs, beforeMs, removed, search, ...named }: ArchiveSearch) {
  return {
    ...named,
    search: search === '' ? undefined : search,
    from: fromMs?.toString(),
    before: beforeMs?.toString(),
    removed: removed ? 'true' : undefined,
  };
}

function pathOf(path: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `/v1/archive${path}?${new URLSearchParams(given)}`;
}
