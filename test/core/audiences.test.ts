import { addressChange, maskAddress } from '@sidecard/core/authoring';
import { fieldsFor, project } from '@sidecard/core/server';
import { AUDIENCES, EVENT_RULES, EVENT_KINDS, type Audience } from '@sidecard/core/wire';
import { describe, expect, it } from 'vitest';
import { agreeTo, merchant, rule, ticketOf, underReview } from '../support/cases.ts';
import {
  act,
  actor,
  contextAt,
  created,
  DECLINE,
  intervening,
  ORDER,
  POLICY,
  RETURN_ADDRESS,
  REQUEST,
  START_MS,
} from '../support/tickets.ts';

const context = contextAt(START_MS);
const seen = (audience: Audience, ticket = intervening()) => JSON.stringify(project(ticket, audience, context));

describe('audiences', () => {
  it('have a row for every kind of event', () => {
    expect(Object.keys(EVENT_RULES).sort()).toEqual([...EVENT_KINDS].sort());
    for (const { audiences } of Object.values(EVENT_RULES)) {
      for (const audience of audiences) expect(AUDIENCES).toContain(audience);
    }
  });

  it('[R24] [R25] keep the staff thread to the merchant’s handlers and staff', () => {
    expect(EVENT_RULES['staff-message-left'].audiences).toEqual(['handlers', 'staff']);
    expect(EVENT_RULES['merchant-answered'].audiences).toEqual(['handlers', 'staff']);
  });

  it('[R24] never offer the thread to the buyer', () => {
    expect(seen('buyer')).not.toContain('staff-message');
    expect(seen('handlers')).toContain('leave-staff-message');
    expect(seen('staff')).toContain('answer-merchant');
  });
});

describe('a projection', () => {
  const claimed = act(
    intervening(),
    { command: 'claim', fields: { force: true } },
    actor('merchant', { accountId: 'lin', name: 'Lin Ke' }),
  );

  it('shows claims to the shop alone', () => {
    expect(seen('handlers', claimed)).toContain('Lin Ke');
    expect(seen('shop', claimed)).toContain('Lin Ke');
    for (const audience of ['buyer', 'staff'] as const) {
      expect(project(claimed, audience, context).claim).toBeUndefined();
      expect(project(claimed, audience, context).history.some(({ kind }) => kind === 'claimed')).toBe(false);
    }
  });

  it('[R18] gives the other side nothing that evidence says or shows, of single pieces neither', () => {
    const ticket = intervening();
    const fields = {
      text: 'Words of the case.',
      pictures: ['of-case'],
      receipt: [
        { itemId: 'mug', quantity: 1, state: 'damaged', text: 'Words of a piece.', pictures: ['of-piece'] } as const,
      ],
      codes: ['a-code'],
    };
    const by = { party: 'merchant', accountId: 'lin', name: 'Lin Ke' } as const;
    const entry = {
      id: 'e',
      kind: 'evidence-submitted',
      command: 'submit-evidence',
      atMs: START_MS,
      by,
      fields,
    } as const;
    const shown = (audience: Audience) =>
      project({ ...ticket, history: [...ticket.history, entry] }, audience, context).history.at(-1)?.fields;
    for (const audience of ['staff', 'handlers'] as const) expect(shown(audience)).toEqual(fields);
    const rest = { receipt: [{ itemId: 'mug', quantity: 1, state: 'damaged' }], codes: ['a-code'] };
    for (const audience of ['buyer', 'shop'] as const) expect(shown(audience)).toEqual(rest);
    const event = { id: 'e', ticketId: ticket.id, schema: 1, version: 9, kind: entry.kind, atMs: START_MS, by, entry };
    expect(fieldsFor({ ...event, change: {} }, 'buyer')).toEqual(rest);
  });

  it('gives the other sides no names of agents', () => {
    expect(seen('buyer')).not.toMatch(/A merchant|merchant-1/);
    expect(project(intervening(), 'buyer', context).history.at(-2)?.by).toEqual({ party: 'merchant' });
    expect(seen('staff')).toContain('A merchant');
  });

  it('masks the buyer’s address for whoever may not handle', () => {
    expect(seen('shop')).not.toMatch(/13812342716|Longjing/);
    expect(project(created().ticket, 'shop', context).order.shipTo).toEqual({
      name: 'H*',
      phone: '138****2716',
      region: 'Zhejiang Hangzhou Xihu',
      street: '****',
    });
    expect(seen('handlers')).toContain('8 Longjing Road');
    expect(maskAddress({ name: '', phone: '1', region: 'r', street: 's' })).toEqual({
      name: '*',
      phone: '****1',
      region: 'r',
      street: '****',
    });
  });

  it('masks short numbers too', () => {
    expect(maskAddress({ name: 'Ann', phone: '12345678', region: 'r', street: 's' }).phone).toBe('****78');
  });

  it('does not spell out an address in what was said, where it masks it', () => {
    const agreed = act(
      created().ticket,
      { command: 'agree', fields: { amount: REQUEST['amount'], returnAddress: RETURN_ADDRESS } },
      actor('merchant'),
    );
    expect(JSON.stringify(project(agreed, 'shop', context))).not.toMatch(
      new RegExp(`${RETURN_ADDRESS.phone}|${RETURN_ADDRESS.street}`),
    );
    expect(JSON.stringify(project(agreed, 'buyer', context))).toContain(RETURN_ADDRESS.phone);
  });

  it('[R18] shows what evidence says to its own side and staff, and that it came to all', () => {
    const reviewing = act(intervening(), { command: 'begin-review' }, actor('staff'));
    const asked = act(
      reviewing,
      { command: 'request-evidence', fields: { from: ['merchant'], text: 'Show the scale.' } },
      actor('staff'),
    );
    const answered = act(
      asked,
      { command: 'submit-evidence', fields: { text: 'Weighed 1.42 kg.' } },
      actor('merchant'),
    );
    for (const audience of ['handlers', 'staff'] as const)
      expect(seen(audience, answered)).toContain('Weighed 1.42 kg.');
    for (const audience of ['buyer', 'shop'] as const) {
      expect(seen(audience, answered)).not.toMatch(/Weighed|Show the scale/);
      expect(project(answered, audience, context).evidence).toMatchObject([{ party: 'merchant' }]);
      expect(seen(audience, asked)).not.toContain('Show the scale');
    }
  });

  it('[R18] shows the buyer’s evidence to the buyer and staff alone', () => {
    const reviewing = act(intervening(), { command: 'begin-review' }, actor('staff'));
    const asked = act(
      reviewing,
      { command: 'request-evidence', fields: { from: ['buyer'], text: 'A picture of the rim.' } },
      actor('staff'),
    );
    const answered = act(asked, { command: 'submit-evidence', fields: { text: 'It cut my hand.' } }, actor('buyer'));
    for (const audience of ['buyer', 'staff'] as const) expect(seen(audience, answered)).toContain('It cut my hand.');
    for (const audience of ['handlers', 'shop'] as const)
      expect(seen(audience, answered)).not.toMatch(/cut my hand|picture of the rim/);
    expect(answered.asked).toEqual([]);
  });

  it('keeps the creation and the latest lines of a long history', () => {
    let ticket = created().ticket;
    for (let count = 0; count < 80; count++)
      ticket = act(ticket, { command: 'reply', fields: { text: `Reply ${count}` } }, actor('merchant'));
    const { history } = project(ticket, 'buyer', context);
    expect(history).toHaveLength(61);
    expect(history[0]?.kind).toBe('ticket-created');
    expect(history[1]?.sentMessage?.text).toBe('Reply 20');
    expect(history.at(-1)?.sentMessage?.text).toBe('Reply 79');
  });

  it('shows the platform’s own deadlines to staff alone', () => {
    expect(project(intervening(), 'staff', context).deadlines).toHaveLength(1);
    for (const audience of ['buyer', 'shop', 'handlers'] as const)
      expect(project(intervening(), audience, context).deadlines).toEqual([]);
  });

  it('has the same version for everybody', () => {
    const versions = AUDIENCES.map((audience) => project(claimed, audience, context).version);
    expect(new Set(versions)).toEqual(new Set([3]));
  });

  it('carries the order’s facts', () => {
    expect(project(created().ticket, 'buyer', context).order).toEqual(ORDER);
  });
});

