import { builtInTypes } from '@sidecard/core';
import { indexTypes } from '@sidecard/core/authoring';
import { countQueues, queueOf, typesOf } from '@sidecard/core/server';
import { isQueue, QUEUES } from '@sidecard/core/wire';
import { describe, expect, it } from 'vitest';

const [builtIn] = builtInTypes;
const named = (key: string, queue: (typeof QUEUES)[number]) => ({ ...builtIn!, key, queue });
const types = indexTypes([
  named('return-refund', 'returns-and-exchanges'),
  named('address-change', 'logistics'),
  named('signed-elsewhere', 'logistics'),
  named('invoice-urging', 'other'),
]);

describe('a type', () => {
  it('[R38] [R39] belongs to the queue that it names', () => {
    expect(queueOf('return-refund', types)).toBe('returns-and-exchanges');
    expect(queueOf('signed-elsewhere', types)).toBe('logistics');
    expect(queueOf('invoice-urging', types)).toBe('other');
  });

  it('[R38] that no queue names, for it was removed, belongs to returns and exchanges', () => {
    for (const key of ['removed', '__proto__', '']) expect(queueOf(key, types)).toBe('returns-and-exchanges');
  });

  it('[R38] [R39] is in exactly one queue, known or not', () => {
    for (const key of [...types.keys(), 'removed']) {
      const of = QUEUES.filter((queue) => {
        const { keys, others } = typesOf(queue, types);
        return keys.includes(key) !== others;
      });
      expect(of).toEqual([queueOf(key, types)]);
    }
  });
});

describe('queues', () => {
  it('have names, and only those', () => {
    for (const queue of QUEUES) expect(isQueue(queue)).toBe(true);
    for (const queue of ['', 'Logistics', 'toString']) expect(isQueue(queue)).toBe(false);
  });

  it('[R38] [R39] count what lives, and of it what waits for the merchant', () => {
    const kinds = [
      { type: 'return-refund', moveOf: 'merchant', count: 1 },
      { type: 'removed', moveOf: 'merchant', count: 1 },
      { type: 'address-change', moveOf: 'buyer', count: 1 },
      { type: 'address-change', moveOf: 'staff', count: 1 },
      { type: 'signed-elsewhere', moveOf: 'merchant', count: 40 },
    ] as const;
    expect(countQueues(kinds, types, 50)).toEqual([
      { queue: 'returns-and-exchanges', open: 2, merchantsTurn: 2 },
      { queue: 'logistics', open: 42, merchantsTurn: 40 },
      { queue: 'other', open: 0, merchantsTurn: 0 },
    ]);
  });

  it('[R38] are counted up to a number', () => {
    const kinds = [
      { type: 'return-refund', moveOf: 'merchant', count: 9 },
      { type: 'removed', moveOf: 'buyer', count: 9 },
      { type: 'removed', moveOf: 'merchant', count: 9 },
    ] as const;
    expect(countQueues(kinds, types, 10)[0]).toEqual({ queue: 'returns-and-exchanges', open: 10, merchantsTurn: 10 });
  });
});
