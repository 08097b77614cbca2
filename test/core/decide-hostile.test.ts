import { builtInTypes, type TicketType } from '@sidecard/core';
import {
  type Actor,
  type Command,
  type CreateTicket,
  decide,
  decideCreate,
  type DecideContext,
  type Decision,
  evolve,
  transitionLimits,
  requestLimits,
  returnRefund,
  type Ticket,
} from '@sidecard/core/authoring';
import { project } from '@sidecard/core/server';
import { AUDIENCES, type Field, type FieldValues } from '@sidecard/core/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { play, RUNS } from '../support/histories.ts';
import { anything, HOSTILE_TEXTS, HOSTILE_VALUES, watched } from '../support/hostile.ts';
import { fill, Random } from '../support/random.ts';
import { orderFor } from '../support/requests.ts';
import { actor, contextAt, created, fold, intervening, ORDER, REQUEST, START_MS } from '../support/tickets.ts';

/** Tens of thousands of inputs in CI, in all. */
const numRuns = RUNS * 6;
/** What 131,072 code units of keys can make the rules look at: each key's owner and descriptor, and what it holds. */
const MOST_LOOKS = 400_000;
const ALL = [...HOSTILE_TEXTS, ...HOSTILE_VALUES];
const KEYS = ['__proto__', 'constructor', 'toString', 'length', '\uD800', '', 'x'.repeat(5_000)];
const CODES = [
  'move-not-allowed',
  'permission-missing',
  'field-invalid',
  'request-not-allowed',
  'version-conflict',
  'command-unknown',
  'type-unknown',
  'order-fact-invalid',
];

/** Tickets of every type at every stage, and what was done to them next. */
const STAGES = builtInTypes.flatMap((type, index) =>
  Array.from(
    { length: 30 },
    (_, run) =>
      play([run, ...Array.from({ length: 14 }, (__, step) => index * 1_000 + run * 50 + step)], { types: [type] })
        .tried,
  ).flat(),
);

const json = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** Holds an answer to what is promised of any: a short refusal, or events that fold, can be written down, and can be shown to everyone. */
function hold(decision: Decision, ticket: Ticket | undefined, context: DecideContext): void {
  if (!decision.ok) {
    expect(CODES).toContain(decision.error.code);
    expect(JSON.stringify(decision.error).length).toBeLessThan(10_000);
    return;
  }
  for (const after of [
    fold(ticket, decision.value),
    ...(decision.spawned ? [fold(undefined, decision.spawned)] : []),
  ]) {
    expect(json(after)).toEqual(after);
    for (const audience of AUDIENCES) project(after, audience, context);
  }
  expect(decision.value.map(json).reduce<Ticket | undefined>(evolve, ticket)).toEqual(fold(ticket, decision.value));
}

function unpolluted(run: () => void): void {
  const before = Reflect.ownKeys(Object.prototype).length;
  run();
  expect(Reflect.ownKeys(Object.prototype).length).toBe(before);
}

