import type { EffectName } from './effect.js';
import type { TicketType } from './ticket-type.js';
import type { Transition } from './transition.js';

/** Effects that promise money or goods, or go by where the goods are. */
const PROMISING: ReadonlySet<EffectName> = new Set<EffectName>([
  'agree',
  'award',
  'refund-goods',
  'propose',
  'ship',
  'redirect-order',
  'rule',
]);

/**
 * Returns whether a command can promise money or goods, or end in paying or sending them. Before it the server asks the host for the order,
 * because the order may have changed.
 */
export function promises(type: Pick<TicketType, 'transitions'> | undefined, command: string): boolean {
  return type?.transitions.some((transition) => transition.command === command && promising(transition)) ?? false;
}

/** Returns whether an expired deadline can promise money or goods, or end in paying or sending them, because a party was silent. */
export function promisesOnExpiry(type: Pick<TicketType, 'transitions'> | undefined, deadline: string): boolean {
  return (
    type?.transitions.some(
      (transition) =>
        transition.command === 'expire' &&
        transition.choice === deadline &&
        transition.by === 'system' &&
        leadsToPromise(transition),
    ) ?? false
  );
}

function promising(transition: Transition): boolean {
  return transition.by !== 'system' && transition.by !== 'host' && leadsToPromise(transition);
}

function leadsToPromise({ to, effects = [], spawns }: Transition): boolean {
  return (
    spawns !== undefined ||
    to === 'agreed-path' ||
    to === 'resolved' ||
    effects.some(({ effect }) => PROMISING.has(effect))
  );
}
