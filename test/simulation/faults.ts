import type { Patch } from './planting.ts';

/** A fault of the product that the simulation must find. */
export interface Fault {
  readonly name: string;
  readonly patches: readonly Patch[];
}

const fault = (name: string, file: string, find: string, replace: string): Fault => ({
  name,
  patches: [{ file: `packages/${file}`, find, replace }],
});

const WRITE_ONCE = 'server/src/use-cases/write-once.ts';
const MAPS = 'server/src/storage/maps/store.ts';
const OUTBOX = 'client/src/outbox/outbox.ts';
const DRAFTS = 'client/src/stores/drafts.ts';
const STREAM = 'client/src/stream/driver.ts';
const SHARED = 'client/src/tabs/shared-events.ts';
const SHARED_OUTBOX = 'client/src/outbox/shared-outbox.ts';

/** Each is planted alone. The texts to find are checked by a test: a fault that no longer fits its source fails there. */
export const FAULTS: readonly Fault[] = [
  fault(
    'the server does not know a repeated write',
    WRITE_ONCE,
    'if (earlier) return',
    'if (earlier && !earlier) return',
  ),
  fault(
    'a transaction that is rolled back leaves its writes',
    MAPS,
    '...promised<Unit>(unitOf(tables, found, staged)) });\n        for (const write of staged) write();',
    '...promised<Unit>(unitOf(tables, found, staged)) }).finally(() => staged.forEach((write) => write()));',
  ),
  fault(
    'a repeat has another key',
    'client/src/outbox/stored-entries.ts',
    'idempotencyKey: key };',
    'idempotencyKey: `${key}${Math.random()}` };',
  ),
  fault(
    'a request that is repeated has another key',
    'client/src/outbox/stored-entries.ts',
    'idempotencyKey: key };',
    'idempotencyKey: create ? `${key}${Math.random()}` : key };',
  ),
  fault(
    'the outbox stores nothing',
    OUTBOX,
    'entry.persisted = persist(entry);\n  }\n\n  function add',
    'entry.persisted = Promise.resolve();\n  }\n\n  function add',
  ),
  fault(
    'an entry leaves storage when it is sent, not when it is answered',
    OUTBOX,
    'await (entry.persisted ??= persist(entry));',
    'await (entry.persisted ??= persist(entry));\n    await drop(storage, entry);',
  ),
  fault(
    'a refusal is not stored',
    OUTBOX,
    "set(entry, { ...after(entry, 'refusal'), error });\n    if (entry.owner !== undefined) entry.persisted = persist(entry);",
    "set(entry, { ...after(entry, 'refusal'), error });",
  ),
  fault(
    'entries of an earlier page are sent in the reverse order',
    'client/src/outbox/entry-storage.ts',
    '.sort(inOrder);',
    '.sort((one, other) => inOrder(other, one));',
  ),
  fault(
    'drafts are kept by ticket alone',
    'client/src/stores/draft-keys.ts',
    'prefixOf(ticketId) + encodeURIComponent(form)',
    "prefixOf(ticketId) + 'form'",
  ),
  fault(
    'a sent draft is cleared although it was changed',
    DRAFTS,
    'if (toJson(value) === sent) drafts.clear(ticketId, form);',
    'if (sent) drafts.clear(ticketId, form);',
  ),
  fault(
    'drafts are not written when the page is left',
    'client/src/client.ts',
    "ports.onPage('pagehide', drafts.flush)",
    '() => {}',
  ),
  fault('drafts are never written', DRAFTS, 'cancelWrite ??= ports.after(WRITE_AFTER_MS, writeUnsaved);', ''),
  fault(
    'an older answer replaces a newer one',
    'client/src/stores/tickets.ts',
    'if (!older) Object.assign',
    'Object.assign',
  ),
  fault(
    'a client does not catch up after a break',
    STREAM,
    'void catchUp().then((done) => {',
    'void Promise.resolve(true).then((done) => {',
  ),
  fault('a gap is ignored', STREAM, 'at.seq !== cursor.seq + 1', 'at.seq <= cursor.seq'),
  fault(
    'a stream may be silent for ten times as long',
    'client/src/transport/http.ts',
    'const SILENCE_MS = 20_000;',
    'const SILENCE_MS = 200_000;',
  ),
  fault(
    'a request may take for ever',
    'client/src/transport/http.ts',
    'answer(path, ANSWER_MS, signal',
    'answer(path, 2e9, signal',
  ),
  fault(
    'a token may take for ever',
    'client/src/transport/tokens.ts',
    'within(ports, TOKEN_MS, renew(getToken))',
    'renew(getToken)',
  ),
  fault(
    'a request is sent with the token of another account',
    'client/src/transport/api.ts',
    "      // Never send one account's request in the name of another.\n      if (isLate()) return undefined;",
    '',
  ),
  fault(
    'the outbox of another account is sent',
    OUTBOX,
    'if (closed.aborted || (next !== undefined && next === owner)) return;',
    'if (owner !== undefined) return;',
  ),
  fault(
    'a leader keeps its lock for ever',
    'client/src/tabs/reader-timeout.ts',
    'wait(PONG_MS, takeOver);',
    'wait(PONG_MS, ask);',
  ),
  fault(
    'a page that joins does not get what it has missed',
    SHARED,
    "post({ kind: 'welcome', to: page, frames });",
    "post({ kind: 'welcome', to: page, frames: frames.slice(0, 1) });",
  ),
  fault('a lock is not given back', SHARED, '          if (lock !== keptLock) lock.release();', ''),
  fault('an inbox forgets what it has handed over', 'client/src/stores/inbox.ts', 'if (done) remember(messageId);', ''),
  fault(
    'a delivery is acknowledged before the host has it',
    'client/src/stores/inbox.ts',
    'await handler(delivery);',
    'void handler(delivery);',
  ),
  fault('nobody notices a sleep', 'client/src/tabs/wake.ts', "if (slept) onWake('asleep');", ''),
  fault('a sweep does not read the logs', 'server/src/streams/connections.ts', 'channel?.onHint(seq);', ''),
  fault(
    'a hint is trusted',
    'server/src/streams/channel.ts',
    'this.#head = frames.at(-1)?.seq ?? this.#head;',
    'this.#head = Math.max(this.#wanted, frames.at(-1)?.seq ?? 0);',
  ),
  fault(
    'what is told is the ticket as it was before',
    WRITE_ONCE,
    '{ lines, tickets: [ticket], related: siblings,',
    '{ lines, tickets: [change.before?.ticket ?? ticket], related: siblings,',
  ),
  fault(
    'nobody looks whether permissions have changed',
    'server/src/streams/connections.ts',
    'if (!same) connection.move();',
    '',
  ),
  fault('a delivery stays with its account', 'server/src/deliveries/push.ts', 'return widened &&', 'return false &&'),
  fault(
    'the log is behind its commit by one',
    'server/src/storage/maps/unit.ts',
    'const first = seq - lines.length + 1;',
    'const first = seq - lines.length;',
  ),
  fault(
    'buyers’ streams have what staff and shop say',
    'server/src/tickets/change.ts',
    'streamsOf(event.kind, policy).map(',
    'AUDIENCES.map(',
  ),
  fault(
    'a page writes over what another one has typed',
    DRAFTS,
    'if (isDue() && isObject(stored)) meet(key, entry, stored as Draft);',
    '',
  ),
  fault(
    'pages do not tell each other of drafts',
    'client/src/tabs/shared-drafts.ts',
    'channel.post(note);',
    'void note;',
  ),
  fault('pages do not tell each other what they send', SHARED_OUTBOX, 'if (!closed) channel.post(note);', 'void note;'),
  fault(
    'a page does not say that its turn has come',
    SHARED_OUTBOX,
    '// Who has asked before this page had its turn would take it away.\n      sayAlive(queue);',
    '',
  ),
  fault(
    'two pages send one queue at once',
    SHARED_OUTBOX,
    'lock = await tryLock(locks, lockName(queue));',
    'return await turn(() => false);',
  ),
  fault(
    'a server goes by its own clock',
    'server/src/clock.ts',
    'offsetMs = now - (before + performance.now()) / 2;',
    'void (now + before);',
  ),
];
