import { type Order, TASK_PERMISSIONS, type Policy } from '@sidecard/core';
import type {
  ArchiveChange,
  ArchiveChangesAnswer,
  ArchiveCounts,
  ArchivePage,
  Problem,
  TicketAnswer,
  UploadedPicture,
} from '@sidecard/core/wire';
import { createMemoryAttachments } from '@sidecard/server/memory';
import { sharpPictures } from '@sidecard/server/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { photo } from '../support/pictures.ts';
import { type Claims, orderCalled, peopleOf, startTestServer, type TestServer } from '../support/server.ts';
import { DECLINE, ORDER, POLICY, REQUEST, RETURN_ADDRESS } from '../support/tickets.ts';
import { unzipped } from '../support/zip.ts';

const DAY_MS = 86_400_000;
let world: TestServer;
const orders = new Map<string, Order>();
const policies = new Map<string, Partial<Policy>>();
const storage = createMemoryAttachments();
const faults: string[] = [];
/** Keys of files that were opened. */
const opened: string[] = [];
beforeAll(async () => {
  world = await startTestServer({
    orders: (_, id) => Promise.resolve(orders.get(id)),
    policy: (merchantId) => ({ ...POLICY, ...policies.get(merchantId) }),
    attachments: {
      storage: {
        ...storage,
        get: (key) => {
          opened.push(key);
          return storage.get(key);
        },
      },
      reader: await sharpPictures(),
    },
    onError: ({ message }: Error) => void faults.push(message),
  });
});
afterAll(async () => {
  await world.stop();
  // Bad input is the sender's fault: nothing of it may look like ours.
  expect(faults).toEqual([]);
});

let count = 0;
/** A shop with somebody who may handle, somebody who manages the archive, and somebody who may do nothing. */
async function shop(policy: Partial<Policy> = {}) {
  const merchantId = `archive-${++count}`;
  policies.set(merchantId, policy);
  const { sub, sub2, ...who } = peopleOf(merchantId);
  const people = { ...who, handler: sub, keeper: sub2, watcher: { ...sub, accountId: 'sub-3' } };
  for (const who of [people.main, people.handler, people.keeper, people.watcher]) await world.get(who, '/v1/session');
  await world.grant(people.handler.accountId, TASK_PERMISSIONS, people.main);
  await world.grant(people.keeper.accountId, ['archive.manage'], people.main);
  return people;
}

let keys = 0;
async function upload(who: Claims, bytes?: Uint8Array): Promise<string> {
  const response = await world.server.fetch(
    new Request('http://sidecard.test/v1/attachments', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await world.token(who)}`,
        'content-type': 'image/jpeg',
        'idempotency-key': `archive-upload-${++keys}`,
      },
      body: new Uint8Array(bytes ?? (await photo({ seed: ++keys }))),
    }),
  );
  return ((await response.json()) as UploadedPicture).id;
}

/** A buyer's request about an order of its own. */
async function asked(
  buyer: Claims,
  request: object = {},
  change: Partial<Order> = {},
): Promise<TicketAnswer['ticket']> {
  const order = orderCalled(`${ORDER.id}-${++keys}`, change);
  orders.set(order.id, order);
  const body = { orderId: order.id, request: { ...REQUEST, ...request } as typeof REQUEST };
  return (await world.create(body, buyer)).ticket;
}
const list = async (who: Claims, query = '') => (await world.get<ArchivePage>(who, `/v1/archive${query}`)).body;
const change = (who: Claims, changes: readonly ArchiveChange[], key?: string) =>
  world.send<ArchiveChangesAnswer & Problem>(who, 'POST', '/v1/archive/changes', { changes }, key);
async function download(who: Claims, query: string): Promise<Response> {
  const authorization = `Bearer ${await world.token(who)}`;
  return world.server.fetch(
    new Request(`http://sidecard.test/v1/archive/export${query}`, { headers: { authorization } }),
  );
}
const table = async (who: Claims, query: string) => (await download(who, `?format=csv${query}`)).arrayBuffer();

