import type { FieldLimits } from '../fields/kinds/kind.js';
import { type Actor, permits } from '../model/actor.js';
import type { Audience } from '../model/audience.js';
import type { Order } from '../model/order.js';
import { isCovered } from '../policy/coverage.js';
import type { Labels } from '../values/labels.js';
import { PERMISSION_MISSING } from './action.js';
import { mayOpen, whyNoRequest } from './create.js';
import type { DecideContext } from './decision.js';
import { typeVersion } from './describe.js';
import { requestLimits } from './limits.js';

/** A request that an account can make about an order: for its buyer, or as its buyer. */
export interface RequestOption {
  /** Key of the ticket type. */
  readonly type: string;
  /** Version of its description; `request` there is the form. */
  readonly typeVersion: string;
  readonly typeLabels: Labels;
  /** Whether the type is covered in this release (R4). */
  readonly covered: boolean;
  /** Limits of the form that depend on the order, by field key. */
  readonly limits: Readonly<Record<string, FieldLimits>>;
  /** Code of why it is not possible now: `permission-missing`, or one of the type's obstacles. */
  readonly disabledReason?: string;
  /** Labels of the reason, if the type has them. */
  readonly disabledLabels?: Labels;
}

/** Lists the requests that a party makes about orders, also those that are not possible now, and why. */
export function requestOptions(
  order: Order,
  actor: Actor,
  audience: Audience,
  context: Omit<DecideContext, 'newId'>,
): readonly RequestOption[] {
  const { types, policy } = context;
  return [...types.values()]
    .filter((type) => mayOpen(type, actor))
    .map((type) => {
      const isDenied = actor.party === 'merchant' && !permits(actor, 'task.handle');
      const reason = isDenied ? PERMISSION_MISSING : whyNoRequest(type, order, context);
      const labels = reason === undefined ? undefined : type.obstacles[reason]?.labels;
      return {
        type: type.key,
        typeVersion: typeVersion(type, audience),
        typeLabels: type.labels,
        covered: isCovered(type.key, policy),
        limits: requestLimits(type, order, context),
        ...(reason === undefined ? {} : { disabledReason: reason }),
        ...(labels ? { disabledLabels: labels } : {}),
      };
    });
}
