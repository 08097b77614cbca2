import { expect } from '@open-wc/testing';
import { indexedDbStorage } from '@sidecard/client';

describe('the storage in IndexedDB', () => {
  let name: string;
  beforeEach(() => (name = `storage-${crypto.randomUUID()}`));

  it('[R8] [unseen-is-kept] reads and writes an entry at once, whoever else writes', async () => {
    const pages = [indexedDbStorage(name), indexedDbStorage(name)];
    const add = (one: number) => (stored: unknown) => [...((stored as number[] | undefined) ?? []), one];
    await Promise.all(Array.from({ length: 20 }, (_, one) => pages[one % 2]!.update!('list', add(one))));
    const list = (await pages[0]!.get('list')) as number[];
    expect([...list].sort((one, other) => one - other)).to.deep.equal(Array.from({ length: 20 }, (_, one) => one));
  });

  it('deletes an entry, leaves one as it is, and keeps one where the change is refused', async () => {
    const storage = indexedDbStorage(name);
    const refusalOf = (change: (stored: unknown) => unknown) =>
      storage.update!('one', change).then(
        () => false,
        () => true,
      );
    await storage.set('one', { text: 'Dear' });
    expect(await refusalOf((stored) => stored)).to.equal(false);
    // Nothing can store a function.
    expect(await refusalOf(() => ({ text: () => 'Dear' }))).to.equal(true);
    expect(
      await refusalOf(() => {
        throw new Error('No.');
      }),
    ).to.equal(true);
    expect(await storage.get('one')).to.deep.equal({ text: 'Dear' });
    await storage.update!('one', () => undefined);
    expect(await storage.entries('')).to.deep.equal([]);
  });
});