describe('[R40] a case about quality', () => {
  it('is filed when it is opened, by product, with the defect that its reason suggests and its pictures', async () => {
    const { buyer, handler } = await shop();
    const pictures = [await upload(buyer), await upload(buyer)];
    const [mug, box] = ORDER.items;
    const items = [{ ...mug, productId: 'SKU-7' }, box] as unknown as Order['items'];
    const ticket = await asked(buyer, { pictures }, { items });
    const { entries, defects } = await list(handler);
    expect(entries).toEqual([
      {
        ...{ ticketId: ticket.id, caseId: ticket.id, itemId: 'mug', number: ticket.number, type: 'return-refund' },
        ...{ orderId: ticket.order.id, atMs: world.clock.now(), product: 'SKU-7', title: 'Fog-blue handmade mug' },
        ...{ options: 'Fog blue · 350 ml', quantity: 2, reason: 'damaged', defect: 'broken' },
        pictures: pictures.map((id) => ({ id, source: 'request', party: 'buyer' })),
        typeLabels: { 'zh-CN': '退货退款', en: 'Return & refund' },
        reasonLabels: { 'zh-CN': '商品破损', en: 'Damaged goods' },
      },
    ]);
    expect(defects.map(({ key }) => key)).toContain('broken');
    const shown = await world.get(handler, `/v1/attachments/${pictures[0]}?size=thumb`);
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/webp']);
  });

  it('is filed whatever its title and line are called', async () => {
    const { buyer, main } = await shop();
    const random = (length: number, seed: number) =>
      String.fromCodePoint(
        ...Array.from({ length }, (_, index) => 0x4e00 + ((index * 7919 + seed * index * index) % 20_000)),
      );
    const line = { ...ORDER.items[0], id: random(128, 3), title: random(500, 5) };
    const items = [line] as unknown as Order['items'];
    const request = { items: [{ itemId: line.id, quantity: 1 }], amount: { amountMinor: 100, currency: 'CNY' } };
    await asked(buyer, request, { items });
    const query = `?product=${encodeURIComponent(line.title)}`;
    expect((await list(main, query)).entries).toMatchObject([{ itemId: line.id, product: line.title }]);
  });

  it('is one with a reason that the shop names, and not one with another', async () => {
    const { buyer, handler } = await shop({ archive: { reasons: { 'changed-mind': 'other' }, keepDays: 10 } });
    await asked(buyer);
    const ticket = await asked(buyer, { reason: 'changed-mind' });
    expect((await list(handler)).entries).toMatchObject([{ ticketId: ticket.id, defect: 'other' }]);
  });

  it('gets the pictures that follow, except what the shop’s handlers may not read', async () => {
    const { buyer, main, handler, keeper, staff } = await shop();
    const ticket = await asked(buyer);
    await world.move(main, ticket.id, DECLINE);
    await world.move(buyer, ticket.id, { command: 'escalate' });
    await world.move(staff, ticket.id, { command: 'begin-review' });
    const from = ['merchant', 'buyer'];
    await world.move(staff, ticket.id, { command: 'request-evidence', fields: { from, text: 'Pictures?' } });
    const [ours, theirs, secret] = [await upload(main), await upload(buyer), await upload(main)];
    await world.move(main, ticket.id, { command: 'submit-evidence', fields: { text: 'See.', pictures: [ours] } });
    await world.move(buyer, ticket.id, { command: 'submit-evidence', fields: { text: 'See.', pictures: [theirs] } });
    await world.message(main, ticket.id, { purpose: 'progress-update', text: 'Between us.', pictures: [secret] });
    const pictures = async (who: Claims) => (await list(who)).entries[0]?.pictures;
    expect(await pictures(handler)).toEqual([{ id: ours, source: 'evidence', party: 'merchant' }]);
    // Who may not handle does not read evidence.
    expect(await pictures(keeper)).toEqual([]);
    expect((await world.get(keeper, `/v1/attachments/${ours}`)).status).toBe(404);
  });

  it('[R18] [R48] has pictures of pieces that came back under their own product, also in the export', async () => {
    const { buyer, main, keeper } = await shop();
    const [mug, box] = ORDER.items;
    const lines = [
      { ...mug, productId: 'SKU-MUG' },
      { ...box, id: 'box', productId: 'SKU-BOX' },
    ];
    const asks = ['mug', 'box'].map((itemId) => ({ itemId, quantity: 1 }));
    const request = { items: asks, amount: { amountMinor: 10_000, currency: 'CNY' } };
    const ticket = await asked(buyer, request, { items: lines as unknown as Order['items'] });
    const amount = ticket.request['amount'] ?? '';
    await world.move(main, ticket.id, { command: 'agree', fields: { amount, returnAddress: RETURN_ADDRESS } });
    await world.move(buyer, ticket.id, {
      command: 'submit-return',
      fields: { carrier: 'SF', trackingNumber: 'SF1234567890' },
    });
    const files = [await photo({ seed: ++keys }), await photo({ seed: ++keys }), await photo({ seed: ++keys })];
    const [ofMug, ofBox, ofAll] = await Promise.all(files.map((bytes) => upload(main, bytes)));
    const line = (itemId: string, picture = '') =>
      ({ itemId, quantity: 1, state: 'damaged', pictures: [picture] }) as const;
    await world.move(main, ticket.id, {
      command: 'confirm-receipt',
      fields: { receipt: [line('mug', ofMug), line('box', ofBox)], pictures: [ofAll!] },
    });
    const under = async (product: string) =>
      (await list(keeper, `?product=${product}`)).entries.flatMap(({ pictures }) => pictures.map(({ id }) => id));
    expect(await under('SKU-MUG')).toEqual([ofAll, ofMug]);
    expect(await under('SKU-BOX')).toEqual([ofAll, ofBox]);

    const zip = unzipped(new Uint8Array(await (await download(keeper, '?format=zip&locale=en')).arrayBuffer()));
    const shown = async (id = '') => {
      const authorization = `Bearer ${await world.token(keeper)}`;
      const path = `http://sidecard.test/v1/attachments/${id}?size=show`;
      const answer = await world.server.fetch(new Request(path, { headers: { authorization } }));
      return Buffer.from(await answer.arrayBuffer());
    };
    const pictures = zip.filter(({ name }) => name.startsWith('pictures/'));
    expect(pictures.map(({ name }) => name)).toEqual(
      [ofAll, ofMug, ofBox].map((id) => `pictures/${ticket.number}-receipt-${id}.webp`),
    );
    const table = String(zip.find(({ name }) => name === 'archive.csv')?.bytes);
    for (const [product, ids] of [
      ['SKU-MUG', [ofAll, ofMug]],
      ['SKU-BOX', [ofAll, ofBox]],
    ] as const) {
      const row = table.split('\r\n').find((one) => one.includes(product)) ?? '';
      const named = pictures.filter(({ name }) => row.includes(name));
      const own = await Promise.all(ids.map(shown));
      expect(named.map(({ bytes }) => own.findIndex((one) => one.equals(bytes))).sort()).toEqual([0, 1]);
    }

    // An entry that leaves while the file is made takes no name of another's picture along.
    const reader = (await download(keeper, '?format=zip&locale=en')).body!.getReader();
    const parts: Uint8Array[] = [];
    const all = () => Buffer.concat(parts);
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      parts.push(part.value);
      // Both lines of the table are read by now, and none of the pictures.
      if (all().includes('SKU-MUG')) {
        const { status } = await change(main, [{ action: 'remove', ticketId: ticket.id, itemId: 'mug' }]);
        expect(status).toBe(200);
        break;
      }
    }
    for (let part = await reader.read(); !part.done; part = await reader.read()) parts.push(part.value);
    const left = unzipped(all());
    const row =
      String(left[0]?.bytes)
        .split('\r\n')
        .find((one) => one.includes('SKU-BOX')) ?? '';
    const named = left.filter(({ name }) => row.includes(name)).map(({ bytes }) => bytes);
    const own = await Promise.all([ofAll, ofBox].map(shown));
    expect(named.map((bytes) => own.findIndex((one) => one.equals(bytes)))).toEqual([0, 1]);
    expect(left).toHaveLength(3);
  });

  it('is one case when a decision splits it, and each part keeps its pieces and what was chosen', async () => {
    const { buyer, main } = await shop();
    const ticket = await asked(buyer);
    await change(main, [{ action: 'set-defect', ticketId: ticket.id, itemId: 'mug', defect: 'cracked' }]);
    const part = [{ itemId: 'mug', quantity: 1 }];
    const amount = { amountMinor: 12_900, currency: 'CNY' };
    await world.move(main, ticket.id, { command: 'agree', fields: { amount, returnAddress: RETURN_ADDRESS, part } });
    const { entries } = await list(main);
    expect(entries).toMatchObject(
      [1, 1].map((quantity) => ({
        caseId: ticket.id,
        quantity,
        defect: 'cracked',
        chosen: { by: { accountId: 'main' } },
      })),
    );
    expect(new Set(entries.map(({ ticketId }) => ticketId)).size).toBe(2);
    const { counts } = (await world.get<ArchiveCounts>(main, '/v1/archive/counts?by=week')).body;
    expect(counts).toMatchObject([{ defect: 'cracked', cases: 1, pieces: 2 }]);
  });
});

