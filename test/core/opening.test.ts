import { type CreateTicket, decideCreate } from '@sidecard/core/authoring';
import { AUDIENCES } from '@sidecard/core/wire';
import { project } from '@sidecard/core/server';
import { describe, expect, it } from 'vitest';
import { buyer } from '../support/cases.ts';
import { act, actor, contextAt, fold, ORDER, REQUEST, START_MS } from '../support/tickets.ts';

const open = (change: Partial<CreateTicket> = {}, by = buyer) =>
  decideCreate(
    { type: 'return-refund', merchantId: 'shop-1', order: ORDER, request: REQUEST, locale: 'en', ...change },
    by,
    { ...contextAt(START_MS), number: '2607-0001' },
  );
const must = (decision: ReturnType<typeof open>) => {
  if (!decision.ok) throw new Error(JSON.stringify(decision.error));
  return fold(undefined, decision.value);
};

describe('[R43] a bad review', () => {
  const review = { kind: 'review', url: 'https://shop.example/reviews/17?lang=en' } as const;

  it('can be the occasion of a case, with a link for the shop and the platform', () => {
    const ticket = must(open({ occasion: review }));
    expect(ticket.occasion).toEqual(review);
    const read = AUDIENCES.filter((audience) => project(ticket, audience, contextAt(START_MS)).occasion !== undefined);
    expect(read).toEqual(AUDIENCES.filter((audience) => audience !== 'buyer'));
    expect(JSON.stringify(project(ticket, 'buyer', contextAt(START_MS)))).not.toContain('reviews/17');
  });

  it.each([
    'http://shop.example/reviews/17',
    'javascript:alert(1)',
    'https://',
    'https:///etc',
    'https://shop.example@evil.example/',
    'https://shop.example/ a',
    'https://shop.example/\n',
    'https:\\\\shop.example',
    `https://shop.example/${'x'.repeat(2_000)}`,
    17,
  ])('has an https link and nothing else: not %s', (url) => {
    expect(open({ occasion: { kind: 'review', url } as never })).toMatchObject({
      ok: false,
      error: { code: 'field-invalid', problems: [{ field: 'occasion', problem: 'unreadable' }] },
    });
  });

  it('is of a known kind, and keeps no other member', () => {
    expect(open({ occasion: { ...review, kind: 'rumour' } as never }).ok).toBe(false);
    expect(must(open({ occasion: { ...review, note: 'x' } as never })).occasion).toEqual(review);
  });
});

describe('[R50] [R51] a ticket that the agent opens for the buyer', () => {
  const agent = actor('merchant', { name: 'Chen Yu' });

  it('is the buyer’s: the event says who opened it, and the buyer can withdraw it', () => {
    const ticket = must(open({}, agent));
    expect(ticket).toMatchObject({ workflow: 'awaiting-merchant', order: { buyer: ORDER.buyer } });
    expect(ticket.history).toMatchObject([{ kind: 'ticket-created', by: { party: 'merchant', name: 'Chen Yu' } }]);
    const view = project(ticket, 'buyer', contextAt(START_MS));
    expect(view.history[0]?.by).toEqual({ party: 'merchant' });
    expect(view.actions.map(({ command }) => command)).toContain('withdraw');
    expect(act(ticket, { command: 'withdraw' }, buyer)).toMatchObject({ workflow: 'closed', ending: 'withdrawn' });
  });

  it('needs the permission to handle tickets, and keeps the buyer’s limits', () => {
    expect(open({}, actor('merchant', { permissions: [] }))).toMatchObject({
      error: { code: 'permission-missing', needs: 'task.handle' },
    });
    const request = { ...REQUEST, amount: { amountMinor: 25_801, currency: 'CNY' } };
    expect(open({ request }, agent)).toMatchObject({ error: { code: 'field-invalid' } });
  });
});
