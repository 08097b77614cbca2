import { expect } from '@open-wc/testing';
import { type Client, createClient, memoryStorage } from '@sidecard/client';
import { builtInTypes, type CardMessage, DAY_MS, type Locale } from '@sidecard/core';
import { priceProtection } from '../../examples/demo/src/shared/price-protection.ts';
import { createMemoryBackend, type MemoryBackend } from '@sidecard/server/memory';
import { installation } from '../support/installation.ts';
import { ARRANGE, ARRANGED, COVERED, INSTALLATION_REQUEST } from '../support/installations.ts';
import { aCard, says, textOf } from '../support/browser/cards.ts';
import { allByRole, byRole, clearPage, fill, press, seen, sees, show, stillness } from '../support/browser/panel.ts';
import { ADDRESS, connect, ME, NOW_MS, ORDER } from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

/** A type of the host's own, which the packages know nothing of: only the backend has it. */
describe('a type of the host’s own', () => {
  let backend: MemoryBackend;
  let ticketId: string;
  const clients: Client[] = [];

  function client(locale: Locale): Client {
    const made = createClient({
      transport: connect(backend, ME),
      storage: memoryStorage(),
      locale,
    });
    clients.push(made);
    return made;
  }

  beforeEach(async () => {
    backend = createMemoryBackend({
      merchantId: 'shop-1',
      orders: [ORDER],
      types: [...builtInTypes, installation],
      policy: { coveredTypes: COVERED, locale: 'en', returnAddresses: [ADDRESS] },
      now: () => NOW_MS,
    });
    const body = { type: installation.key, orderId: ORDER.id, request: INSTALLATION_REQUEST };
    ticketId = (await backend.create(body)).id;
  });
  afterEach(() => {
    clearPage();
    for (const one of clients.splice(0)) one.close();
  });

  describe('on the card', () => {
    const NAMES = [
      ['en', 'Installation'],
      ['zh-CN', '上门安装'],
    ] as const;
    for (const [locale, name] of NAMES) {
      it(`[R1] [R3] is named in ${locale}, by the server`, async () => {
        const shop = client(locale);
        let message: CardMessage | undefined;
        shop.cards.subscribe((delivery) => void (message = delivery.message));
        await waitUntil(() => message !== undefined);
        const card = await aCard({ message, client: shop });
        await says(card, name);
        expect(textOf(card)).not.to.contain('installation');
        await expect(card).to.be.accessible();
      });
    }
  });

  describe('in the panel', () => {
    it('[R3] shows what the buyer asks in its own words', async () => {
      const panel = show('sidecard-task', client('en'), ticketId);
      await sees(panel, 'Installation');
      await sees(panel, 'It was sold with installation');
      for (const words of ['Where to', '8 Longjing Road', '8 Jul', 'in the morning', 'Please ring twice.']) {
        expect(seen(panel)).to.contain(words);
      }
    });

    it('[R7] has the form of its answer, which tells the buyer what is seen there', async () => {
      const panel = show('sidecard-task', client('en'), ticketId);
      await press(panel, 'Arrange the visit');
      await fill(panel, 'Day of the visit', ARRANGE.fields.day, 'input[type=date]');
      await press(panel, 'in the morning', 'radio');
      await fill(panel, 'Fitter', ARRANGE.fields.fitter);
      await sees(panel, ARRANGED);
      expect(seen(panel)).to.contain('31 days to visit the buyer');
      stillness(panel);
      await expect(panel).to.be.accessible();
      await press(panel, 'Agree and tell He Yiqing');
      await waitUntil(() => backend.ticket(ticketId)?.workflow === 'awaiting-fulfilment');
      const ticket = backend.ticket(ticketId);
      expect(ticket?.agreed?.details).to.deep.equal(ARRANGE.fields);
      expect(ticket?.history.at(-1)?.sentMessage?.text).to.equal(ARRANGED);
      await byRole(panel, 'button', 'It is installed');
    });

    it('says at each of its fields what is missing', async () => {
      const panel = show('sidecard-task', client('en'), ticketId);
      await press(panel, 'Arrange the visit');
      await fill(panel, 'Day of the visit', '2026-07-01', 'input[type=date]');
      await press(panel, 'Agree and tell He Yiqing');
      await sees(panel, 'Choose one');
      await sees(panel, /Choose \d+ Jul or later/);
      for (const field of ['Day of the visit', 'Fitter']) {
        const role = field === 'Fitter' ? 'textbox' : 'input[type=date]';
        expect((await byRole(panel, role, field)).getAttribute('aria-invalid')).to.equal('true');
      }
      expect(backend.ticket(ticketId)?.version).to.equal(1);
    });

    it('has its own commands, and puts them into the history', async () => {
      await backend.act(ME, ticketId, ARRANGE);
      const panel = show('sidecard-task', client('zh-CN'), ticketId);
      await sees(panel, '上门安装');
      const direct = allByRole(panel, 'button', '师傅已出发')[0];
      if (direct) direct.click();
      else {
        await press(panel, '更多');
        await press(panel, '师傅已出发', 'menuitem');
      }
      await press(panel, /^师傅已出发，/);
      await waitUntil(() => backend.ticket(ticketId)?.deadlines[0]?.key === 'arrival');
      expect(backend.ticket(ticketId)?.history.at(-1)).to.include({ kind: 'moved', command: 'set-off' });
      await sees(panel, /师傅已出发.*The fitter is on the way/);
    });

    it('shows what was agreed', async () => {
      await backend.act(ME, ticketId, ARRANGE);
      const panel = show('sidecard-task', client('en'), ticketId);
      await sees(panel, 'Installation');
      await sees(panel, /Agreed (?:(?!Order|History).)*8 Jul (?:(?!Order|History).)*Master Lu/);
    });
  });

  it('[R3] that asks for two amounts says the one that is asked of the shop', async () => {
    backend = createMemoryBackend({
      merchantId: 'shop-1',
      orders: [
        {
          ...ORDER,
          paidAtMs: NOW_MS - DAY_MS,
          shippedAtMs: NOW_MS - DAY_MS + 1,
          signedAtMs: NOW_MS - DAY_MS + 2,
        },
      ],
      types: [priceProtection],
      policy: { coveredTypes: [priceProtection.key], locale: 'en' },
      now: () => NOW_MS,
    });
    const request = {
      ...{ items: [{ itemId: ORDER.items[0].id, quantity: 1 }], reason: 'price-cut' },
      ...{ lowerPrice: { amountMinor: 10_900, currency: 'CNY' }, amount: { amountMinor: 2_000, currency: 'CNY' } },
    };
    const { id } = await backend.create({ type: priceProtection.key, orderId: ORDER.id, request });
    const panel = show('sidecard-task', client('en'), id);
    await sees(panel, /¥20\.00 Price protection/);
    await sees(panel, /Current unit price ¥109\.00/);
    await byRole(panel, 'button', 'Refund the difference');
  });
});
