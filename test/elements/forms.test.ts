import { expect } from '@open-wc/testing';
import { type Client, createClient, memoryStorage, type Transport } from '@sidecard/client';
import { builtInTypes, type Labels } from '@sidecard/core';
import { defineTicketType, type Transition, returnRefund } from '@sidecard/core/authoring';
import type { Field } from '@sidecard/core/wire';
import { createMemoryBackend, type MemoryBackend } from '@sidecard/server/memory';
import {
  allByRole,
  byRole,
  choose,
  clearPage,
  fill,
  formOpens,
  press,
  said,
  seen,
  sees,
  show,
} from '../support/browser/panel.ts';
import { BUYER, connect, DAY_MS, ME, NOW_MS, openShop, ORDER, REQUEST, type Shop } from '../support/browser/shop.ts';
import { waitUntil } from '../support/browser/wait-until.ts';

const words = (en: string): Labels => ({ 'zh-CN': en, en });
const option = (key: string) => ({ key, labels: words(key) });

/** A type whose answer has one field of every kind: its form is made of this list alone. */
function typeWith(fields: readonly Field[], change: Partial<Transition> = {}) {
  const { transitions, ...rest } = returnRefund;
  // those that every type has come last, and are added again
  const own = transitions.slice(
    0,
    transitions.findIndex(({ command }) => command === 'claim'),
  );
  const answer: Transition = {
    command: 'inspect',
    by: 'merchant',
    needs: 'task.handle',
    from: 'awaiting-merchant',
    to: 'declined',
    deadline: 'escalate',
    labels: words('Inspect'),
    message: words('Inspected: {note}'),
    fields,
    ...change,
  };
  return defineTicketType({ ...rest, key: 'inspection', labels: words('Inspection'), transitions: [answer, ...own] });
}

