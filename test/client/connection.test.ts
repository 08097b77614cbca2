import fc from 'fast-check';
import {
  CLOSED_CONNECTION,
  type ConnectionEffect,
  type ConnectionEvent,
  type ConnectionMachine,
  connectionStep,
  LINK,
  TRUST,
} from '@sidecard/client/ports';
import { describe, expect, it } from 'vitest';

// The names of the invariants are those of docs/protocol.md.

const ENDS = ['ended', 'broken', 'silent', 'collected', 'unreachable', 'refused', 'shed', 'reset'] as const;
const ended = (type: (typeof ENDS)[number], lastedMs = 60_000) => ({ type, lastedMs }) as const;
const READY = { type: 'ready', by: 'stream' } as const;
const POLLED = { type: 'ready', by: 'long-poll' } as const;
const DUE = { type: 'due', woken: false } as const;
const DOUBT = { type: 'doubt', lastedMs: 60_000, moved: false } as const;
const types = <Type extends ConnectionEvent['type']>(...all: readonly Type[]) => all.map((type) => ({ type }));
const [RETAIN, RELEASE, CURRENT, EXPIRED, LATE, TRIAL, FLOWING, TAKEN_OVER] = types(
  'retain',
  'release',
  'current',
  'expired',
  'late',
  'trial',
  'flowing',
  'taken-over',
) as [
  ConnectionEvent,
  ConnectionEvent,
  ConnectionEvent,
  ConnectionEvent,
  ConnectionEvent,
  ConnectionEvent,
  ConnectionEvent,
  ConnectionEvent,
];

const lasted = fc.constantFrom(0, 4999, 5000, 900_000);
const events: fc.Arbitrary<ConnectionEvent> = fc.oneof(
  fc.constantFrom(RETAIN, RELEASE, CURRENT, EXPIRED, LATE, TRIAL, FLOWING, TAKEN_OVER, READY, POLLED),
  fc
    .tuple(fc.constantFrom(...ENDS), lasted, fc.constantFrom({}, { retryAfterMs: 0 }, { retryAfterMs: 7000 }))
    .map(([type, lastedMs, retry]) => ({ type, lastedMs, ...retry })),
  fc.tuple(lasted, fc.boolean()).map(([lastedMs, moved]) => ({ type: 'doubt', lastedMs, moved }) as const),
  fc.boolean().map((woken) => ({ type: 'due', woken }) as const),
);
const histories = fc.array(events, { maxLength: 60 });
/** A step costs a microsecond. */
const OFTEN = { numRuns: 2000 };

function run(history: readonly ConnectionEvent[], from = CLOSED_CONNECTION) {
  const effects: ConnectionEffect[] = [];
  let machine = from;
  for (const event of history) {
    const [next, more] = connectionStep(machine, event);
    machine = next;
    effects.push(...more);
  }
  return { machine, effects };
}

/** Calls `look` after each event. */
const always = (
  look: (
    after: ConnectionMachine,
    effects: readonly ConnectionEffect[],
    event: ConnectionEvent,
    before: ConnectionMachine,
  ) => void,
) =>
  fc.assert(
    fc.property(histories, (history) => {
      let machine = CLOSED_CONNECTION;
      for (const event of history) {
        const [next, effects] = connectionStep(machine, event);
        look(next, effects, event, machine);
        machine = next;
      }
    }),
    OFTEN,
  );

