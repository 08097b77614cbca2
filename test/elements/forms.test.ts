import { expect, waitUntil } from '@open-wc/testing';
import { type Client, createClient, memoryStorage } from '@sidecard/client';
import { createMemoryBackend, type MemoryBackend } from '@sidecard/client/memory';
import { builtInTypes, defineTicketType, type Field, type Labels, type Move, returnRefund } from '@sidecard/core';
import { allByRole, byRole, clearPage, fill, press, seen, sees, show } from '../support/browser/panel.ts';
import { BUYER, ME, NOW_MS, ORDER, REQUEST } from '../support/browser/shop.ts';

const words = (en: string): Labels => ({ 'zh-CN': en, en });
const option = (key: string) => ({ key, labels: words(key) });

/** A type whose answer has one field of every kind: its form is made of this list alone. */
function typeWith(fields: readonly Field[], change: Partial<Move> = {}) {
  const { moves, ...rest } = returnRefund;
  // those that every type has come last, and are added again
  const own = moves.slice(
    0,
    moves.findIndex(({ command }) => command === 'claim'),
  );
  const answer: Move = {
    command: 'inspect',
    by: 'merchant',
    needs: 'task.handle',
    from: 'awaiting-merchant',
    to: 'declined',
    deadline: 'escalate',
    labels: words('Inspect'),
    says: words('Inspected: {note}'),
    fields,
    ...change,
  };
  return defineTicketType({ ...rest, key: 'inspection', labels: words('Inspection'), moves: [answer, ...own] });
}

describe('the form of an offer', () => {
  let backend: MemoryBackend;
  let client: Client;
  let panel: HTMLElement;
  let ticketId: string;
  const stored = () => backend.ticket(ticketId)?.history.at(-1)?.fields;

  async function open(fields: readonly Field[], change?: Partial<Move>): Promise<void> {
    const type = typeWith(fields, change);
    backend = createMemoryBackend({
      merchantId: 'shop-1',
      orders: [{ ...ORDER, items: [...ORDER.items, { ...ORDER.items[0], id: 'box', title: 'Gift box', quantity: 1 }] }],
      types: [...builtInTypes, type],
      policy: { coveredTypes: [type.key], locale: 'en' },
      now: () => NOW_MS,
    });
    ticketId = backend.create({ type: type.key, orderId: ORDER.id, request: REQUEST }).id;
    client = createClient({ transport: backend.as(ME), storage: memoryStorage(), types: [type], locale: 'en' });
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
  const send = () => press(panel, /^(Inspect and tell the buyer|Inspect: send to staff|Inspect)/);
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
    await sees(panel, 'Choose or type an address');
    const text = seen(panel);
    for (const problem of ['Choose one', 'Enter 1 to 9', 'A tracking number has 5 to 40 letters or digits']) {
      expect(text).to.contain(problem);
    }
    expect(text).to.contain('2 more characters: 2 to 20 are needed');
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
    const { says: _says, ...silent } = typeWith([]).moves[0]!;
    await open([{ key: 'note', kind: 'text', labels: words('Note'), min: 1, max: 20, readBy: 'staff' }], {
      ...silent,
      fields: [{ key: 'note', kind: 'text', labels: words('Note'), min: 1, max: 20, readBy: 'staff' }],
      says: undefined as never,
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
    backend.act(ME, ticketId, { command: 'claim' });
    await sees(panel, 'You are on it');
    expect(((await byRole(panel, 'textbox', 'Note')) as HTMLInputElement).value).to.equal('Whole.');
    backend.act(BUYER, ticketId, { command: 'withdraw' });
    await sees(panel, 'The buyer answered first');
  });
});
