import { builtInTypes, type Party } from '@sidecard/core';
import { describeTicketType, returnRefund, transitionKey } from '@sidecard/core/authoring';
import { AUDIENCES, STAFF_MESSAGE_PURPOSES, transitionOf } from '@sidecard/core/wire';
import { project } from '@sidecard/core/server';
import { describe, expect, it } from 'vitest';
import { contextAt, created, START_MS } from '../support/tickets.ts';

const PARTIES: readonly Party[] = ['buyer', 'merchant', 'staff'];

describe.each(builtInTypes.map((type) => [type.key, type] as const))('the description of %s', (_, type) => {
  it.each(PARTIES)('for the %s is JSON, and the same every time', (party) => {
    const description = describeTicketType(type, party);
    expect(JSON.parse(JSON.stringify(description))).toEqual(description);
    expect(describeTicketType(type, party)).toEqual(description);
    expect(describeTicketType({ ...type }, party).version).toBe(description.version);
  });

  it.each(PARTIES)('has form, words and message of everything that the %s can do', (party) => {
    const description = describeTicketType(type, party);
    for (const transition of type.transitions.filter(({ by }) => by === party)) {
      const { labels, message, fields = [] } = transition;
      const found = transitionOf(description, { transition: transitionKey(transition) });
      expect(found).toMatchObject({ command: transition.command, ...(labels ? { labels } : {}) });
      expect([found?.message, found?.fields ?? []]).toEqual([message, fields]);
    }
  });

  it('[R24] tells the buyer nothing of staff messages, not even that they exist', () => {
    const told = JSON.stringify(describeTicketType(type, 'buyer'));
    for (const trace of ['staff-message', 'answer-merchant', 'merchant-answered', ...STAFF_MESSAGE_PURPOSES])
      expect(told).not.toContain(trace);
    const ofShop = JSON.stringify(describeTicketType(type, 'merchant'));
    expect(ofShop.includes('staff-message')).toBe(!type.resolvedAtOnce);
  });

  it('has the languages that are asked for, and all where there is none of them', () => {
    const whole = describeTicketType(type, 'merchant');
    const english = describeTicketType(type, 'merchant', ['en']);
    expect(english.labels).toEqual({ en: type.labels.en });
    expect(JSON.stringify(english)).not.toMatch(/\p{Script=Han}/u);
    expect(english.version).toBe(whole.version);
    expect(describeTicketType(type, 'merchant', ['fr'])).toEqual(whole);
    expect(describeTicketType(type, 'merchant', ['zh-CN', 'en'])).toEqual(whole);
  });
});

describe('the version of a description', () => {
  it('changes with any word of it, and with nothing else', () => {
    const { version } = describeTicketType(returnRefund, 'merchant');
    const renamed = { ...returnRefund, labels: { ...returnRefund.labels, en: 'Return and refund' } };
    expect(describeTicketType(renamed, 'merchant').version).not.toBe(version);
    const ruled = { ...returnRefund, refuses: () => 'order-not-shipped' };
    expect(describeTicketType(ruled, 'merchant').version).toBe(version);
  });

  it.each(AUDIENCES)('is named by the projection for %s', (audience) => {
    const party = audience === 'buyer' || audience === 'staff' ? audience : 'merchant';
    const view = project(created().ticket, audience, contextAt(START_MS));
    const description = describeTicketType(returnRefund, party);
    expect(view).toMatchObject({ typeVersion: description.version, typeLabels: returnRefund.labels });
    expect(view.actions.filter((action) => !transitionOf(description, action))).toEqual([]);
  });
});