describe('the connection', () => {
  it('[one-connection] opens a connection only when none is open, and closes what nobody needs', () => {
    fc.assert(
      fc.property(histories, (history) => {
        let machine = CLOSED_CONNECTION;
        let open = false;
        for (const event of history) {
          const over = [...ENDS, 'late'].includes(event.type);
          // the driver says so of an open connection only, and of none that it has closed
          if (over && event.type !== 'reset' && !open) continue;
          const [next, effects] = connectionStep(machine, event);
          if (over && event.type !== 'reset') open = false;
          for (const effect of effects) {
            if (effect.do === 'close') open = false;
            if (effect.do === 'open') {
              expect(open).toBe(false);
              open = true;
            }
          }
          machine = next;
          expect(open).toBe(machine.link === 'opening' || machine.link === 'reading');
        }
      }),
      OFTEN,
    );
  });

  it('[doubt-ends] believes a doubtful connection no longer than the doubt’s timer runs', () => {
    let runs = false;
    always((after, effects, _, before) => {
      if (before === CLOSED_CONNECTION) runs = false;
      for (const effect of effects) {
        if (effect.do === 'start-doubt') runs = true;
        if (effect.do === 'end-doubt') runs = false;
      }
      expect(runs).toBe(after.trust === 'checking');
    });
    expect(run([RETAIN, READY, CURRENT, DOUBT, EXPIRED]).machine.trust).toBe('stale');
  });

  it('[live-is-current] becomes live only when everything was read and loaded', () => {
    always((after, _, event, before) => {
      if (after.trust === 'live' && before.trust !== 'live') expect(event.type).toBe('current');
    });
  });

  it('[offline-is-unreachable] becomes offline only when there was no answer', () => {
    always((after, _, event, before) => {
      if (after.trust === 'offline' && before.trust !== 'offline') expect(event.type).toBe('unreachable');
    });
  });

  it('[never-stuck] whatever befell it, is live after the next attempt', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const { machine } = run(history);
        const way = { idle: [RETAIN, DUE, READY], pausing: [DUE, READY], opening: [READY], reading: [] }[machine.link];
        const { machine: after } = run([...way, CURRENT], machine);
        expect([after.link, after.trust]).toEqual(['reading', 'live']);
      }),
      OFTEN,
    );
  });

  it('[a-pause-follows] waits whenever it is to wait, and tries again afterwards', () => {
    always((after, effects, event, before) => {
      const starts = after.link === 'pausing' && before.link !== 'pausing';
      expect(effects.some((effect) => effect.do === 'pause')).toBe(starts);
      if (event.type === 'due' && before.link === 'pausing') expect(effects.at(-1)?.do).toBe('open');
    });
  });

  it('[backoff] waits ever longer after failures, not after an orderly end, and starts over when woken', () => {
    const pauses = (...history: readonly ConnectionEvent[]) =>
      run([RETAIN, ...history]).effects.flatMap((effect) =>
        effect.do === 'pause' ? [[effect.how, effect.attempt]] : [],
      );
    const failed = ended('unreachable', 0);
    expect(pauses(failed, DUE, failed, DUE, failed)).toEqual([
      ['backoff', 0],
      ['backoff', 1],
      ['backoff', 2],
    ]);
    expect(pauses(failed, DUE, failed, { type: 'due', woken: true }, failed).at(-1)).toEqual(['backoff', 0]);
    expect(pauses(READY, CURRENT, ended('ended'))).toEqual([['spread', 0]]);
    expect(pauses(READY, CURRENT, DOUBT)).toEqual([['none', 0]]);
    // it ends again and again
    expect(pauses(READY, ended('ended', 10), DUE, READY, ended('ended', 10)).at(-1)).toEqual(['backoff', 1]);
  });

  it('[holds] waits for as long as the server asks, which no wake and no new listener shortens, and for a minute when it had too many', () => {
    const pauses = (...history: readonly ConnectionEvent[]) =>
      run([RETAIN, ...history]).effects.flatMap((effect) => (effect.do === 'pause' ? [effect.holdMs] : []));
    const refused = { ...ended('refused', 0), retryAfterMs: 7000 };
    expect(pauses(refused)).toEqual([7000]);
    expect(pauses({ ...ended('unreachable', 0), retryAfterMs: 7000 })).toEqual([7000]);
    expect(pauses({ ...refused, retryAfterMs: 1e12 })).toEqual([600_000]);
    expect(pauses(READY, CURRENT, ended('shed'))).toEqual([60_000]);
    expect(pauses(READY, CURRENT, ended('ended'))).toEqual([0]);
    // Who comes back meanwhile waits for what is left of the hold.
    const back = run([RETAIN, READY, CURRENT, ended('shed'), RELEASE, RETAIN]);
    expect([back.machine.link, back.machine.held]).toEqual(['pausing', 'too-many-streams']);
    always((after, effects, event, before) => {
      if (before.held && effects.some((effect) => effect.do === 'open')) expect(event.type).toBe('due');
      if (before.held && !after.held) expect(event.type).toBe('due');
      if (after.held) expect(['idle', 'pausing']).toContain(after.link);
    });
  });

  it('[poll-when-late] polls when a stream brings no frame, and tries a stream again later, in another network, or when polls fail', () => {
    const opened = (...history: readonly ConnectionEvent[]) =>
      run([RETAIN, ...history]).effects.flatMap((effect) => (effect.do === 'open' ? [effect.by] : []));
    expect(opened(LATE)).toEqual(['stream', 'long-poll']);
    expect(opened(LATE, POLLED, CURRENT, ended('ended'), DUE)).toEqual(['stream', 'long-poll', 'long-poll']);
    expect(opened(LATE, POLLED, CURRENT, TRIAL)).toEqual(['stream', 'long-poll', 'stream']);
    expect(opened(LATE, POLLED, CURRENT, TRIAL, LATE)).toEqual(['stream', 'long-poll', 'stream', 'long-poll']);
    expect(opened(LATE, POLLED, { ...DOUBT, moved: true }, DUE)).toEqual(['stream', 'long-poll', 'stream']);
    expect(opened(LATE, ended('unreachable', 0), DUE)).toEqual(['stream', 'long-poll', 'stream']);
    const plans = run([RETAIN, LATE, POLLED, TRIAL, LATE, POLLED]).effects.flatMap((effect) =>
      effect.do === 'plan-trial' ? [effect.afterMs] : [],
    );
    expect(plans).toEqual([300_000, 600_000]);
    // A trial that fails is over before the doubt is, so nobody sees it.
    const trial = run([RETAIN, LATE, POLLED, CURRENT, TRIAL]);
    expect(trial.machine.trust).toBe('checking');
    expect(trial.effects.filter((effect) => effect.do === 'open').at(-1)).toMatchObject({ lateMs: 1000 });
  });

  it('[poll-when-late] polls when streams fall silent after their first frame, until one goes on', () => {
    const opened = (...history: readonly ConnectionEvent[]) =>
      run([RETAIN, ...history]).effects.flatMap((effect) => (effect.do === 'open' ? [effect.by] : []));
    const silent = ended('silent', 20_000);
    const twice = [READY, CURRENT, silent, DUE, READY, CURRENT, silent] as const;
    expect(opened(...twice)).toEqual(['stream', 'stream', 'long-poll']);
    expect(run([RETAIN, ...twice]).machine.trust).toBe('stale');
    expect(opened(READY, FLOWING, silent, DUE, READY, FLOWING, silent, DUE)).toEqual(['stream', 'stream', 'stream']);
    // Of a trial, once is enough, and each time it takes longer until the next one.
    expect(opened(...twice, POLLED, TRIAL, READY, silent).slice(3)).toEqual(['stream', 'long-poll']);
    const plans = run([RETAIN, ...twice, POLLED, TRIAL, READY, silent, POLLED]).effects.flatMap((effect) =>
      effect.do === 'plan-trial' ? [effect.afterMs] : [],
    );
    expect(plans).toEqual([300_000, 600_000]);
    expect(run([RETAIN, LATE, POLLED, TRIAL, READY]).machine.buffered).toBe(1);
    expect(run([RETAIN, LATE, POLLED, TRIAL, READY, FLOWING]).machine.buffered).toBe(0);
  });

  it('says how events are read when the first frame has come, not when a stream is tried', () => {
    const readBy = (...history: readonly ConnectionEvent[]) => run([RETAIN, ...history]).machine.readBy;
    expect(readBy(LATE, POLLED, CURRENT, TRIAL)).toBe('long-poll');
    expect(readBy(LATE, POLLED, CURRENT, TRIAL, LATE, POLLED)).toBe('long-poll');
    expect(readBy(LATE, POLLED, { ...DOUBT, moved: true }, DUE)).toBe('long-poll');
    expect(readBy(LATE, POLLED, CURRENT, TRIAL, READY)).toBe('stream');
  });

  it('[live-is-true] doubts what it has when it takes over from another page', () => {
    const { machine, effects } = run([RETAIN, READY, CURRENT, TAKEN_OVER]);
    expect([machine.link, machine.trust]).toEqual(['reading', 'checking']);
    expect(effects.at(-1)).toEqual({ do: 'start-doubt' });
  });

  it('[no-holes] has a cell for every event in every state', () => {
    for (const table of [LINK, TRUST]) {
      const [first = {}, ...others] = Object.values(table);
      for (const row of others) expect(Object.keys(row).sort()).toEqual(Object.keys(first).sort());
    }
  });
});
