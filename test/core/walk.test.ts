import {
  builtInTypes,
  decide,
  INTERVENING,
  isOpen,
  moveKey,
  offersFor,
  PERMISSIONS,
  type Policy,
  type Ticket,
  type TicketType,
} from '@sidecard/core';
import { describe, expect, it } from 'vitest';
import { ORDERS, requestsFor } from '../support/requests.ts';
import { actor, contextAt, created, POLICY } from '../support/tickets.ts';
import { attempts, type Step, walk } from '../support/walk.ts';

/** A ticket of a type for every order and request from which it can begin. */
function starts(type: TicketType): readonly Ticket[] {
  return ORDERS.filter((order) => !type.refuses?.(order, [])).flatMap((order) =>
    requestsFor(type, order).map((request) => created({ type: type.key, order, request }).ticket),
  );
}

describe.each(builtInTypes)('every ticket of type $key', (type) => {
  const { states, steps } = walk(type, starts(type));
  // A shop that has told no address to send things to, on a platform that covers this type whatever it is.
  const elsewhere: Policy = { ...POLICY, returnAddresses: [], coveredTypes: [type.key] };
  const homeless = walk(type, starts(type), elsewhere);
  const open = [...states].filter(([, ticket]) => isOpen(ticket.workflow));
  const stepsFrom = group(steps);

  it('[R16] [R17] has states and moves, and the platform and both ends are among them', () => {
    expect(states.size).toBeGreaterThan(10);
    expect(new Set([...states.values()].map(({ workflow }) => workflow))).toContain('resolved');
    expect(new Set([...states.values()].map(({ intervention }) => intervention))).toEqual(
      new Set(['none', ...INTERVENING]),
    );
  });

  it('uses every row of its table', () => {
    const taken = new Set([
      ...steps.map((step) => rowTaken(type, step, POLICY)),
      ...homeless.steps.map((step) => rowTaken(type, step, elsewhere)),
    ]);
    expect(type.moves.map(moveKey).filter((key) => !taken.has(key))).toEqual([]);
  });

  it('can come to an end from every state', () => {
    const ending = new Set([...states].filter(([, ticket]) => !isOpen(ticket.workflow)).map(([key]) => key));
    for (let grown = true; grown;) {
      const before = ending.size;
      for (const { from, to } of steps) if (ending.has(to)) ending.add(from);
      grown = ending.size > before;
    }
    expect([...states.keys()].filter((key) => !ending.has(key))).toEqual([]);
  });

  it('stays ended', () => {
    const woken = steps.filter(
      ({ before, after }) =>
        !isOpen(before.workflow) && (after.workflow !== before.workflow || after.ending !== before.ending),
    );
    expect(woken).toEqual([]);
  });

  it('never runs in a circle by timers alone', () => {
    const byTimer = new Map<string, string[]>();
    for (const { from, to, by } of steps)
      if (by === 'system' && from !== to) byTimer.set(from, [...(byTimer.get(from) ?? []), to]);
    const looping = [...byTimer.keys()].filter((start) => {
      const seen = new Set<string>();
      const next = [...(byTimer.get(start) ?? [])];
      for (let key = next.pop(); key !== undefined; key = next.pop()) {
        if (key === start) return true;
        if (!seen.has(key)) next.push(...(byTimer.get(key) ?? []));
        seen.add(key);
      }
      return false;
    });
    expect(looping).toEqual([]);
  });

  it('[R16] cannot be held by silence: a timer of buyer or merchant runs that really does something, or the platform owes the next step', () => {
    const held = open.filter(([key, ticket]) => {
      const moved = (stepsFrom.get(key) ?? []).some(({ by, to }) => by === 'system' && to !== key);
      return ticket.intervention === 'none' && !moved;
    });
    expect(held.map(([key]) => key)).toEqual([]);
  });

  it('never asks a buyer to send goods to nowhere', () => {
    const nowhere = [...states, ...homeless.states].filter(
      ([, { workflow, agreed }]) => workflow === 'awaiting-return' && !agreed?.returnAddress,
    );
    expect(nowhere.map(([key]) => key)).toEqual([]);
  });

  it('has no workflow clock while the platform is on it', () => {
    const running = open.filter(([, { intervention, deadlines }]) => {
      const own = deadlines.filter(({ key }) => Object.hasOwn(type.deadlines, key));
      return intervention === 'none' ? own.length !== 1 : own.length !== 0;
    });
    expect(running.map(([key]) => key)).toEqual([]);
  });

  it('ends with the second ruling', () => {
    expect(open.filter(([, { rulings }]) => rulings.length > 1).map(([key]) => key)).toEqual([]);
    expect([...states.values()].filter(({ rulings }) => rulings.length > 2)).toEqual([]);
  });

  it('is closed without a refund only while the buyer has the goods, or by ruling', () => {
    const robbed = [...states].filter(
      ([, { ending, goodsWithMerchant }]) => goodsWithMerchant && (ending === 'lapsed' || ending === 'withdrawn'),
    );
    expect(robbed.map(([key]) => key)).toEqual([]);
  });

  it('counts case events and nothing else in its version', () => {
    const wrong = steps.filter(({ before, after, move }) => after.version !== before.version + (move.append ? 0 : 1));
    expect(wrong).toEqual([]);
  });

  it('offers exactly what is accepted, to every party', () => {
    for (const ticket of states.values()) {
      for (const [audience, party] of [
        ['buyer', 'buyer'],
        ['handlers', 'merchant'],
        ['staff', 'staff'],
      ] as const) {
        const context = contextAt(ticket.updatedAtMs, { types: new Map([[type.key, type]]) });
        const offered = offersFor(ticket, audience, context)
          .filter(({ off }) => !off)
          .map(({ command, choice = '' }) => `${command}/${choice}`);
        const accepted = [...attempts(type, ticket)]
          .filter(({ move, command, by }) => move.by === party && decide(ticket, command, by, context).ok)
          .map(({ command: { command, choice = '' } }) => `${command}/${choice}`);
        expect([...new Set(offered)].sort()).toEqual([...new Set(accepted)].sort());
      }
    }
  });

  it.each(PERMISSIONS)('[R11] allows nothing more to whoever lacks %s', (lacking) => {
    for (const ticket of states.values()) {
      for (const { move, command, now } of attempts(type, ticket)) {
        if (move.by !== 'merchant') continue;
        const less = actor('merchant', { permissions: PERMISSIONS.filter((permission) => permission !== lacking) });
        const context = contextAt(now, { types: new Map([[type.key, type]]) });
        const [withAll, withLess] = [
          decide(ticket, command, actor('merchant'), context),
          decide(ticket, command, less, context),
        ];
        if (withLess.ok) expect(withAll.ok).toBe(true);
        if (withAll.ok && move.needs === lacking) {
          expect(withLess).toEqual({ ok: false, error: { code: 'permission-missing', needs: lacking } });
        }
      }
    }
  });
});

function rowTaken(type: TicketType, { before, command, by }: Step, policy: Policy): string {
  const fitting = type.moves.find((move) => {
    const from = typeof move.from === 'string' ? [move.from] : move.from;
    return (
      move.command === command.command &&
      move.choice === command.choice &&
      move.by === by &&
      from.includes(before.workflow) &&
      (move.during ?? ['none']).includes(before.intervention) &&
      (move.when ?? []).every((guard) => type.guards[guard]?.(before, policy))
    );
  });
  return fitting ? moveKey(fitting) : '';
}

function group<T extends { from: string }>(steps: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const step of steps) groups.set(step.from, [...(groups.get(step.from) ?? []), step]);
  return groups;
}
