import type { Client, ClientStorage } from '@sidecard/client';
import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import '../support/seed.ts';
import { MAIN } from '../support/server.ts';
import { draftTabs, texts } from './support/draft-tabs.ts';
import type { Tab } from './support/tabs.ts';
import { eventually, settled, until } from './support/until.ts';

describe('drafts of two tabs', () => {
  const tabs = draftTabs();
  const { open, openTab, shared, read, write, all, stored } = tabs;

  it('[R8] [unseen-is-kept] two that were written at once are told and stored a few times, not for ever', async () => {
    const [one, two] = [await open(shared()), await open(shared())];
    const said = tabs.browser.heard('draft/').length;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      write(one, { text: 'Dear' });
      write(two, { text: 'Hello' });
      for (let halves = 0; halves < 40; halves++) {
        await vi.advanceTimersByTimeAsync(500);
        await settled();
      }
    } finally {
      vi.useRealTimers();
    }
    expect([read(one), read(two)]).toEqual([{ text: 'Dear' }, { text: 'Hello' }]);
    expect(texts(Object.values(all(one)))).toEqual(['Dear', 'Hello']);
    expect(tabs.browser.heard('draft/').length - said).toBeLessThan(12);
  });

  describe.each([
    ['that hear of each other', true],
    ['without a channel', false],
  ])('%s', (_, hears) => {
    let one: Client, two: Client;
    beforeEach(async () => {
      const own = hears ? shared() : tabs.storage;
      [one, two] = [await open(own), await open(own)];
    });

    it('[R8] [unseen-is-kept] are both kept when the second had not seen what the first wrote', async () => {
      write(one, { text: 'A long and careful answer.' });
      write(two, { text: 'x' });
      // Each keeps the other's beside its own, if it hears of it.
      await eventually(async () => (await stored()).length === (hears ? 3 : 2));
      await settled();
      expect(texts(await stored())).toEqual(expect.arrayContaining(['A long and careful answer.', 'x']));
      expect(read(two)).toEqual({ text: 'x' });
      expect(texts(Object.values(all(two)))).toEqual(['A long and careful answer.', 'x']);
      // What is sent does not stay as a copy.
      two.drafts.clear(tabs.ticket.id, 'reply');
      await settled();
      expect(texts(Object.values(all(two)))).toEqual(['A long and careful answer.']);
    });

    it('[R8] are both kept when an amount is not the same, though the one has the digits of the other', async () => {
      write(one, { amount: '5', reason: 'late', days: 1 });
      write(two, { amount: '50', reason: 'other-late', days: 12 });
      await eventually(async () => (await stored()).length === (hears ? 3 : 2));
      await settled();
      expect(await stored()).toEqual(
        expect.arrayContaining([
          { amount: '5', reason: 'late', days: 1 },
          { amount: '50', reason: 'other-late', days: 12 },
        ]),
      );
      expect(Object.values(all(two))).toHaveLength(2);
    });

    it('[unseen-is-kept] are both kept also when this tab discarded one before it had read it', async () => {
      write(one, { text: 'Old' });
      await eventually(async () => (await stored()).length === 1);
      const [[key = ''] = []] = await tabs.storage.entries('draft/');
      let release = (): void => {};
      const held = new Promise<void>((resolve) => (release = resolve));
      const { client: three } = tabs.browser.open(tabs.shop, MAIN, {
        storage: {
          ...tabs.storage,
          async get(key) {
            const found = await tabs.storage.get(key);
            if (key.startsWith('draft/')) await held;
            return found;
          },
        },
      });
      three.drafts.clear(tabs.ticket.id, 'reply');
      await until(three.session, (session) => session !== undefined);
      release();
      await eventually(async () => (await stored()).length === 0);
      // By a tab of which this one hears nothing.
      await tabs.storage.set(key, { text: 'Theirs' });
      three.drafts.set(tabs.ticket.id, 'reply', { text: 'Ours' });
      await eventually(async () => texts(await stored()).join() === 'Ours,Theirs', 3000);
    });

    describe('of which one has a disk that takes long', () => {
      let three: Tab;
      let release: () => void;
      let asked: Promise<void>;
      beforeEach(async () => {
        let isLoaded = false;
        let ask = (): void => {};
        asked = new Promise((resolve) => (ask = resolve));
        const held = new Promise<void>((resolve) => (release = resolve));
        const wait = (key: string) => {
          if (!isLoaded || !key.startsWith('draft/')) return Promise.resolve();
          ask();
          return held;
        };
        const slow: ClientStorage = {
          ...tabs.storage,
          async get(key) {
            const found = await tabs.storage.get(key);
            await wait(key);
            return found;
          },
          update: (key, change) => wait(key).then(() => tabs.update(key, change)),
        };
        three = await openTab(hears ? shared(slow) : slow);
        // Knows that there is none.
        read(three.client);
        await three.client.drafts.load(tabs.ticket.id);
        isLoaded = true;
        write(three.client, { text: 'Ours' });
        await asked;
      });

      it('[R8] [unseen-is-kept] are both kept when the other is closed while this one is written', async () => {
        const four = await openTab(hears ? shared() : tabs.storage);
        write(four.client, { text: 'Theirs' });
        four.hide();
        four.client.close();
        await eventually(async () => texts(await stored()).includes('Theirs'));
        release();
        await eventually(async () => texts(await stored()).includes('Ours'));
        await settled();
        expect(texts(await stored())).toEqual(expect.arrayContaining(['Ours', 'Theirs']));
        expect(texts(Object.values(all(three.client)))).toEqual(['Ours', 'Theirs']);
      });

      it('[R8] is written at once when its tab goes away', async () => {
        three.hide();
        three.client.close();
        await eventually(async () => texts(await stored()).includes('Ours'));
      });
    });

    it('are one where each has written in a field of its own', async () => {
      write(one, { text: 'Dear' });
      write(two, { amount: '5' });
      await eventually(async () => (await stored()).some((draft) => Object.keys(draft as object).length === 2));
      await settled();
      expect(await stored()).toEqual([{ text: 'Dear', amount: '5' }]);
    });

    it('[R8] [unseen-is-kept] stay where one tab discards what the other has gone on writing', async () => {
      write(one, { text: 'Dear' });
      await eventually(async () => (await stored()).length === 1);
      if (!hears) {
        two.close();
        two = await open();
      }
      await until(two.drafts.draft(tabs.ticket.id, 'reply'), (draft) => draft?.['text'] === 'Dear');
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      try {
        write(two, { text: 'Dear Lin' });
        if (hears) {
          // Neither has heard of the other.
          vi.advanceTimersByTime(250);
          one.drafts.clear(tabs.ticket.id, 'reply');
        } else {
          await vi.advanceTimersByTimeAsync(250);
          await settled();
          one.drafts.clear(tabs.ticket.id, 'reply');
        }
        await vi.advanceTimersByTimeAsync(600);
        await settled();
      } finally {
        vi.useRealTimers();
      }
      expect(read(two)).toEqual({ text: 'Dear Lin' });
      expect(read(one)).toEqual({ text: 'Dear Lin' });
      one.close();
      two.close();
      await settled();
      expect(await stored()).toEqual([{ text: 'Dear Lin' }]);
    });

    it('[R8] are not brought back by a tab that is closed', async () => {
      write(one, { text: 'Dear' });
      await eventually(async () => (await stored()).length === 1);
      one.drafts.clear(tabs.ticket.id, 'reply');
      await eventually(async () => (await stored()).length === 0);
      two.close();
      await settled();
      expect(await stored()).toEqual([]);
    });
  });

  describe('that hear of each other', () => {
    let one: Client, two: Client;
    beforeEach(async () => {
      [one, two] = [await open(shared()), await open(shared())];
    });

    it('show at once what was written in the other, and that it is being written', async () => {
      write(one, { text: 'Dear' });
      await until(two.drafts.draft(tabs.ticket.id, 'reply'), (draft) => draft?.['text'] === 'Dear');
      expect([...two.drafts.elsewhere(tabs.ticket.id).get()]).toEqual(['reply']);
      expect([...one.drafts.elsewhere(tabs.ticket.id).get()]).toEqual([]);
      write(two, { text: 'Dear Lin' });
      await until(one.drafts.draft(tabs.ticket.id, 'reply'), (draft) => draft?.['text'] === 'Dear Lin');
      await eventually(async () => texts(await stored()).join() === 'Dear Lin');
    });

    it('hear on after a script of their origin has said what is no JSON', async () => {
      for (const text of ['One.', 'Two.'])
        tabs.browser.say('draft/', { key: `${tabs.ticket.id}/reply`, value: { text }, known: ['{'] });
      await until(two.drafts.draft(tabs.ticket.id, 'reply'), (draft) => draft?.['text'] === 'Two.');
    });

    it('say so no more once the tab is closed, and take nothing from what nobody has written', async () => {
      write(one, { text: 'Dear' });
      await eventually(() => two.drafts.elsewhere(tabs.ticket.id).get().has('reply'));
      for (const key of ['%/x', `${tabs.ticket.id}`, ''])
        tabs.browser.say('draft/', { key, value: { text: 'x' }, known: [] });
      await settled();
      expect(all(two)).toEqual({ reply: { text: 'Dear' } });
      two.close();
      expect(two.drafts.elsewhere(tabs.ticket.id).get().size).toBe(0);
    });

    it('say for a minute after the last change that it is being written, through pauses', async () => {
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      try {
        write(one, { text: 'Dear' });
        await vi.advanceTimersByTimeAsync(300);
        await eventually(() => two.drafts.elsewhere(tabs.ticket.id).get().has('reply'));
        await vi.advanceTimersByTimeAsync(59_000);
        expect(two.drafts.elsewhere(tabs.ticket.id).get().has('reply')).toBe(true);
        await vi.advanceTimersByTimeAsync(1_500);
        expect(two.drafts.elsewhere(tabs.ticket.id).get().has('reply')).toBe(false);
      } finally {
        vi.useRealTimers();
      }
    });

    it('go in both when they are sent, but for what was typed on', async () => {
      for (const form of ['reply', 'note']) write(one, { text: 'Dear' }, form);
      await until(two.drafts.all(tabs.ticket.id), (drafts) => drafts.size === 2);
      write(two, { text: 'Dear Lin' }, 'note');
      for (const form of ['reply', 'note']) one.drafts.clear(tabs.ticket.id, form);
      await until(two.drafts.all(tabs.ticket.id), (drafts) => drafts.size === 1);
      expect(read(two, 'note')).toEqual({ text: 'Dear Lin' });
      await eventually(async () => texts(await stored()).join() === 'Dear Lin');
      expect(read(one, 'note')).toEqual({ text: 'Dear Lin' });
    });
  });

  it('[R8] [unseen-is-kept] lose nothing that was typed, whoever types, closes and opens when', async () => {
    const step = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({ kind: fc.constant('type'), tab: fc.nat(2), form: fc.constantFrom('reply', 'note') }),
      },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait'), ms: fc.constantFrom(0, 100, 300) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('reopen'), tab: fc.nat(2) }) },
    );
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      await fc.assert(
        fc.asyncProperty(
          fc.boolean(),
          fc.boolean(),
          fc.array(step, { minLength: 3, maxLength: 20 }),
          async (...run) => {
            const [hears, updates, steps] = run;
            tabs.renew();
            const bare = updates ? { ...tabs.storage, update: tabs.update } : tabs.storage;
            const own = hears ? shared(bare) : bare;
            const opened = [await open(own), await open(own), await open(own)];
            let typed = 0;
            for (const one of steps) {
              if ('ms' in one) await vi.advanceTimersByTimeAsync(one.ms);
              else if ('form' in one) {
                const tab = opened[one.tab]!;
                write(
                  tab,
                  { text: `${(read(tab, one.form) as { text: string } | undefined)?.text ?? ''}<${typed++}>` },
                  one.form,
                );
              } else {
                opened[one.tab]!.close();
                opened[one.tab] = await open(own);
              }
            }
            for (let turn = 0; turn < 3; turn++) {
              await vi.advanceTimersByTimeAsync(300);
              await settled();
            }
            for (const tab of opened) tab.close();
            await settled();
            const left = JSON.stringify(await stored());
            for (let one = 0; one < typed; one++) expect(left).toContain(`<${one}>`);
          },
        ),
        { numRuns: 40 },
      );
    } finally {
      vi.useRealTimers();
    }
  });
});
