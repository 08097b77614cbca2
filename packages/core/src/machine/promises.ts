import type { EffectName } from './effects.js';
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

function promising({ by, to, effects = [], spawns }: Transition): boolean {
  if (by === 'system' || by === 'host') return false;
  return (
    spawns !== undefined ||
    to === 'agreed-path' ||
    to === 'resolved' ||
    effects.some(({ effect }) => PROMISING.has(effect))
  );
}
