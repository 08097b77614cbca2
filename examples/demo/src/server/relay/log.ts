import { randomUUID } from 'node:crypto';
import { open, readFile, truncate, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { RelayMessage } from '../../shared/relay.js';

/** Every message of every conversation, in order of arrival, in an append-only file. */
export interface RelayLog {
  /** Changes when the log is recreated. */
  readonly epoch: string;
  /** `seq` of the last message, 0 if there is none. */
  readonly head: number;
  /** Returns the messages after a position in the log, oldest first. */
  after(seq: number): readonly RelayMessage[];
  /** Finds the message that the same side has already posted under this id. */
  find(message: Pick<RelayMessage, 'conversationId' | 'id' | 'from'>): RelayMessage | undefined;
  /** Adds messages and resolves when they are on disk. Messages that are already in the log are not added again. */
  add(messages: readonly Omit<RelayMessage, 'seq'>[]): Promise<readonly RelayMessage[]>;
  /** Calls `listener` with every message once it is on disk. @returns a function that unsubscribes */
  subscribe(listener: (message: RelayMessage) => void): () => void;
  close(): Promise<void>;
}

/** Opens the log in a folder and drops a last line that a crash left incomplete. */
export async function openRelayLog(folder: string): Promise<RelayLog> {
  const file = join(folder, 'relay.jsonl');
  const epoch = await epochOf(join(folder, 'relay.epoch'));
  const messages = await readLog(file);
  const handle = await open(file, 'a');
  return createLog(epoch, messages, handle);
}

function createLog(epoch: string, messages: RelayMessage[], handle: FileHandle): RelayLog {
  const known = new Map(messages.map((message) => [keyOf(message), message]));
  const listeners = new Set<(message: RelayMessage) => void>();
  let writing: Promise<unknown> = Promise.resolve();

  async function write(drafts: readonly Omit<RelayMessage, 'seq'>[]): Promise<readonly RelayMessage[]> {
    const fresh: RelayMessage[] = [];
    const all = drafts.map((draft) => {
      const key = keyOf(draft);
      const found = known.get(key) ?? fresh.find((other) => keyOf(other) === key);
      if (found) return found;
      const message = { seq: messages.length + fresh.length + 1, ...draft };
      fresh.push(message);
      return message;
    });
    if (fresh.length > 0) {
      await handle.appendFile(fresh.map((message) => `${JSON.stringify(message)}\n`).join(''));
      // An acknowledged message must survive a power failure.
      await handle.datasync();
    }
    for (const message of fresh) {
      messages.push(message);
      known.set(keyOf(message), message);
      for (const listener of listeners) listener(message);
    }
    return all;
  }

  return {
    epoch,
    get head() {
      return messages.length;
    },
    after: (seq) => messages.slice(Math.max(0, seq)),
    find: (message) => known.get(keyOf(message)),
    add(drafts) {
      const written = writing.then(() => write(drafts));
      writing = written.catch(() => undefined);
      return written;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      await writing;
      await handle.close();
    },
  };
}

/** Senders choose their ids, so the key includes the side: a buyer cannot block an id of the shop or the platform. */
function keyOf({ conversationId, id, from }: Pick<RelayMessage, 'conversationId' | 'id' | 'from'>): string {
  return JSON.stringify([conversationId, from.side, id]);
}

async function readLog(file: string): Promise<RelayMessage[]> {
  const bytes = await readFile(file).catch(() => Buffer.alloc(0));
  const whole = bytes.lastIndexOf(0x0a) + 1;
  if (whole < bytes.length) await truncate(file, whole);
  return bytes
    .subarray(0, whole)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RelayMessage);
}

async function epochOf(file: string): Promise<string> {
  const known = await readFile(file, 'utf8').catch(() => '');
  if (known !== '') return known;
  const epoch = randomUUID();
  await writeFile(file, epoch);
  return epoch;
}
