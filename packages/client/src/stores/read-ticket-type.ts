import type { TicketTypeDescription } from '@sidecard/core/wire';
import type { ClientStorage } from '../storage/storage.types.js';
import type { Api, ApiAnswer } from '../transport/api.js';
import { isTicketType } from '../transport/later-checks.js';
import type { TypeEntry } from './ticket-types.js';

/** Maximum number of stored descriptions per party. */
const MAX_STORED = 50;

interface Stored {
  readonly storedAtMs: number;
  readonly description: TicketTypeDescription;
}

/**
 * Reads a description from storage, else from the server, and stores it. A version is immutable, so stored ones never expire; new ones
 * replace the oldest.
 *
 * @param owner - prefix of the storage keys: descriptions differ between servers, merchants and parties
 */
export async function readTicketType(
  { key, version, locale }: Pick<TypeEntry, 'key' | 'version' | 'locale'>,
  {
    api,
    storage,
    owner,
    now,
  }: {
    readonly api: Api;
    readonly storage: ClientStorage;
    readonly owner: string;
    readonly now: () => number;
  },
): Promise<ApiAnswer<TicketTypeDescription>> {
  const isWanted = (json: unknown): json is TicketTypeDescription =>
    isTicketType(json) && json.key === key && json.version === version;
  const storageKey = owner + [key, version, locale].map(encodeURIComponent).join('/');

  const stored = await storage.get(storageKey).catch(() => undefined);
  const kept = (stored as Partial<Stored> | undefined)?.description;
  if (isWanted(kept)) return { ok: true, body: kept };

  const path = `/v1/ticket-types/${encodeURIComponent(key)}?${new URLSearchParams({ version, locale })}`;
  const answer = await api({ method: 'GET', path }, isWanted);
  if (answer.ok) {
    const value: Stored = { storedAtMs: now(), description: answer.body };
    storage
      .set(storageKey, value)
      .then(() => evict(storage, owner))
      .catch(() => {});
  }
  return answer;
}

async function evict(storage: ClientStorage, owner: string): Promise<void> {
  const age = ([, value]: readonly [string, unknown]): number =>
    Number((value as Partial<Stored> | null)?.storedAtMs ?? 0);
  const entries = [...(await storage.entries(owner))].sort((one, other) => age(other) - age(one));
  await Promise.all(entries.slice(MAX_STORED).map(([key]) => storage.delete(key)));
}