describe('[R40] changes by hand', () => {
  it('are made in a batch, with a result for each', async () => {
    const { buyer, main, keeper } = await shop();
    const [one, two] = [await asked(buyer), await asked(buyer, { reason: 'changed-mind' })];
    const answer = await change(keeper, [
      { action: 'set-defect', ticketId: one.id, itemId: 'mug', defect: 'cracked' },
      { action: 'set-defect', ticketId: one.id, itemId: 'mug', defect: 'made-up' },
      { action: 'remove', ticketId: one.id, itemId: 'box' },
      { action: 'file', ticketId: two.id, defect: 'stained' },
      { action: 'file', ticketId: 'none' },
    ]);
    const { name } = keeper;
    const hand = { by: { party: 'merchant', accountId: keeper.accountId, name }, atMs: world.clock.now() };
    expect([answer.status, answer.body.results]).toMatchObject([
      200,
      [
        { ok: true, entries: [{ ticketId: one.id, defect: 'cracked', chosen: hand }] },
        { ok: false, code: 'defect-unknown' },
        { ok: false, code: 'not-found' },
        { ok: true, entries: [{ ticketId: two.id, itemId: 'mug', defect: 'stained', chosen: hand, filed: hand }] },
        { ok: false, code: 'not-found' },
      ],
    ]);
    expect((await list(main)).entries.map(({ defect }) => defect).sort()).toEqual(['cracked', 'stained']);
  });

  it('stay when the ticket changes: what is removed stays removed', async () => {
    const { buyer, main } = await shop();
    const [kept, removed] = [await asked(buyer), await asked(buyer)];
    await change(main, [
      { action: 'set-defect', ticketId: kept.id, itemId: 'mug', defect: 'cracked' },
      { action: 'remove', ticketId: removed.id, itemId: 'mug' },
    ]);
    const picture = await upload(buyer);
    for (const { id } of [kept, removed]) {
      await world.move(main, id, { command: 'ask-for-proof', fields: { text: 'Where is it broken?' } });
      const pictures = id === kept.id ? [picture] : [await upload(buyer)];
      await world.move(buyer, id, { command: 'give-proof', fields: { text: 'See.', pictures } });
    }
    const { entries } = await list(main);
    expect(entries).toMatchObject([
      { ticketId: kept.id, defect: 'cracked', pictures: [{ id: picture, source: 'proof' }] },
    ]);
    expect((await list(main, '?removed=true')).entries).toMatchObject([{ ticketId: removed.id, removed: {} }]);
    await change(main, [{ action: 'restore', ticketId: removed.id, itemId: 'mug' }]);
    expect((await list(main)).entries).toHaveLength(2);
  });

  it('happen once under their key, and are answered with what is filed now', async () => {
    const { buyer, main } = await shop();
    const { id: ticketId } = await asked(buyer);
    const remove = [{ action: 'remove', ticketId, itemId: 'mug' }] as const;
    const first = await change(main, remove, 'remove-once');
    await change(main, [{ action: 'restore', ticketId, itemId: 'mug' }]);
    const again = await change(main, remove, 'remove-once');
    expect([first.body.results, again.headers.get('idempotent-replayed')]).toMatchObject([
      [{ ok: true, entries: [{ removed: {} }] }],
      'true',
    ]);
    expect(again.body.results[0]).not.toMatchObject({ entries: [{ removed: {} }] });
    expect((await list(main)).entries).toHaveLength(1);
    const reused = await change(main, [{ action: 'file', ticketId }], 'remove-once');
    expect([reused.status, reused.body.code]).toEqual([422, 'idempotency-key-reused']);
  });

  it('that were refused are refused again under their key, whatever is filed now', async () => {
    const { buyer, main } = await shop();
    const { id: ticketId } = await asked(buyer);
    const changes: readonly ArchiveChange[] = [
      { action: 'set-defect', ticketId, itemId: 'mug', defect: 'made-up' },
      { action: 'set-defect', ticketId, itemId: 'mug', defect: 'cracked' },
      { action: 'remove', ticketId, itemId: 'box' },
    ];
    const answers = [await change(main, changes, 'refused-once'), await change(main, changes, 'refused-once')];
    for (const { body } of answers) {
      expect(body.results).toMatchObject([
        { ok: false, code: 'defect-unknown' },
        { ok: true, entries: [{ defect: 'cracked' }] },
        { ok: false, code: 'not-found' },
      ]);
    }
    expect(answers.map(({ headers }) => headers.get('idempotent-replayed'))).toEqual([null, 'true']);
  });

  it.each<[string, unknown]>([
    ['no changes', []],
    ['too many', Array(101).fill({ action: 'file', ticketId: 'x' })],
    ['another action', [{ action: 'burn', ticketId: 'x', itemId: 'y' }]],
    ['no line', [{ action: 'remove', ticketId: 'x' }]],
    ['no defect', [{ action: 'set-defect', ticketId: 'x', itemId: 'y' }]],
    ['a stranger', [{ action: 'remove', ticketId: 'x', itemId: 'y', reason: 'z' }]],
    ['no list', 'file'],
  ])('are refused as a whole with %s', async (_, changes) => {
    const { main } = await shop();
    const { status, body } = await world.send<Problem>(main, 'POST', '/v1/archive/changes', { changes });
    expect([status, body.code]).toEqual([422, 'body-invalid']);
  });
});

