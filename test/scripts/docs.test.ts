import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtInTypes, type Labels, label } from '@sidecard/core';
import { defineTicketType, GUARDS } from '@sidecard/core/authoring';
import type { Field } from '@sidecard/core/wire';
import { afterAll, describe, expect, it } from 'vitest';
import { ownDeadlines } from '../support/tickets.ts';
import { differences, writePages } from '../../scripts/docs/folder.mjs';
import { pages, typePage } from '../../scripts/docs/pages.mjs';
import { duration, GUARD_WORDS, spaced } from '../../scripts/docs/words.mjs';

const labels = { 'zh-CN': '礼物', en: 'Gift' };
const cells = (text: string) => text.replaceAll('|', '\\|');

/** A type with what the built-in ones may not have. */
const giftOfNone = defineTicketType({
  key: 'gift',
  queue: 'other',
  labels,
  request: [],
  reasons: { buyer: [], merchant: [] },
  firstDeadline: 'answer',
  deadlines: { answer: { of: 'merchant', lastsMs: 90 * 60_000, labels } },
  guards: { 'no-lunch-today': () => true },
  agreedPath: [{ to: 'resolved', ending: 'met' }],
  transitions: [
    {
      command: 'agree',
      by: 'merchant',
      from: 'awaiting-merchant',
      when: ['no-lunch-today'],
      to: 'agreed-path',
      spawns: { type: 'resend', request: () => ({}), command: 'agree', fields: () => ({}) },
      message: { 'zh-CN': '好 | 的', en: 'Fine | then' },
    },
    { command: 'expire', choice: 'answer', by: 'system', from: 'awaiting-merchant', to: 'closed', ending: 'lapsed' },
  ],
});
/** The same with a field of a kind that only a newer release has. */
const gift = {
  ...giftOfNone,
  request: [{ key: 'day', kind: 'weekday', labels, latest: 5 } as unknown as Field],
};

describe.each(builtInTypes)('the page of $key', (type) => {
  const page = typePage(type);
  const own = (text: Labels) => [label(text, 'en'), label(text, 'zh-CN')];

  it('has every name of the type’s data, in both languages', () => {
    const named = [
      type,
      ...type.request,
      ...type.reasons.buyer,
      ...type.reasons.merchant,
      ...Object.values(ownDeadlines(type)),
    ].flatMap((one) => own(one.labels));
    for (const name of named) expect(page).toContain(cells(name));
  });

  it('has every row: its command, its fields and its message to the buyer', () => {
    const all = `${page}${pages().get('README.md')}`;
    for (const { command, choice, fields = [], message } of type.transitions) {
      if (command !== 'expire') expect(all).toContain(`\`${command}\`${choice ? ` \`${choice}\`` : ''}`);
      for (const name of fields.flatMap((field) => own(field.labels))) expect(all).toContain(cells(name));
      for (const words of message ? own(message) : []) expect(all).toContain(`\`${cells(words)}\``);
    }
  });

  it('has no hole where words are missing', () => {
    expect(page).not.toMatch(/undefined|NaN|\[object|null/);
  });
});

describe('the pages', () => {
  it('lead to pages and headings that there are', () => {
    const anchorsOf = (text = '') =>
      [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
        title
          .toLowerCase()
          .replace(/[^\p{L}\p{N} -]/gu, '')
          .replaceAll(' ', '-'),
      );
    const all: ReadonlyMap<string, string> = pages();
    let links = 0;
    for (const [name, text] of all) {
      for (const [link, file, anchor] of text.matchAll(/\]\(([^)#]*)#?([^)]*)\)/g)) {
        links++;
        const target = all.get(file || name);
        expect(target, `${name}: ${link}`).toBeDefined();
        if (anchor) expect(anchorsOf(target), `${name}: ${link}`).toContain(anchor);
      }
    }
    expect(links).toBeGreaterThan(builtInTypes.length);
  });

  it('have rows as long as their heads', () => {
    for (const [name, text] of pages()) {
      for (const table of text.split('\n\n').filter((part: string) => part.startsWith('| '))) {
        const widths = table.split('\n').map((line: string) => line.split(/(?<!\\)\|/).length);
        expect(new Set(widths).size, `${name}: ${table}`).toBe(1);
      }
    }
  });

  it('say what has no words of its own as it is called', () => {
    const page = typePage(gift);
    expect(page).toContain('| weekday, latest 5 |');
    expect(page).toContain('| no lunch today |');
    expect(page).toContain('agree · shop [no lunch today]');
    expect(page).toContain('a linked ticket of type `resend`');
    expect(page).toContain('| `Fine \\| then` | `好 \\| 的` |');
    expect(page).toContain('| 90 minutes |');
    expect(page).toContain('no: listed only');
  });
});

describe('words', () => {
  it('are there for every guard that all types share, and for none that is gone', () => {
    const guards = builtInTypes.flatMap((type) => Object.keys(type.guards));
    expect(Object.keys(GUARD_WORDS)).toEqual(expect.arrayContaining(Object.keys(GUARDS)));
    expect(guards).toEqual(expect.arrayContaining(Object.keys(GUARD_WORDS)));
  });

  it('are made of names, and refused to what is no name', () => {
    expect([spaced('goods-with-buyer'), spaced('notMoreThanPaid')]).toEqual(['goods with buyer', 'not more than paid']);
    for (const name of ['', 'x_y', 'A', '-']) expect(() => spaced(name)).toThrow('words.mjs');
  });

  it('are there for lengths of time', () => {
    expect([86_400_000, 172_800_000, 4 * 3_600_000, 900_000].map(duration)).toEqual([
      '1 day',
      '2 days',
      '4 hours',
      '15 minutes',
    ]);
  });
});

describe('the folder of pages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sidecard-docs-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const all = [...pages().keys()].sort();

  it('is current once it is written, and says what is missing, changed or left over', () => {
    expect(differences(folder).sort()).toEqual(all);
    expect(writePages(folder).sort()).toEqual(all);
    expect(differences(folder)).toEqual([]);
    for (const name of ['return-refund.md', 'gone.md']) {
      writeFileSync(join(folder, name), 'something else');
      expect(differences(folder)).toEqual([name]);
      expect(writePages(folder)).toEqual([name]);
      expect(differences(folder)).toEqual([]);
    }
    expect(readdirSync(folder).sort()).toEqual(all);
  });
});
