import type { Store } from '../storage/store.js';
import type { StoredTemplate } from '../storage/records.js';
import { newId, NOW_MS, same, unique } from './fixtures.js';

/** Makes a template of an account, or of the shop. */
function templateOf(merchantId: string, owner: string, name: string, id = newId()): StoredTemplate {
  const scope = owner === '' ? 'shop' : 'own';
  return {
    merchantId,
    owner,
    template: { id, name, text: 'Hello {buyer}', scope, types: ['exchange'], savedAtMs: NOW_MS },
  };
}

const put = (store: Store, stored: StoredTemplate) =>
  store.transaction(stored.merchantId, (unit) => unit.putTemplate(stored));
const namesFor = async (store: Store, merchantId: string, accountId: string) =>
  (await store.listTemplates({ merchantId, accountId })).map(({ template }) => template.name);

/** Checks of templates. */
export const templateChecks: Readonly<Record<string, (store: Store) => Promise<void>>> = {
  'templates are listed for their account or for all accounts of the shop, by name': async (store) => {
    const { merchantId } = unique();
    const shared = templateOf(merchantId, '', 'a');
    for (const one of [
      templateOf(merchantId, 'lin', 'b'),
      shared,
      templateOf(merchantId, 'wu', 'B'),
      templateOf(merchantId, 'lin', 'Z'),
    ]) {
      await put(store, one);
    }
    same(await namesFor(store, merchantId, 'lin'), ['Z', 'a', 'b'], 'of one account');
    same(await namesFor(store, merchantId, 'wu'), ['B', 'a'], 'of another');
    same(await namesFor(store, unique().merchantId, 'lin'), [], 'of another shop');
    const find = (merchant: string, accountId: string) =>
      store.findTemplate({ merchantId: merchant, accountId }, shared.template.id);
    same(await find(merchantId, 'lin'), shared, 'by id');
    same((await find(unique().merchantId, 'lin')) === undefined, true, 'in another shop');
  },

  'a template is replaced by its owner’s with the same id, counted, and removed': async (store) => {
    const { merchantId } = unique();
    const id = newId();
    for (const [owner, name] of [
      ['lin', 'first'],
      ['', 'shared'],
      ['lin', 'second'],
      ['wu', 'other'],
    ] as const) {
      await put(store, templateOf(merchantId, owner, name, id));
    }
    const find = async (accountId: string) =>
      (await store.findTemplate({ merchantId, accountId }, id))?.template.name ?? 'none';
    same([await find('lin'), await find('wu'), await find('sun')], ['second', 'other', 'shared'], 'by account');
    same(await namesFor(store, merchantId, 'lin'), ['second', 'shared'], 'the list');
    const count = (owner: string) => store.transaction(merchantId, (unit) => unit.lockTemplates(merchantId, owner));
    same([await count('lin'), await count(''), await count('sun')], [1, 1, 0], 'counts');
    const drop = (merchant: string, owner: string) =>
      store.transaction(merchant, (unit) => unit.dropTemplate(merchant, owner, id));
    await drop(unique().merchantId, 'lin');
    same(await find('lin'), 'second', 'another shop removes nothing');
    await drop(merchantId, 'lin');
    same([await find('lin'), await find('wu')], ['shared', 'other'], 'what is left');
  },
};