describe('the form of an offer', () => {
  let backend: MemoryBackend;
  let client: Client;
  let panel: HTMLElement;
  let ticketId: string;
  const stored = () => backend.ticket(ticketId)?.history.at(-1)?.fields;

  async function open(
    fields: readonly Field[],
    change?: Partial<Transition>,
    through: (line: Transport) => Transport = (line) => line,
  ): Promise<void> {
    const type = typeWith(fields, change);
    backend = createMemoryBackend({
      merchantId: 'shop-1',
      orders: [{ ...ORDER, items: [...ORDER.items, { ...ORDER.items[0], id: 'box', title: 'Gift box', quantity: 1 }] }],
      types: [...builtInTypes, type],
      policy: { coveredTypes: [type.key], locale: 'en' },
      now: () => NOW_MS,
    });
    ticketId = (await backend.create({ type: type.key, orderId: ORDER.id, request: REQUEST })).id;
    client = createClient({
      transport: through(connect(backend, ME)),
      storage: memoryStorage(),
      locale: 'en',
    });
    panel = show('sidecard-task', client, ticketId);
    await byRole(panel, 'button', 'Agree to return');
    const direct = allByRole(panel, 'button', 'Inspect')[0];
    if (direct) direct.click();
    else {
      await press(panel, 'More');
      await press(panel, 'Inspect', 'menuitem');
    }
    await sees(panel, 'Inspect');
  }
  const send = () => press(panel, /^(Inspect · tell He Yiqing|Inspect: send to staff|Inspect)/);
  afterEach(() => {
    clearPage();
    client.close();
  });

  it('takes a choice, several choices, a number, a carrier, a tracking number and items', async () => {
    await open([
      { key: 'how', kind: 'choice', labels: words('How'), options: [option('fast'), option('slow')] },
      { key: 'marks', kind: 'choices', labels: words('Marks'), options: [option('dent'), option('crack')] },
      { key: 'days', kind: 'number', labels: words('Days'), min: 1, max: 9 },
      { key: 'carrier', kind: 'carrier', labels: words('Carrier') },
      { key: 'number', kind: 'tracking', labels: words('Tracking') },
      { key: 'what', kind: 'items', labels: words('What') },
      { key: 'note', kind: 'text', labels: words('Note'), min: 1, max: 20 },
    ]);
    await press(panel, 'slow', 'radio');
    await press(panel, 'dent', 'checkbox');
    await press(panel, 'crack', 'checkbox');
    await press(panel, 'dent', 'checkbox');
    await fill(panel, 'Days', '3');
    await fill(panel, 'Carrier', 'SF');
    await fill(panel, 'Tracking', 'SF1234567');
    await fill(panel, 'Quantity of Gift box', '1', 'input[type=number]');
    await fill(panel, 'Note', 'Whole.');
    await send();
    await waitUntil(() => backend.ticket(ticketId)?.workflow === 'declined');
    expect(stored()).to.deep.equal({
      how: 'slow',
      marks: ['crack'],
      days: 3,
      carrier: 'SF',
      number: 'SF1234567',
      what: [{ itemId: 'box', quantity: 1 }],
      note: 'Whole.',
    });
  });

  it('[R52] takes a number, a percentage and a tracking number as people write them', async () => {
    await open([
      { key: 'days', kind: 'number', labels: words('Days'), min: 1, max: 90 },
      { key: 'share', kind: 'percentage', labels: words('Share') },
      { key: 'carrier', kind: 'carrier', labels: words('Carrier') },
      { key: 'number', kind: 'tracking', labels: words('Tracking') },
      { key: 'note', kind: 'text', labels: words('Note'), min: 1, max: 20 },
    ]);
    await fill(panel, 'Days', ' １２\u00A0');
    await fill(panel, 'Share', '１２．５ ％');
    await fill(panel, 'Carrier', '\u202DUPS\u202C');
    await fill(panel, 'Tracking', '1Z 999 AA1 01 2345 6784');
    await fill(panel, 'Note', '\u202DWhole.\u202C');
    await sees(panel, '6/20');
    await send();
    await waitUntil(() => backend.ticket(ticketId)?.workflow === 'declined');
    expect(stored()).to.deep.equal({
      days: 12,
      share: 12.5,
      carrier: 'UPS',
      number: '1Z999AA10123456784',
      note: 'Whole.',
    });
  });

  it('says at each field what to do', async () => {
    await open([
      { key: 'how', kind: 'choice', labels: words('How'), options: [option('fast')] },
      { key: 'days', kind: 'number', labels: words('Days'), min: 1, max: 9 },
      { key: 'number', kind: 'tracking', labels: words('Tracking') },
      { key: 'where', kind: 'address', labels: words('Where') },
      { key: 'note', kind: 'text', labels: words('Note'), min: 2, max: 20 },
    ]);
    await fill(panel, 'Days', '12');
    await fill(panel, 'Tracking', '#');
    await send();
    await sees(panel, 'Choose or enter an address');
    const text = seen(panel);
    for (const problem of ['Choose one', 'Enter 1 to 9', 'A tracking number has 5 to 40 letters or digits']) {
      expect(text).to.contain(problem);
    }
    expect(text).to.contain('2 more characters: 2 to 20 required');
  });

  it('connects every problem with its control', async () => {
    await open([{ key: 'note', kind: 'text', labels: words('Note'), min: 2, max: 20 }]);
    await send();
    const field = await byRole(panel, 'textbox', 'Note');
    await waitUntil(() => field.getAttribute('aria-invalid') === 'true');
    const ids = field.getAttribute('aria-describedby')?.split(' ') ?? [];
    const described = ids.map((id) => panel.shadowRoot?.getElementById(id)?.textContent?.trim());
    expect(described.join(' ')).to.contain('2 more characters');
  });

  it('names staff as the reader of what they alone read', async () => {
    const { message: _says, ...silent } = typeWith([]).transitions[0]!;
    await open([{ key: 'note', kind: 'text', labels: words('Note'), min: 1, max: 20, readBy: 'staff' }], {
      ...silent,
      fields: [{ key: 'note', kind: 'text', labels: words('Note'), min: 1, max: 20, readBy: 'staff' }],
      message: undefined as never,
    });
    await sees(panel, 'Only platform staff can see this, not the buyer');
    await byRole(panel, 'button', 'Inspect: send to staff');
    expect(panel.shadowRoot?.querySelector('[part=preview]')).to.equal(null);
  });

  it('marks what may be left out, and sends it empty', async () => {
    await open([{ key: 'note', kind: 'text', labels: words('Note'), min: 2, max: 20, optional: true }]);
    await sees(panel, 'Optional');
    await send();
    await waitUntil(() => backend.ticket(ticketId)?.workflow === 'declined');
    expect(stored()).to.equal(undefined);
  });

  it('shows a draft of an older release without a fault', async () => {
    await open([{ key: 'where', kind: 'address', labels: words('Where') }]);
    client.drafts.set(ticketId, 'inspect', { where: 7, gone: ['x'] });
    await fill(panel, 'Name', 'Zhang San');
    await waitUntil(
      () => (client.drafts.draft(ticketId, 'inspect').get()?.['where'] as { own: object }).own !== undefined,
    );
  });

  it('refreshes what a field may hold when the ticket changes beside the case', async () => {
    await open([{ key: 'note', kind: 'text', labels: words('Note'), min: 1, max: 20 }]);
    await fill(panel, 'Note', 'Whole.');
    await backend.act(ME, ticketId, { command: 'claim' });
    await sees(panel, 'Assigned to you');
    expect(((await byRole(panel, 'textbox', 'Note')) as HTMLInputElement).value).to.equal('Whole.');
    await backend.act(BUYER, ticketId, { command: 'withdraw' });
    await sees(panel, 'The buyer answered first');
  });

  describe('with a day', () => {
    const day = (ms: number) => new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Shanghai' }).format(ms);
    const FIRST = day(NOW_MS);
    const LAST = day(NOW_MS + 30 * DAY_MS);
    const spoken = (iso: string) =>
      new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(Date.parse(iso));
    const dateField = () => byRole(panel, 'input[type=date]', 'Until when') as Promise<HTMLInputElement>;
    beforeEach(() =>
      open([{ key: 'until', kind: 'date', labels: words('Until when'), fromDays: 0, toDays: 30 }], {
        message: words('Until {until}'),
      }),
    );

    it('offers the days that can be chosen', async () => {
      const field = await dateField();
      expect([field.min, field.max]).to.deep.equal([FIRST, LAST]);
    });

    it('says which is the first and which the last', async () => {
      await fill(panel, 'Until when', day(NOW_MS - DAY_MS), 'input[type=date]');
      await sees(panel, `Choose ${spoken(FIRST)} or later`);
      await fill(panel, 'Until when', day(NOW_MS + 31 * DAY_MS), 'input[type=date]');
      await sees(panel, `Choose ${spoken(LAST)} or earlier`);
      await fill(panel, 'Until when', '', 'input[type=date]');
      await sees(panel, 'Until when is required');
    });

    it('sends it, and says it to the buyer', async () => {
      await fill(panel, 'Until when', LAST, 'input[type=date]');
      await waitUntil(() => panel.shadowRoot?.querySelector('.bubble')?.textContent === `Until ${LAST}`);
      await send();
      await waitUntil(() => backend.ticket(ticketId)?.workflow === 'declined');
      expect(stored()).to.deep.equal({ until: LAST });
    });
  });

  describe('with pictures', () => {
    const PICTURES: Field = { key: 'shots', kind: 'pictures', labels: words('Shots'), max: 3 };
    const NOTE: Field = { key: 'note', kind: 'text', labels: words('Note'), min: 1, max: 20 };

    it('[R27] leaves them out where the server takes none and they need not be there', async () => {
      await open([{ ...PICTURES, optional: true }, NOTE]);
      expect(seen(panel)).not.to.contain('Shots');
      await fill(panel, 'Note', 'Whole.');
      await send();
      await waitUntil(() => backend.ticket(ticketId)?.workflow === 'declined');
    });

    it('[R27] says that a newer client is needed where they have to be there', async () => {
      await open([PICTURES, NOTE]);
      await sees(panel, 'Shots This action needs a newer version. Use the workbench instead.');
      await fill(panel, 'Note', 'Whole.');
      await send();
      await waitUntil(() => said(panel).includes('Cannot send yet: This action needs a newer version'));
      expect(backend.ticket(ticketId)?.workflow).to.equal('awaiting-merchant');
    });
  });

  describe('with a field of a kind that this release does not know', () => {
    const NOTE: Field = { key: 'note', kind: 'text', labels: words('Note'), min: 1, max: 20 };
    const SPAN: Field = { key: 'span', kind: 'number', labels: words('Span'), min: 1, max: 9 };
    /** A newer server: it has a kind of its own for these fields. */
    const newer = (...keys: readonly string[]) => withKind('constructor', ...keys);
    /** A server whose type has another kind for these fields. */
    const withKind =
      (kind: string, ...keys: readonly string[]) =>
      (line: Transport): Transport => ({
        ...line,
        async request(sent) {
          const answer = await line.request(sent);
          const text = JSON.stringify(answer, (_, value: unknown) =>
            typeof value === 'object' &&
            value !== null &&
            'kind' in value &&
            'key' in value &&
            keys.includes(String(value.key))
              ? { ...value, kind }
              : value,
          );
          return JSON.parse(text) as typeof answer;
        },
      });

    it('[R27] says that a newer client is needed where it is required, and keeps what was typed', async () => {
      await open([SPAN, NOTE], undefined, newer('span'));
      await sees(panel, 'Span This action needs a newer version. Use the workbench instead.');
      await fill(panel, 'Note', 'Whole.');
      await send();
      await waitUntil(() => said(panel).includes('Cannot send yet: This action needs a newer version'));
      expect(client.drafts.draft(ticketId, 'inspect').get()?.['note']).to.equal('Whole.');
    });

    it('[R27] leaves it out where it is optional', async () => {
      await open([{ ...SPAN, optional: true }, NOTE], undefined, newer('span'));
      expect(seen(panel)).not.to.contain('Span');
      await fill(panel, 'Note', 'Whole.');
      await send();
      await waitUntil(() => backend.ticket(ticketId)?.workflow === 'declined');
    });

    for (const kind of ['money', 'items', 'pictures', 'address', 'date', 'choices', 'number']) {
      it(`[R27] draws values that were stored before their fields were of the kind ${kind}`, async () => {
        await open([NOTE], undefined, withKind(kind, 'items', 'reason', 'amount'));
        await sees(panel, 'Requires a newer version to view');
        await fill(panel, 'Note', 'Whole.');
        await send();
        await waitUntil(() => backend.ticket(ticketId)?.workflow === 'declined');
      });
    }

    it('[R27] shows the value of a request as it is, or says that it takes a newer version', async () => {
      await open([NOTE], undefined, newer('items', 'reason', 'amount'));
      await sees(panel, 'Items Requires a newer version to view');
      expect(seen(panel)).to.contain('Reason damaged');
      expect(seen(panel)).to.contain('Refund amount Requires a newer version to view');
    });
  });

  it('lets go of a choice that may be left out', async () => {
    const how: Field = { key: 'how', kind: 'choice', labels: words('How'), options: [option('fast')], optional: true };
    await open([how]);
    await press(panel, 'fast', 'radio');
    await press(panel, 'None', 'radio');
    await send();
    await waitUntil(() => backend.ticket(ticketId)?.workflow === 'declined');
    expect(stored()).to.equal(undefined);
  });

  it('takes no amount where none has to be given, and offers all of it only where it is given back', async () => {
    const fee: Field = { key: 'fee', kind: 'money', of: 'fee', labels: words('Fee'), optional: true };
    await open([fee]);
    await sees(panel, /Fee ?Optional/);
    expect(allByRole(panel, 'button', 'Full').length).to.equal(0);
    await send();
    await waitUntil(() => backend.ticket(ticketId)?.workflow === 'declined');
    expect(stored()).to.equal(undefined);
  });
});

