import type { Party } from './states.js';

/** Permissions of merchant accounts. A main account holds all. */
export const PERMISSIONS = [
  'task.handle',
  'task.assign',
  'staff-message.send',
  'archive.manage',
  'account.manage',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Who acts. `host` is a backend with a service token; `system` is a timer and never signs in. */
export interface Actor {
  readonly party: Party;
  readonly accountId: string;
  /** Display name, shown only to the actor's own side. */
  readonly name: string;
  readonly permissions: readonly Permission[];
}

/** Whether an actor holds `permission`. Only merchant accounts have permissions; without a required permission there is no check. */
export function permits(actor: Pick<Actor, 'permissions'>, permission: Permission | undefined): boolean {
  return permission === undefined || actor.permissions.includes(permission);
}

/** Permissions granted together with task handling: it includes writing to platform staff, unless the main account revokes that afterwards. */
export const TASK_PERMISSIONS: readonly Permission[] = ['task.handle', 'staff-message.send'];
