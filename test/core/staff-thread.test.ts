import { PERMISSIONS, type Permission } from '@sidecard/core';
import { decide } from '@sidecard/core/authoring';
import { streamHasThread, streamsOf, threadAccess, threadFor } from '@sidecard/core/server';
import { AUDIENCES, EVENT_RULES, EVENT_KINDS, type PARTIES, type StaffMessage } from '@sidecard/core/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actor, contextAt, intervening, START_MS } from '../support/tickets.ts';

const HANDLERS = { staffMessages: { readers: 'handlers' } } as const;
const AUTHOR = { staffMessages: { readers: 'author' } } as const;
const by = (party: 'merchant' | 'staff', accountId: string) => ({ party, accountId, name: accountId });
const message = (id: number, of: StaffMessage['by']): StaffMessage => ({
  id: String(id),
  ticketId: 'ticket',
  atMs: id,
  by: of,
  text: `Message ${id}`,
});
const THREAD = [
  message(1, by('staff', 'sun')),
  message(2, by('merchant', 'lin')),
  message(3, by('staff', 'sun')),
  message(4, by('merchant', 'zhao')),
  message(5, by('staff', 'qian')),
  message(6, by('merchant', 'lin')),
];
const idsFor = (reader: Pick<StaffMessage['by'], 'party' | 'accountId'>, policy: typeof HANDLERS | typeof AUTHOR) =>
  threadFor(THREAD, reader, policy).map(({ id }) => Number(id));

describe('where each message is its author’s alone', () => {
  it('[R24] [R25] the thread is in the stream of staff, and of nobody else', () => {
    for (const kind of ['staff-message-left', 'merchant-answered'] as const) {
      expect(streamsOf(kind, AUTHOR)).toEqual(['staff']);
      expect(streamsOf(kind, HANDLERS)).toEqual(['handlers', 'staff']);
    }
    expect(AUDIENCES.filter((audience) => streamHasThread(audience, AUTHOR))).toEqual(['staff']);
    expect(AUDIENCES.filter((audience) => streamHasThread(audience, HANDLERS))).toEqual(['handlers', 'staff']);
  });

  it('every other event is where it always is', () => {
    for (const kind of EVENT_KINDS) {
      if (kind === 'staff-message-left' || kind === 'merchant-answered') continue;
      expect(streamsOf(kind, AUTHOR)).toEqual(EVENT_RULES[kind].audiences);
    }
  });

  it('[R25] an author reads their own messages, and what staff answered after the first of them', () => {
    expect(idsFor(by('merchant', 'lin'), AUTHOR)).toEqual([2, 3, 5, 6]);
    expect(idsFor(by('merchant', 'zhao'), AUTHOR)).toEqual([4, 5]);
  });

  it('[R25] another account reads nothing, and staff read all', () => {
    expect(idsFor(by('merchant', 'main'), AUTHOR)).toEqual([]);
    expect(idsFor(by('staff', 'sun'), AUTHOR)).toEqual([1, 2, 3, 4, 5, 6]);
    // an id is unique within its party alone
    expect(idsFor(by('merchant', 'sun'), AUTHOR)).toEqual([]);
  });

  it('[R25] no account reads a message of another, whoever wrote when', () => {
    const names = fc.constantFrom('lin', 'zhao', 'main');
    const threads = fc.array(fc.tuple(fc.constantFrom('merchant', 'staff'), names), { maxLength: 20 });
    fc.assert(
      fc.property(threads, names, (authors, reader) => {
        const thread = authors.map(([party, name], index) => message(index, by(party, name)));
        const read = threadFor(thread, { party: 'merchant', accountId: reader }, AUTHOR);
        expect(read.every((one) => one.by.party === 'staff' || one.by.accountId === reader)).toBe(true);
        // what is hidden changes nothing of what is seen
        const without = thread.filter((one) => one.by.party === 'staff' || one.by.accountId === reader);
        expect(threadFor(without, { party: 'merchant', accountId: reader }, AUTHOR)).toEqual(read);
      }),
    );
  });
});

describe('where handlers read the thread', () => {
  it('[R25] they and staff read all of it', () => {
    for (const reader of [by('merchant', 'main'), by('staff', 'sun')]) {
      expect(idsFor(reader, HANDLERS)).toEqual([1, 2, 3, 4, 5, 6]);
    }
  });
});

describe('access to threads', () => {
  const all = (party: (typeof PARTIES)[number], permissions: readonly Permission[]) =>
    [HANDLERS, AUTHOR].map((policy) => threadAccess({ party, permissions }, policy));
  it('[R24] [R25] is for staff, and for those of the merchant who handle or, strictly, write', () => {
    expect(all('staff', [])).toEqual(['streamed', 'streamed']);
    expect(all('merchant', PERMISSIONS)).toEqual(['streamed', 'on-request']);
    expect(all('merchant', ['task.handle'])).toEqual(['streamed', 'on-request']);
    expect(all('merchant', ['staff-message.send'])).toEqual([undefined, 'on-request']);
    expect(all('merchant', ['account.manage'])).toEqual([undefined, undefined]);
    for (const party of ['buyer', 'host', 'system'] as const) {
      expect(all(party, PERMISSIONS)).toEqual([undefined, undefined]);
    }
  });
});

describe('a staff message, or an answer to it,', () => {
  /** Three people, eight code units, one character to a reader. */
  const FAMILY = '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}';
  /** One character of any length. */
  const PILED = `e${'\u0301'.repeat(100_000)}`;
  const problemOf = (command: string, text: string) => {
    const fields = command === 'leave-staff-message' ? { purpose: 'progress-update', text } : { text };
    const by = actor(command === 'leave-staff-message' ? 'merchant' : 'staff');
    const decision = decide(intervening(), { command, fields }, by, contextAt(START_MS));
    if (decision.ok) return undefined;
    return decision.error.code === 'field-invalid' ? decision.error.problems[0]?.problem : decision.error.code;
  };

  it.each([
    ['one character', 'x', undefined],
    ['five hundred', 'x'.repeat(500), undefined],
    ['five hundred in four thousand code units', FAMILY.repeat(500), undefined],
    ['five hundred and one', 'x'.repeat(501), 'too-long'],
    ['nothing', '', 'too-short'],
    ['nothing that is seen', ' \u200B\n ', 'too-short'],
    ['four thousand and one code units, uncounted', 'x'.repeat(4001), 'too-long'],
    ['one character of a hundred thousand code units, uncounted', PILED, 'too-long'],
  ])('[R19] [R25] of %s is taken or refused alike', (_, text, expected) => {
    for (const command of ['leave-staff-message', 'answer-merchant']) expect(problemOf(command, text)).toBe(expected);
  });
});
