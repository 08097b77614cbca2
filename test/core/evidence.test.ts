import { type Command, actionsFor, returnRefund, type Ticket } from '@sidecard/core/authoring';
import { displayStatus, OBSTACLES, shownDeadline, type Side } from '@sidecard/core/wire';
import { describe, expect, it } from 'vitest';
import { buyer, declineOf, host, merchant, rule, staff, ticketOf, underReview } from '../support/cases.ts';
import { act, contextAt, expire, refusal, START_MS } from '../support/tickets.ts';

const HOUR_MS = 3_600_000;
const ask = (...from: Side[]): Command => ({
  command: 'request-evidence',
  fields: { from, text: 'The inside of the box.' },
});
const ANSWER: Command = { command: 'submit-evidence', fields: { text: 'See the scale.' } };
const reviewed = () => underReview(act(ticketOf(returnRefund), declineOf(returnRefund), merchant));
const asked = (...from: Side[]) => act(reviewed(), ask(...from), staff);
const clocks = (ticket: Ticket) =>
  Object.fromEntries(ticket.deadlines.map(({ key, dueAtMs }) => [key, (dueAtMs - START_MS) / HOUR_MS]));
const by = { merchant, buyer };

describe('evidence', () => {
  it.each<[Side, Side]>([
    ['merchant', 'buyer'],
    ['buyer', 'merchant'],
  ])('[R18] is asked of the %s alone, who has 48 hours for it', (side, other) => {
    const ticket = asked(side);
    expect(ticket).toMatchObject({ intervention: 'collecting-evidence', asked: [{ party: side }] });
    expect(displayStatus(ticket)).toBe('platform-intervening');
    expect(clocks(ticket)).toEqual({ rule: 72, [`evidence-${side}`]: 48 });
    expect(shownDeadline(ticket, side)?.key).toBe(`evidence-${side}`);
    expect(refusal(ANSWER, by[other], ticket)).toMatchObject({ because: 'no-such-move' });
    const answered = act(ticket, ANSWER, by[side]);
    expect(answered).toMatchObject({ intervention: 'reviewing', asked: [], evidence: [{ party: side }] });
    expect(clocks(answered)).toEqual({ rule: 72 });
  });

  it.each<[Side, Side]>([
    ['merchant', 'buyer'],
    ['buyer', 'merchant'],
  ])('[R18] of both is awaited from each, whoever comes first: %s, then %s', (first, second) => {
    const half = act(asked('merchant', 'buyer'), ANSWER, by[first]);
    expect(half).toMatchObject({ intervention: 'collecting-evidence', asked: [{ party: second }] });
    expect(clocks(half)).toEqual({ rule: 72, [`evidence-${second}`]: 48 });
    expect(refusal(ANSWER, by[first], half)).toMatchObject({ because: 'no-such-move' });
    expect(act(half, ANSWER, by[second])).toMatchObject({ intervention: 'reviewing', asked: [] });
  });

  it('[R18] is asked of each at another time, and each has their own', () => {
    const later = contextAt(START_MS + 10 * HOUR_MS);
    const both = act(asked('buyer'), ask('merchant'), staff, later);
    expect(both.asked.map(({ party }) => party).sort()).toEqual(['buyer', 'merchant']);
    expect(clocks(both)).toEqual({ rule: 72, 'evidence-buyer': 48, 'evidence-merchant': 58 });
    const missed = expire(both, 'evidence-buyer');
    expect(missed).toMatchObject({ intervention: 'collecting-evidence', asked: [{ party: 'merchant' }] });
    expect(missed.evidence).toEqual([{ party: 'buyer', atMs: START_MS + 48 * HOUR_MS, missing: true }]);
    const none = expire(missed, 'evidence-merchant');
    expect(none).toMatchObject({ intervention: 'reviewing', asked: [] });
    expect(none.evidence.map(({ party, missing }) => [party, missing])).toEqual([
      ['buyer', true],
      ['merchant', true],
    ]);
  });

  it('[R18] is asked for anew of whoever has answered or not: the clock begins again', () => {
    const later = contextAt(START_MS + 20 * HOUR_MS);
    expect(clocks(act(asked('buyer'), ask('buyer'), staff, later))).toEqual({ rule: 72, 'evidence-buyer': 68 });
    const again = act(act(asked('buyer'), ANSWER, buyer), ask('buyer'), staff, later);
    expect(again).toMatchObject({ intervention: 'collecting-evidence', evidence: [{ party: 'buyer' }] });
  });

  it('[R18] that is missing or awaited does not keep the platform from ruling', () => {
    for (const ticket of [asked('merchant', 'buyer'), expire(asked('buyer'), 'evidence-buyer')]) {
      expect(act(ticket, rule('for-merchant'), staff)).toMatchObject({
        workflow: 'closed',
        intervention: 'none',
        asked: [],
        deadlines: [],
      });
    }
  });

  it('[R18] is given more time by staff and host, and none of it is counted missing early', () => {
    const more: Command = { command: 'extend', fields: { deadline: 'evidence-buyer', hours: 24 } };
    for (const actor of [staff, host]) {
      const longer = act(asked('buyer'), more, actor);
      expect(clocks(longer)).toEqual({ rule: 72, 'evidence-buyer': 72 });
      expect(
        refusal(
          { command: 'expire', choice: 'evidence-buyer' },
          { ...staff, party: 'system' },
          longer,
          contextAt(START_MS + 72 * HOUR_MS - 1),
        ),
      ).toMatchObject({ because: 'no-such-move' });
    }
  });

  it('is asked of nobody twice over, of nobody else and not of nobody', () => {
    const from = (sides: unknown) =>
      refusal(
        { command: 'request-evidence', fields: { from: sides as string[], text: 'Show it.' } },
        staff,
        reviewed(),
      );
    expect(from([])).toMatchObject({ problems: [{ field: 'from', problem: 'required' }] });
    expect(from(['staff'])).toMatchObject({ problems: [{ field: 'from', problem: 'unknown-option' }] });
    const twice = act(reviewed(), ask('buyer', 'buyer'), staff);
    expect(twice.asked).toHaveLength(1);
    expect(twice.deadlines).toHaveLength(2);
  });

  it('[R18] goes with the case when the sides settle it themselves', () => {
    const settled = act(
      asked('merchant', 'buyer'),
      { command: 'agree', fields: { amount: ticketOf(returnRefund).request['amount'] } },
      merchant,
    );
    expect(settled).toMatchObject({ workflow: 'resolved', intervention: 'none', asked: [] });
    expect(settled.deadlines.map(({ key }) => key)).toEqual(['settle']);
  });
});

