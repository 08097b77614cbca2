// @ts-check
// The tables of docs/protocol.md: the states of the client's connection and outbox, from its code, and the invariants with the tests that prove them.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../run.mjs';

const PAGE = join(root, 'docs/protocol.md');
/** Folders with tests that name invariants in their titles. */
const TESTS = ['test/client', 'test/elements', 'test/server', 'test/simulation'];

/** What always holds, by name. A test that proves it has `[name]` in its title. */
export const INVARIANTS = {
  'one-connection': 'A client never has two connections for events, and none when nothing is shown.',
  'live-is-current': '`live` begins only when everything up to the head of the log was read, and the rest was loaded.',
  'live-is-true': 'After anything that wakes a page, a dead path is called `live` for at most two seconds.',
  'doubt-ends':
    'A connection in doubt is either confirmed or not believed any more: a timer runs as long as the doubt.',
  'offline-is-unreachable':
    '`offline` means that there was no answer, or one of an outage (5xx): never that the server refused.',
  'never-stuck': 'From every state one successful attempt leads to `live`.',
  'a-pause-follows': 'A connection that has ended is followed by a pause, and a pause by an attempt.',
  backoff: 'Pauses grow with failures, not after an orderly end; a wake ends them.',
  holds:
    'A server that asks not to be asked is not asked for that long, a minute after `closed`: no wake and no new listener ends it.',
  'poll-when-late': 'A stream without a first frame becomes long polls; a stream is tried again later.',
  'no-holes': 'There is no event without a cell in a state.',
  'set-up-is-told':
    'A set-up that cannot work is told by `onError`, once for each code. What answers is not shown as `offline`; what does not, only after three attempts.',
  'sends-wait': 'What is sent before the account is known waits for it, or is refused as the account is.',
};

/** The same of what all tabs of an account have: the outbox and drafts. */
export const SHARED_INVARIANTS = {
  'one-account': 'An entry is sent for its own account only, and no account waits for another one.',
  'nothing-lost': 'An entry leaves the outbox only when the server has answered, or when it is dismissed.',
  'in-order': 'Entries of a ticket are sent in the order in which they were written, in whichever tabs.',
  'unknown-is-skipped':
    'A record or note that this release does not know is neither shown nor sent, and stops nothing.',
  'unseen-is-kept':
    'A draft is written over or deleted only by a tab that has had its content, or that discards it before it is read. One that could not be read stays.',
};

/** Writes or checks the tables. The client must be compiled. @returns {Promise<boolean>} whether the page is up to date */
export async function protocol({ check = false } = {}) {
  const { LINK, TRUST } = await import('../../packages/client/dist/ports.js');
  const { ENTRY_STATES } = await import('../../packages/client/dist/outbox/entry-states.js');
  const tables = {
    link: linkTable(LINK),
    trust: trustTable(TRUST),
    invariants: invariantsTable(INVARIANTS),
    entries: trustTable(ENTRY_STATES),
    'shared-invariants': invariantsTable(SHARED_INVARIANTS),
  };
  const page = readFileSync(PAGE, 'utf8');
  const current = Object.entries(tables).reduce(
    (text, [name, table]) =>
      text.replace(new RegExp(`(<!-- ${name} -->)[^]*?(<!-- /${name} -->)`), (_, start, end) => start + table + end),
    page,
  );
  if (current !== page && check) console.error('docs/protocol.md is out of date. Run: npm run docs');
  if (current !== page && !check) writeFileSync(PAGE, current);
  return !check || current === page;
}

/** @param {readonly string[]} head @param {readonly (readonly string[])[]} rows */
const table = (head, rows) =>
  [
    '',
    `| ${head.join(' | ')} |`,
    `|${' --- |'.repeat(head.length)}`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
    '',
  ].join('\n');

/** @param {Readonly<Record<string, Readonly<Record<string, 'ignored' | readonly string[]>>>>} states */
function linkTable(states) {
  const [first = {}] = Object.values(states);
  const cell = (/** @type {'ignored' | readonly string[] | undefined} */ value) =>
    !value || value === 'ignored' ? '' : `**${value[0]}**${value.length > 1 ? `: ${value.slice(1).join(', ')}` : ''}`;
  return table(
    ['Event', ...Object.keys(states).map((name) => `in \`${name}\``)],
    Object.keys(first).map((event) => [`\`${event}\``, ...Object.values(states).map((row) => cell(row[event]))]),
  );
}

/** @param {Readonly<Record<string, Readonly<Record<string, string>>>>} states */
function trustTable(states) {
  const [first = {}] = Object.values(states);
  return table(
    ['Event', ...Object.keys(states).map((name) => `in \`${name}\``)],
    Object.keys(first).map((event) => [
      `\`${event}\``,
      ...Object.entries(states).map(([state, row]) => (row[event] === state ? '' : `**${row[event]}**`)),
    ]),
  );
}

/** @param {Readonly<Record<string, string>>} invariants */
function invariantsTable(invariants) {
  const files = TESTS.flatMap((folder) => {
    try {
      return readdirSync(join(root, folder)).map((name) => `${folder}/${name}`);
    } catch {
      return [];
    }
  }).filter((path) => path.endsWith('.test.ts'));
  const texts = files.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
  return table(
    ['Invariant', 'Says', 'Proved by'],
    Object.entries(invariants).map(([name, says]) => {
      const proofs = texts.filter(({ text }) => new RegExp(`'(\\[R\\d+\\] )?\\[${name}\\]`).test(text));
      if (proofs.length === 0) throw new Error(`No test has [${name}] in its title.`);
      return [`\`${name}\``, says, proofs.map(({ path }) => `\`${path}\``).join(', ')];
    }),
  );
}