describe('decide', () => {
  it('never throws, and takes nothing that breaks a ticket, whatever stands in one field of any form of any type', () => {
    let inputs = 0;
    unpolluted(() => {
      for (const { transition, command, by, before, context } of formsOf()) {
        const keys = [...(transition.fields ?? []).map(({ key }) => key), '__proto__'];
        for (const key of keys)
          for (const value of ALL) {
            inputs++;
            hold(
              decide(before, { ...command, fields: withMember(command.fields, key, value) }, by, context),
              before,
              context,
            );
          }
      }
    });
    expect(inputs).toBeGreaterThan(RUNS);
  });

  it('never throws, and takes nothing that breaks a ticket, whatever the command is made of', () => {
    const place = fc.constantFrom('field', 'fields', 'another', 'command', 'choice', 'version', 'all');
    unpolluted(() =>
      fc.assert(
        fc.property(fc.nat(), fc.nat(), place, anything, anything, (which, seed, where, value, other) => {
          const stage = STAGES[which % STAGES.length];
          if (!stage) return;
          const { before, transition, command, by, context } = stage;
          const random = new Random(seed);
          const form = transition.fields ?? [];
          const fields = fill(form, transitionLimits(form, typeOf(before), before, by.party, context), random);
          const key = random.one([...form.map((field) => field.key), ...KEYS]) ?? '';
          const once = withMember(fields, key, value);
          const hostile = {
            field: () => ({ ...command, fields: once }),
            another: () => ({ ...command, fields: withMember(once, random.one(KEYS) ?? '', other) }),
            fields: () => ({ ...command, fields: value }),
            command: () => ({ ...command, command: value }),
            choice: () => ({ ...command, choice: value }),
            version: () => ({ ...command, version: value }),
            all: () => value,
          }[where]();
          hold(decide(before, hostile as Command, by, context), before, context);
        }),
        { numRuns },
      ),
    );
  });

  it('reads a form once and within bounds, and believes what it has read', () => {
    const ticket = created().ticket;
    const decline = (fields: unknown) =>
      decide(ticket, { command: 'decline', version: 1, fields } as Command, actor('merchant'), contextAt(START_MS));
    for (const value of ALL) {
      const { value: fields, looks } = watched({ reason: 'other', text: value });
      decline(fields);
      expect(looks()).toBeLessThan(MOST_LOOKS);
    }
    let times = 0;
    const turning = {
      reason: 'other',
      get text() {
        return ++times === 1 ? 'Short and well.' : 'x'.repeat(1_000_000);
      },
    };
    const decision = decline(turning);
    expect(times).toBe(1);
    expect(decision).toMatchObject({ ok: true, value: [{ entry: { fields: { text: 'Short and well.' } } }] });
  });

  it('answers commands that are no commands', () => {
    const { ticket } = created();
    const throwing = {
      get command() {
        throw new Error('boo');
      },
    };
    const shapeless = [null, undefined, 5, 'agree', [], { command: { toString: 1 } }, throwing, ...ALL];
    for (const command of [...shapeless, { command: 'constructor' }, { command: '__proto__' }]) {
      expect(decide(ticket, command as Command, actor('merchant'), contextAt(0))).toMatchObject({
        error: { code: 'command-unknown' },
      });
    }
    for (const fields of [5, '', [], 'x', ...ALL] as unknown as Command['fields'][]) {
      const command = { command: 'decline', version: 1, ...(fields === undefined ? {} : { fields }) };
      expect(decide(ticket, command, actor('merchant'), contextAt(0))).toMatchObject({
        error: { code: 'field-invalid' },
      });
    }
  });

  it('takes an empty list for a blank only where a list is asked for', () => {
    const { ticket } = created();
    const propose = (returnAddress: unknown) =>
      decide(
        ticket,
        {
          command: 'propose',
          version: 1,
          fields: { amount: REQUEST['amount'], refundOnly: true, returnAddress, text: 'Keep them.' },
        } as Command,
        actor('merchant'),
        contextAt(START_MS),
      );
    expect(propose([])).toMatchObject({ error: { problems: [{ field: 'returnAddress', problem: 'wrong-kind' }] } });
    for (const blank of [undefined, null, '']) expect(propose(blank)).toMatchObject({ ok: true });
  });

  it('says of a text that is far too long by how much', () => {
    const command = {
      command: 'decline',
      version: 1,
      fields: { reason: 'other', text: `a${'\u0301'.repeat(100_000)}` },
    };
    expect(decide(created().ticket, command, actor('merchant'), contextAt(0))).toMatchObject({
      error: { problems: [{ field: 'text', problem: 'too-long', by: 96_001 }] },
    });
  });

  it('does not take holes for sides that are to be asked, nor less than nothing for a time', () => {
    const reviewing = decide(intervening(), { command: 'begin-review', version: 3 }, actor('staff'), contextAt(0));
    const ticket = reviewing.ok ? fold(intervening(), reviewing.value) : intervening();
    // oxlint-disable-next-line no-sparse-arrays
    const fields = { from: [, 'merchant'] as unknown as string[], text: 'The inside of the box.' };
    const ask: Command = { command: 'request-evidence', version: 4, fields };
    expect(decide(ticket, ask, actor('staff'), contextAt(0))).toMatchObject({ error: { code: 'field-invalid' } });
    const record = (atMs: number) =>
      decide(
        ticket,
        { command: 'record-order', version: 4, fields: { fact: 'signed', atMs } },
        actor('host'),
        contextAt(0),
      );
    expect(record(-1)).toMatchObject({ error: { code: 'field-invalid' } });
    expect(record(-0)).toMatchObject({
      error: { code: 'order-fact-invalid', problems: [{ path: 'atMs', code: 'time-in-seconds' }] },
    });
  });
});