describe('an address of another kind', () => {
  const NEW = { name: 'He Yi', phone: '13598761234', region: 'Shanghai', street: '77 Anfu Road', postcode: '200031' };
  const SECRETS = /13598761234|77 Anfu|200031|Yi/;
  const { signedAtMs: _, ...underWay } = ORDER;
  const { shippedAtMs: __, ...unshipped } = underWay;
  const asked = ticketOf(addressChange, { order: unshipped, request: { address: NEW } });
  const changed = act(asked, agreeTo({}), merchant);

  it('is the buyer’s new one: whoever may not handle reads its region and no more, before and after', () => {
    expect(changed.order.shipTo).toEqual(NEW);
    for (const ticket of [asked, changed]) {
      // The buyer's own name is on the order.
      expect(seen('shop', ticket).replaceAll(ORDER.buyer.name, '')).not.toMatch(SECRETS);
      expect(project(ticket, 'shop', context).request['address']).toEqual(maskAddress(NEW));
      for (const audience of ['buyer', 'handlers', 'staff'] as const) expect(seen(audience, ticket)).toMatch(SECRETS);
    }
    expect(project(changed, 'shop', context).order.shipTo).toEqual(maskAddress(NEW));
  });

  it('is one that is proposed, agreed or ruled: in terms and in every line of the history', () => {
    const shop = /13912348817|Taoyang/;
    const propose = {
      command: 'propose',
      fields: { amount: REQUEST['amount'], refundOnly: false, returnAddress: RETURN_ADDRESS, text: 'As we said.' },
    };
    const proposed = act(created().ticket, propose, merchant);
    const accepted = act(proposed, { command: 'accept-proposal' }, actor('buyer'));
    const homeless = contextAt(START_MS, { policy: { ...POLICY, returnAddresses: [] } });
    const review = underReview(act(created().ticket, DECLINE, merchant), homeless);
    const ruled = act(review, rule('for-buyer', { returnAddress: RETURN_ADDRESS }), actor('staff'), homeless);
    for (const ticket of [proposed, accepted, ruled]) {
      expect(seen('shop', ticket)).not.toMatch(shop);
      expect(seen('buyer', ticket)).toMatch(shop);
    }
    expect(ruled.agreed?.returnAddress).toEqual(RETURN_ADDRESS);
  });
});