describe('a staff message in flight', () => {
  const message: Command = {
    command: 'leave-staff-message',
    fields: { purpose: 'additional-statement', text: 'Weighed 1.42 kg.' },
  };

  it('[R19] is refused when a ruling lands before it, and the refusal says that the platform is gone', () => {
    expect(refusal(message, merchant, reviewed())).toBe('accepted');
    const ended = act(reviewed(), rule('for-merchant'), staff);
    // It was written while the platform was on the case: its version is of no account.
    expect(refusal({ ...message, version: reviewed().version }, merchant, ended)).toEqual({
      code: 'move-not-allowed',
      becauseLabels: OBSTACLES['not-intervening'].labels,
      command: 'leave-staff-message',
      because: 'not-intervening',
      workflow: 'closed',
      intervention: 'none',
    });
    const goesOn = act(
      underReview(act(ticketOf(returnRefund, { request: { refundOnly: false } }), declineOf(returnRefund), merchant)),
      rule('for-buyer'),
      staff,
    );
    expect(goesOn).toMatchObject({ workflow: 'awaiting-return', intervention: 'none' });
    expect(refusal(message, merchant, goesOn)).toMatchObject({ because: 'not-intervening' });
    expect(actionsFor(goesOn, 'handlers', contextAt(START_MS)).map(({ command }) => command)).not.toContain(
      message.command,
    );
  });

  it('[R19] is refused too when the buyer withdraws or the merchant gives in', () => {
    const withdrawn = act(reviewed(), { command: 'withdraw' }, buyer);
    expect(refusal(message, merchant, withdrawn)).toMatchObject({ because: 'not-intervening' });
    expect(refusal({ command: 'answer-merchant', fields: { text: 'Thank you.' } }, staff, withdrawn)).toMatchObject({
      because: 'not-intervening',
    });
  });
});