describe('[R40] the list', () => {
  it('is found by product, defect, time, words and ticket, page by page', async () => {
    const { buyer, main } = await shop();
    const box = [{ itemId: 'box', quantity: 1 }];
    const small = { amountMinor: 1_999, currency: 'CNY' };
    const first = await asked(buyer, { text: '釉面有裂纹' });
    world.clock.advance(DAY_MS);
    const fromMs = world.clock.now();
    const second = await asked(buyer, { items: box, amount: small, reason: 'wrong-item', text: 'It is the RED one' });
    world.clock.advance(DAY_MS);
    const third = await asked(buyer, { reason: 'missing', text: 'One of two' });
    const found = async (query: string) => (await list(main, query)).entries.map(({ ticketId }) => ticketId);
    expect(await found('')).toEqual([third.id, second.id, first.id]);
    expect(await found(`?product=${encodeURIComponent('Gift box')}`)).toEqual([second.id]);
    expect(await found('?defect=broken')).toEqual([first.id]);
    expect(await found(`?from=${fromMs}`)).toEqual([third.id, second.id]);
    expect(await found(`?from=${fromMs}&before=${fromMs + 1}`)).toEqual([second.id]);
    expect(await found(`?search=${encodeURIComponent('裂纹 mug')}`)).toEqual([first.id]);
    expect(await found('?search=ｒｅｄ')).toEqual([second.id]);
    expect(await found(`?search=${third.number}`)).toEqual([third.id]);
    expect(await found('?search=100%25')).toEqual([]);
    expect(await found(`?ticketId=${first.id}`)).toEqual([first.id]);
    const pages: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list(main, `?limit=1${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
      pages.push(...page.entries.map(({ ticketId }) => ticketId));
      cursor = page.next;
    } while (cursor);
    expect(pages).toEqual([third.id, second.id, first.id]);
  });

  it.each([
    '?defekt=broken',
    '?product=',
    '?product=%00',
    '?search=%00',
    '?from=today',
    '?from=-1',
    '?removed=1',
    '?limit=0',
    '?cursor=1.2',
    '?cursor=1.99.ab',
    '/counts',
    '/counts?by=day',
    '/counts?by=week&search=x',
    '/counts?by=week&from=0',
    '/export',
    '/export?format=pdf',
    '/export?format=csv&limit=1',
  ])('refuses %s, and says what is expected', async (query) => {
    const { main } = await shop();
    const { status, body } = await world.get<Problem>(main, `/v1/archive${query}`);
    expect([status, body.code, body.errors?.length]).toEqual([422, 'body-invalid', 1]);
  });
});

describe('[R40] counts', () => {
  it('are by product, defect and week or month, in the shop’s time zone', async () => {
    const { buyer, main } = await shop({ timeZone: 'Asia/Shanghai' });
    // A Sunday in UTC, and a Monday of the next month in Shanghai.
    world.clock.set(Date.UTC(2027, 1, 28, 17));
    await asked(buyer, {}, { signedAtMs: world.clock.now() });
    world.clock.set(Date.UTC(2027, 2, 8, 1));
    for (const _ of [1, 2]) await asked(buyer, { reason: 'quality' }, { signedAtMs: world.clock.now() });
    const weeks = (await world.get<ArchiveCounts>(main, '/v1/archive/counts?by=week')).body;
    expect(weeks.periods.map(({ day }) => day).slice(-3)).toEqual(['2027-02-22', '2027-03-01', '2027-03-08']);
    expect(weeks.periods).toHaveLength(12);
    const product = 'Fog-blue handmade mug';
    expect(weeks.counts).toEqual([
      { day: '2027-03-08', product, defect: 'other', cases: 2, pieces: 4 },
      { day: '2027-03-01', product, defect: 'broken', cases: 1, pieces: 2 },
    ]);
    expect([weeks.titles, weeks.timeZone]).toEqual([{ [product]: product }, 'Asia/Shanghai']);
    const path = `/v1/archive/counts?by=month&defect=other&from=${Date.UTC(2027, 0, 1)}`;
    const months = (await world.get<ArchiveCounts>(main, path)).body;
    expect(months.periods.map(({ day }) => day)).toEqual(['2027-01-01', '2027-02-01', '2027-03-01']);
    expect(months.counts).toMatchObject([{ day: '2027-03-01', defect: 'other', cases: 2 }]);
  });
});

describe('[R41] an export', () => {
  const HEAD = '"Date","Product","Title","Option","Pieces","Defect","Buyer’s reason","Type","Case","Pictures"\r\n';

  it('is a table in the requested language, without anything about the buyer', async () => {
    const { buyer, main, keeper } = await shop();
    const [mug] = ORDER.items;
    const items = [
      { ...mug, title: '=HYPERLINK("https://evil.example","Mug")', options: ' +1' },
    ] as unknown as Order['items'];
    const ticket = await asked(buyer, { text: 'Call He Yiqing, 13812342716' }, { items });
    const answer = await download(keeper, '?format=csv&locale=en');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="archive-\d{4}-\d\d-\d\d\.csv"$/);
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await answer.arrayBuffer());
    const formula = `"'=HYPERLINK(""https://evil.example"",""Mug"")"`;
    expect(text).toBe(
      `\uFEFF${HEAD}"${new Date(world.clock.now() + 8 * 3_600_000).toISOString().slice(0, 10)}",${formula},${formula},"' +1",2,` +
        `"Broken","Damaged goods","Return & refund","${ticket.number}",0\r\n`,
    );
    for (const hidden of [ORDER.buyer.name, ORDER.buyer.id, '13812342716', ORDER.id])
      expect(text).not.toContain(hidden);
    const chinese = new TextDecoder().decode(await table(main, '&locale=zh-HK'));
    expect(chinese).toMatch(/^"日期","商品编号","商品名称".*\r\n.*"破损","商品破损","退货退款"/);
  });

  it('has a line for every selected entry, over all pages', async () => {
    const { buyer, main } = await shop();
    const items = [...Array(150).keys()].map((index) => ({
      ...ORDER.items[0],
      id: `line-${index}`,
      title: `Mug ${index}`,
    }));
    const change = { items: items as unknown as Order['items'] };
    const all = items.map(({ id }) => ({ itemId: id, quantity: 1 }));
    await asked(buyer, { items: all, amount: { amountMinor: 100, currency: 'CNY' } }, change);
    const lines = new TextDecoder().decode(await table(main, '&locale=en')).split('\r\n');
    expect(new Set(lines).size).toBe(1 + 150 + 1);
    expect(
      new TextDecoder().decode(await table(main, `&product=${encodeURIComponent('Mug 7')}`)).split('\r\n'),
    ).toHaveLength(3);
  });

  it('with pictures has those as they are shown, once per ticket, never as they came', async () => {
    const { buyer, main, keeper } = await shop();
    const bytes = await photo({ seed: 77 });
    const pictures = [await upload(buyer, bytes), await upload(buyer)];
    const [mug, box] = ORDER.items;
    const items = [mug, box].map((line) => ({ itemId: line?.id, quantity: 1 }));
    const ticket = await asked(buyer, { items, pictures, amount: { amountMinor: 100, currency: 'CNY' } });
    const answer = await download(main, '?format=zip&locale=en');
    expect(answer.headers.get('content-type')).toBe('application/zip');
    const files = unzipped(new Uint8Array(await answer.arrayBuffer()));
    const names = pictures.map((id) => `pictures/${ticket.number}-request-${id}.webp`);
    expect(files.map(({ name }) => name)).toEqual(['archive.csv', ...names]);
    expect(files[0]?.bytes.toString()).toContain(`"${names.join(' ')}"\r\n`);
    for (const [index, id] of pictures.entries()) {
      const show = await world.server.fetch(
        new Request(`http://sidecard.test/v1/attachments/${id}?size=show`, {
          headers: { authorization: `Bearer ${await world.token(keeper)}` },
        }),
      );
      expect(files[index + 1]?.bytes.equals(Buffer.from(await show.arrayBuffer()))).toBe(true);
    }
    expect(opened.filter((key) => key.endsWith('.original'))).toEqual([]);
  });

  it('is made while it is read, and stops when its reader does', async () => {
    const { buyer, main } = await shop();
    for (const _ of [1, 2, 3, 4, 5]) await asked(buyer, { pictures: [await upload(buyer)] });
    opened.length = 0;
    const { body } = await download(main, '?format=zip');
    const reader = body?.getReader();
    await reader?.read();
    await reader?.cancel();
    expect(opened.length).toBeLessThan(2);
  });

  it('breaks off when its reader may not export any more', async () => {
    const { buyer, main, keeper } = await shop();
    for (const _ of [1, 2, 3]) await asked(buyer, { pictures: [await upload(buyer)] });
    opened.length = 0;
    const { body } = await download(keeper, '?format=zip');
    const reader = body?.getReader();
    await reader?.read();
    await world.grant(keeper.accountId, [], main);
    const rest = async () => {
      while (!(await reader?.read())?.done);
    };
    await expect(rest()).rejects.toMatchObject({ problem: { code: 'permission-missing' } });
    expect(opened.length).toBeLessThan(2);
  });
});

