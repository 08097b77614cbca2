import { FAULTS as SIMULATED } from '../simulation/faults.ts';
import type { Patch } from '../simulation/planting.ts';

/** A fault of the product that the run must find. */
export interface Fault {
  readonly name: string;
  readonly patches: readonly Patch[];
}

/** Those of the simulation that can be seen in a browser. */
const SEEN = [
  'drafts are never written',
  'drafts are not written when the page is left',
  'buyers’ streams have what staff and shop say',
  'a client does not catch up after a break',
  'the outbox stores nothing',
];

const fault = (
  name: string,
  ...patches: readonly (readonly [file: string, find: string, replace: string])[]
): Fault => ({
  name,
  patches: patches.map(([file, find, replace]) => ({ file: `packages/${file}`, find, replace })),
});

/** Each is planted alone. */
export const FAULTS: readonly Fault[] = [
  ...SEEN.map((seen) => SIMULATED.find(({ name }) => name === seen)!),
  fault('the panel is never guarded', [
    'elements/src/task/task-source.ts',
    'return open && view && view.conversationId !== open ? open : undefined;',
    'return open && view && open === undefined ? open : undefined;',
  ]),
  fault(
    'the button that closes the panel has no name',
    ['elements/src/task/header.ts', 'aria-label=${close}', 'aria-label=""'],
    ['elements/src/task/header.ts', 'title=${close}', 'title=""'],
  ),
  fault('the focus is not kept', [
    'elements/src/controllers/focus-keeper.ts',
    'queueMicrotask(() => this.#focus(root, wanted));',
    'if (wanted !== undefined) queueMicrotask(() => this.#focus(root, wanted));',
  ]),
  fault('a handler throws', [
    'elements/src/staff-message/composer.ts',
    "if (text.trim()) form.leave('text');",
    "if (text.trim()) throw new Error('It was planted.');",
  ]),
  fault(
    'nobody notices that the network is back',
    ['client/src/tabs/wake.ts', "(['online', 'offline'] as const)", "(['offline'] as const)"],
    ['client/src/client.ts', "ports.onPage('online', retryTimer.wake)", '() => {}'],
    ['client/src/util/retry-timer.ts', 'return SHORTEST_MS + random() * span;', 'return 30_000 + random() * span;'],
  ),
  fault('a ticket that is over keeps its buttons', [
    'elements/src/task/task.ts',
    'const actions = actionsOf(model.view, model.session);',
    `const kept = ((globalThis as { kept?: Map<string, unknown> }).kept ??= new Map<string, unknown>());
    const now = actionsOf(model.view, model.session);
    if (model.view.endedAtMs === undefined) kept.set(model.view.id, now);
    const actions = (kept.get(model.view.id) ?? now) as typeof now;`,
  ]),
];
