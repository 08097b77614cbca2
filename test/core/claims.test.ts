import { type Command, describeTicketType, returnRefund } from '@sidecard/core/authoring';
import { project } from '@sidecard/core/server';
import { describe, expect, it } from 'vitest';
import { act, actor, contextAt, created, DECLINE, refusal, START_MS } from '../support/tickets.ts';

describe('a claim', () => {
  const colleague = actor('merchant', { accountId: 'zhou', name: 'Zhou Min' });
  const claimed = act(created().ticket, { command: 'claim' }, actor('merchant'));

  it('says who is on it, for 15 minutes', () => {
    expect(claimed.claim).toEqual({ accountId: 'merchant-1', name: 'A merchant', untilMs: START_MS + 15 * 60_000 });
    expect(claimed.version).toBe(1);
  });

  it('is no lock: a colleague may act', () => {
    expect(refusal(DECLINE, colleague, claimed)).toBe('accepted');
  });

  it('is taken over only with force, and given back only by its holder', () => {
    expect(refusal({ command: 'claim' }, colleague, claimed)).toMatchObject({ because: 'claimed-by-other' });
    expect(refusal({ command: 'release' }, colleague, claimed)).toMatchObject({ because: 'claimed-by-other' });
    expect(act(claimed, { command: 'claim', fields: { force: true } }, colleague).claim).toMatchObject({
      accountId: 'zhou',
    });
  });

  it('is renewed by what its holder does: a reply, a move; not by a colleague’s', () => {
    const later = contextAt(START_MS + 10 * 60_000);
    const until = (ticket: typeof claimed) => ((ticket.claim?.untilMs ?? 0) - START_MS) / 60_000;
    const reply: Command = { command: 'reply', fields: { text: 'Looking into it.' } };
    expect(until(act(claimed, reply, actor('merchant'), later))).toBe(25);
    expect(until(act(claimed, DECLINE, actor('merchant'), later))).toBe(25);
    expect(until(act(claimed, reply, colleague, later))).toBe(15);
  });

  it('is free for all when its lease is over', () => {
    expect(refusal({ command: 'claim' }, colleague, claimed, contextAt(START_MS + 15 * 60_000))).toBe('accepted');
  });

  it('is made by acting on a ticket that nobody has, and whose claim is over', () => {
    const reply: Command = { command: 'reply', fields: { text: 'Looking into it.' } };
    expect(act(created().ticket, reply, actor('merchant')).claim).toEqual(claimed.claim);
    expect(act(created().ticket, DECLINE, actor('merchant')).claim).toEqual(claimed.claim);
    expect(act(claimed, reply, colleague, contextAt(START_MS + 15 * 60_000)).claim).toMatchObject({
      accountId: 'zhou',
    });
  });

  it('is not made by other parties, nor by what ends the case', () => {
    const declined = act(created().ticket, DECLINE, actor('merchant'));
    const released = act(declined, { command: 'release' }, actor('merchant'));
    expect(act(released, { command: 'escalate' }, actor('buyer')).claim).toBeUndefined();
    expect(act(created().ticket, { command: 'withdraw' }, actor('buyer')).claim).toBeUndefined();
  });
});

describe('a hand-over', () => {
  const zhou = { accountId: 'zhou', name: 'Zhou Min' };
  const colleague = actor('merchant', zhou);
  const context = contextAt(START_MS, { colleagues: [zhou, { accountId: 'sun', name: 'Sun' }] });
  const handOver = (to: string, force?: true): Command => ({
    command: 'transfer',
    fields: { to, ...(force ? { force } : {}) },
  });

  it('gives a named colleague the ticket, in one’s name, without a new version', () => {
    const { ticket } = created();
    const after = act(
      act(ticket, { command: 'claim' }, actor('merchant')),
      handOver('zhou'),
      actor('merchant'),
      context,
    );
    expect(after.claim).toEqual({ ...zhou, untilMs: START_MS + 15 * 60_000 });
    expect(after.version).toBe(ticket.version);
    const entry = after.history.at(-1);
    expect(entry).toMatchObject({ kind: 'transferred', by: { accountId: 'merchant-1' }, to: zhou });
  });

  it('goes only to accounts that may handle the ticket', () => {
    for (const to of ['merchant-1', 'nobody', '']) {
      expect(refusal(handOver(to), actor('merchant'), created().ticket, context)).toMatchObject({
        code: 'field-invalid',
      });
    }
    expect(refusal(handOver('zhou'), actor('merchant'), created().ticket)).toMatchObject({
      code: 'field-invalid',
      problems: [{ field: 'to', problem: 'unknown-option' }],
    });
  });

  it('of a colleague’s ticket needs force, and of any ticket the permission', () => {
    const claimed = act(created().ticket, { command: 'claim' }, colleague);
    expect(refusal(handOver('sun'), actor('merchant'), claimed, context)).toMatchObject({
      because: 'claimed-by-other',
    });
    expect(act(claimed, handOver('sun', true), actor('merchant'), context).claim).toMatchObject({ accountId: 'sun' });
    const powerless = actor('merchant', { permissions: [] });
    expect(refusal(handOver('zhou'), powerless, created().ticket, context)).toMatchObject({ needs: 'task.handle' });
  });

  it('is read by the shop alone: for buyer and staff nothing has changed', () => {
    const { ticket } = created();
    const after = act(ticket, handOver('zhou'), actor('merchant'), context);
    for (const audience of ['buyer', 'staff'] as const) {
      expect(project(after, audience, context)).toEqual(project(ticket, audience, context));
      expect(describeTicketType(returnRefund, audience).transitions.map(({ command }) => command)).not.toContain(
        'transfer',
      );
    }
    expect(project(after, 'shop', context).claim).toMatchObject(zhou);
  });
});