describe('[R40] the archive exists', () => {
  const PATHS = [
    ['GET', '/v1/archive'],
    ['GET', '/v1/archive/counts?by=week'],
    ['POST', '/v1/archive/changes'],
    ['GET', '/v1/archive/export?format=csv'],
  ] as const;

  it('for accounts that handle tasks or manage it, each as far as it may', async () => {
    const { main, handler, keeper, watcher, buyer } = await shop();
    const { id: ticketId } = await asked(buyer);
    const body = { changes: [{ action: 'file', ticketId }] };
    const statuses = async (who: Claims) => {
      const answers = [];
      for (const [method, path] of PATHS) {
        const { status, text } = await world.send(who, method, path, method === 'POST' ? body : undefined);
        const { needs } = status === 403 ? (JSON.parse(text) as Problem) : {};
        answers.push(needs ?? status);
      }
      return answers;
    };
    expect(await statuses(main)).toEqual([200, 200, 200, 200]);
    expect(await statuses(keeper)).toEqual([200, 200, 200, 200]);
    expect(await statuses(handler)).toEqual([200, 200, 'archive.manage', 'archive.manage']);
    expect(await statuses(watcher)).toEqual(['task.handle', 'task.handle', 'archive.manage', 'archive.manage']);
  });

  it('for nobody else: the same bytes as any path that is unknown', async () => {
    const { buyer, staff, host } = await shop();
    const bytes = async (who: Claims, method: string, path: string) => {
      const { status, headers, text } = await world.send(
        who,
        method,
        path,
        method === 'POST' ? { changes: [] } : undefined,
      );
      return [status, JSON.stringify([...headers]), text].join('\n');
    };
    for (const who of [buyer, staff, host]) {
      for (const [, path] of PATHS) {
        for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
          expect(await bytes(who, method, path)).toBe(await bytes(who, method, '/v1/nothing'));
        }
      }
    }
  });

  it('for one shop: another’s entries are neither listed nor changed', async () => {
    const [one, other] = [await shop(), await shop()];
    const { id: ticketId } = await asked(one.buyer);
    expect((await list(other.main)).entries).toEqual([]);
    const changed = await change(other.main, [
      { action: 'remove', ticketId, itemId: 'mug' },
      { action: 'file', ticketId },
    ]);
    expect(changed.body.results).toEqual([1, 2].map(() => ({ ok: false, code: 'not-found' })));
    expect((await list(one.main)).entries).toHaveLength(1);
  });
});

describe('[R40] entries are kept', () => {
  it('as long as the policy says; their pictures stay with the ticket', async () => {
    const { buyer, main } = await shop({ archive: { keepDays: 30 } });
    const longer = await shop({ archive: { keepDays: 31 } });
    const picture = await upload(buyer);
    const ticket = await asked(buyer, { pictures: [picture] }, { signedAtMs: world.clock.now() });
    await asked(longer.buyer, {}, { signedAtMs: world.clock.now() });
    world.clock.advance(30 * DAY_MS + 1);
    await world.server.tick();
    expect((await list(main)).entries).toEqual([]);
    expect((await list(longer.main)).entries).toHaveLength(1);
    expect((await world.get(main, `/v1/attachments/${picture}`)).status).toBe(200);
    const filed = await change(main, [{ action: 'file', ticketId: ticket.id }]);
    expect(filed.body.results).toEqual([{ ok: false, code: 'too-old' }]);
  });
});
