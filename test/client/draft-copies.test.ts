import type { Client } from '@sidecard/client';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import '../support/seed.ts';
import { draftTabs, texts } from './support/draft-tabs.ts';
import type { Tab } from './support/tabs.ts';
import { settled } from './support/until.ts';

/** What two tabs have written in the same field at once: each keeps the other's beside its own. */
describe('drafts that are kept beside another', () => {
  const tabs = draftTabs();
  const { shared, open, openTab, read, write, all, stored, renew } = tabs;
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  /** Lets what was written be told and stored. */
  async function pass(times = 2): Promise<void> {
    for (let turn = 0; turn < times; turn++) {
      await vi.advanceTimersByTimeAsync(300);
      await settled();
    }
  }
  const clear = (tab: Client) => tab.drafts.clear(tabs.ticket.id, 'reply');
  const shown = (tab: Client) => texts(Object.values(all(tab)));
  async function openAll(count: number): Promise<Client[]> {
    const own = shared({ ...tabs.storage, update: tabs.update });
    const opened: Client[] = [];
    while (opened.length < count) opened.push(await open(own));
    return opened;
  }

  it.each([2, 4])('[R8] [unseen-is-kept] are one for each of %i tabs, however often it is corrected', async (count) => {
    const clients = await openAll(count);
    const [one, two] = clients as [Client, Client];
    for (const [at, tab] of clients.entries()) write(tab, { text: `Text ${at}` });
    await pass();
    const said = tabs.browser.heard('draft/').length;
    const steps = ['Text', 'Te', 'Hello worl', 'Hello', 'Hell', 'Good', 'Good bye', 'Hello'];
    for (const text of steps) {
      write(two, { text });
      await pass();
    }
    const now = clients.map((_, at) => (at === 1 ? 'Hello' : `Text ${at}`)).sort();
    for (const tab of clients) expect(shown(tab)).toEqual(now);
    expect(read(one)).toEqual({ text: 'Text 0' });
    expect(read(two)).toEqual({ text: 'Hello' });
    // One in the place of the form, and one for each tab.
    expect((await stored()).length).toBeLessThanOrEqual(count + 1);
    expect(tabs.browser.heard('draft/').length - said).toBeLessThan(steps.length * 4 * count);
  });

  it('[R8] go with what was sent, also where an order’s number has a tilde', async () => {
    const [one, two] = (await openAll(2)) as [Client, Client];
    const place = ['order/26~07', 'create/return-refund'] as const;
    for (const tab of [one, two]) await tab.drafts.load(place[0]);
    one.drafts.set(...place, { text: 'Dear' });
    two.drafts.set(...place, { text: 'Hello' });
    await pass();
    one.drafts.set(...place, { text: 'Dear and Hello' });
    await pass();
    const shownTo = (tab: Client) => texts(Object.values(Object.fromEntries(tab.drafts.all(place[0]).get())));
    expect(shownTo(one)).toEqual(['Dear and Hello']);
    one.drafts.clear(...place);
    await pass();
    expect(shownTo(one)).toEqual([]);
  });

  it('[R8] go with what was sent, also right after it was corrected', async () => {
    const [one, two] = (await openAll(2)) as [Client, Client];
    write(one, { text: 'Dear' });
    write(two, { text: 'Hello' });
    await pass();
    write(one, { text: 'Dear Lni' });
    await pass();
    write(one, { text: 'Dear Lin' });
    // It is told, and sent before the other tab has told that it keeps it.
    await vi.advanceTimersByTimeAsync(250);
    clear(one);
    await pass(3);
    expect([shown(one), shown(two)]).toEqual([['Hello'], ['Hello']]);
    expect(read(two)).toEqual({ text: 'Hello' });
    clear(two);
    await pass(3);
    expect([shown(one), shown(two), await stored()]).toEqual([[], [], []]);
  });

  it('[R8] go when each of three tabs has sent its own', async () => {
    const clients = await openAll(3);
    for (const [at, tab] of clients.entries()) write(tab, { text: `Text ${at}` });
    await pass(5);
    for (const tab of clients) {
      clear(tab);
      await pass(5);
    }
    expect([...clients.map(shown), await stored()]).toEqual([[], [], [], []]);
  });

  it('[R8] go when a tab sends it that only showed it', async () => {
    const [one, two, three] = (await openAll(3)) as [Client, Client, Client];
    write(one, { text: 'Dear' });
    write(two, { text: 'Hello' });
    await pass(4);
    const sent = read(three) as { text: string };
    const left = sent.text === 'Dear' ? 'Hello' : 'Dear';
    clear(three);
    await pass(4);
    expect([one, two, three].map(shown)).toEqual([[left], [left], [left]]);
    expect(new Set(texts(await stored()))).toEqual(new Set([left]));
  });

  it('[R8] [unseen-is-kept] stay when their tab is closed, and when another one takes them up', async () => {
    const [one, two] = (await openAll(2)) as [Client, Client];
    write(one, { text: 'Dear' });
    write(two, { text: 'Hello' });
    await pass();
    two.close();
    await pass();
    expect(shown(one)).toEqual(['Dear', 'Hello']);
    clear(one);
    await pass();
    expect(shown(one)).toEqual(['Hello']);
    const [three] = (await openAll(1)) as [Client];
    expect(shown(three)).toEqual(['Hello']);
  });

  it('[R8] [unseen-is-kept] lose nothing that was typed and not sent, whoever types, sends, hides, closes and opens when', async () => {
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.record({ kind: fc.constant('type'), tab: fc.nat(2) }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait'), ms: fc.constantFrom(0, 100, 250, 300) }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('send', 'rewrite'), tab: fc.nat(2) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('hide', 'reopen'), tab: fc.nat(2) }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 16 }), async (steps) => {
        renew();
        const own = shared({ ...tabs.storage, update: tabs.update });
        const opened: Tab[] = [await openTab(own), await openTab(own), await openTab(own)];
        let typed = 0;
        const gone = new Set<string>();
        for (const one of steps) {
          if ('ms' in one) {
            await vi.advanceTimersByTimeAsync(one.ms);
            await settled();
            continue;
          }
          const { client, hide } = opened[one.tab]!;
          const text = (read(client) as { text: string } | undefined)?.text ?? '';
          if (one.kind === 'send' || one.kind === 'rewrite')
            for (const [word] of text.matchAll(/<\d+>/g)) gone.add(word);
          if (one.kind === 'type') write(client, { text: `${text}<${typed++}>` });
          else if (one.kind === 'rewrite') write(client, { text: `<${typed++}>` });
          else if (one.kind === 'send') clear(client);
          else if (one.kind === 'hide') hide();
          else {
            client.close();
            await settled();
            opened[one.tab] = await openTab(own);
          }
        }
        await pass(3);
        for (const { client } of opened) client.close();
        await settled();
        const left = JSON.stringify(await stored());
        for (let at = 0; at < typed; at++) if (!gone.has(`<${at}>`)) expect(left).toContain(`<${at}>`);
      }),
      { numRuns: 60 },
    );
  });
});