describe('decideCreate', () => {
  const buyer = actor('buyer');
  const context = { ...contextAt(START_MS), number: '1' };
  const orders = builtInTypes.map((type) => [type, orderFor(type)] as const);

  it('never throws, and makes nothing that cannot be shown, whatever the buyer sends', () => {
    const place = fc.constantFrom('field', 'another', 'request', 'type', 'locale', 'all');
    unpolluted(() =>
      fc.assert(
        fc.property(fc.nat(), fc.nat(), place, anything, anything, (which, seed, where, value, other) => {
          const [type = returnRefund, order = ORDER] = orders[which % orders.length] ?? [];
          const random = new Random(seed);
          const request = fill(type.request, requestLimits(type, order, context), random);
          const command = { type: type.key, merchantId: 'shop-1', order, request };
          const key = random.one([...type.request.map((field) => field.key), ...KEYS]) ?? '';
          const once = withMember(request, key, value);
          const hostile = {
            field: () => ({ ...command, request: once }),
            another: () => ({ ...command, request: withMember(once, random.one(KEYS) ?? '', other) }),
            request: () => ({ ...command, request: value }),
            type: () => ({ ...command, type: value }),
            locale: () => ({ ...command, locale: value }),
            all: () => value,
          }[where]();
          hold(decideCreate(hostile as CreateTicket, buyer, context), undefined, context);
        }),
        { numRuns: RUNS * 4 },
      ),
    );
  });

  it('answers what is no command at all', () => {
    for (const command of [null, undefined, 5, 'x', [], () => 0] as unknown as CreateTicket[]) {
      for (const by of [buyer, actor('merchant')])
        expect(decideCreate(command, by, context)).toEqual({ ok: false, error: { code: 'type-unknown', type: '' } });
    }
    for (const request of ALL as unknown as (typeof REQUEST)[]) {
      const command = { type: 'return-refund', merchantId: 'shop-1', order: ORDER, request };
      expect(decideCreate(command, buyer, context)).toMatchObject({ error: { code: 'field-invalid' } });
    }
  });
});

function typeOf({ type }: Ticket): TicketType {
  return builtInTypes.find(({ key }) => key === type) ?? returnRefund;
}

/** With the member as JSON.parse would make it: `__proto__` too is an own one. */
function withMember(values: object | undefined, key: string, value: unknown): FieldValues {
  const copy = { ...values };
  Object.defineProperty(copy, key, { value, enumerable: true, configurable: true, writable: true });
  return copy;
}

/** Each form of each type once, at a stage at which it is open; in a developer's run, of the first types only. */
function formsOf(): readonly {
  readonly before: Ticket;
  readonly transition: { readonly fields?: readonly Field[] };
  readonly command: Command;
  readonly by: Actor;
  readonly context: DecideContext;
}[] {
  const seen = new Set<string>();
  const types = process.env['CI'] ? builtInTypes : builtInTypes.slice(0, 2);
  return STAGES.filter(({ before, transition, decision, by }) => {
    const key = `${before.type} ${transition.command} ${transition.choice ?? ''} ${by.party} ${(transition.fields ?? []).map((field) => field.key).join()}`;
    if (seen.has(key) || !decision.ok || !types.some((type) => type.key === before.type)) return false;
    seen.add(key);
    return true;
  });
}
