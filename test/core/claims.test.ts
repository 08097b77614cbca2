import type { Command } from '@sidecard/core/authoring';
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
});
