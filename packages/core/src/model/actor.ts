import type { Party } from './states.js';

/** What an account of the merchant can be allowed. A main account holds all. */
export const PERMISSIONS = [
  'task.handle',
  'task.assign',
  'staff-message.send',
  'archive.manage',
  'account.manage',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Who acts. `host` is a backend's service token; `system` is a timer and never a token. */
export interface Actor {
  readonly party: Party;
  readonly accountId: string;
  /** How colleagues know them; shown to the own side only. */
  readonly name: string;
  readonly permissions: readonly Permission[];
}

/** Whether an actor may do what needs `permission`. Only the merchant's accounts have permissions; no need, no check. */
export function permits(actor: Pick<Actor, 'permissions'>, permission: Permission | undefined): boolean {
  return permission === undefined || actor.permissions.includes(permission);
}

/**
 * What comes with granting task handling: writing to platform staff too, unless the main account takes it away afterwards.
 */
export const TASK_PERMISSIONS: readonly Permission[] = ['task.handle', 'staff-message.send'];