describe('two forms of one command', () => {
  let shop: Shop;
  let panel: HTMLElement;
  const text = async () => ((await byRole(panel, 'textbox', 'Message to the buyer')) as HTMLInputElement).value;

  beforeEach(async () => {
    shop = await openShop({ type: 'resend' });
    panel = show('sidecard-task', shop.client(), shop.ticketId);
  });
  afterEach(() => {
    clearPage();
    shop.close();
  });

  it('have headings and drafts of their own', async () => {
    await choose(panel, 'Partial resend');
    await formOpens(panel, 'Partial resend');
    await fill(panel, 'Message to the buyer', 'One is left.');
    await press(panel, 'Collapse');
    await choose(panel, 'Propose a refund instead');
    await formOpens(panel, 'Propose a refund instead');
    expect(await text()).to.equal('');
    await fill(panel, 'Message to the buyer', 'None is left.');
    await press(panel, 'Collapse');
    await choose(panel, 'Partial resend');
    await formOpens(panel, 'Partial resend');
    expect(await text()).to.equal('One is left.');
  });

  it('come back as the one that was written', async () => {
    const client = shop.client();
    clearPage();
    client.drafts.set(shop.ticketId, 'propose/refund', { text: 'None is left.' });
    panel = show('sidecard-task', client, shop.ticketId);
    await formOpens(panel, 'Propose a refund instead');
    expect(await text()).to.equal('None is left.');
  });

  it('wait for the network under their own name, and lose their draft when they are sent', async () => {
    const client = shop.client();
    clearPage();
    panel = show('sidecard-task', client, shop.ticketId);
    await choose(panel, 'Propose a refund instead');
    await fill(panel, 'Refund amount', '100');
    await fill(panel, 'Message to the buyer', 'None is left.');
    client.line.goOffline();
    await press(panel, 'Propose and tell He Yiqing');
    await sees(panel, 'Sends automatically once you are back online');
    clearPage();
    panel = show('sidecard-task', client, shop.ticketId);
    await sees(panel, 'Propose a refund instead None is left.');
    client.line.goOnline();
    client.refresh();
    await sees(panel, 'Waiting for buyer');
    await waitUntil(() => client.drafts.draft(shop.ticketId, 'propose/refund').get() === undefined);
  });
});
