import type { OrderFactName, Party } from '@sidecard/core';
import type { Ending, Intervention, Settlement, Workflow } from '@sidecard/core/wire';

/** What a public after-sales interface has, and what stands for it here. */
export interface InterfaceTable {
  readonly name: string;
  readonly lists: readonly List[];
}

/** An enumeration or a group of operations. */
export interface List {
  readonly kind: 'state' | 'action';
  readonly name: string;
  /** Titles of the pages that the list was read from. */
  readonly source: string;
  readonly rows: readonly Row[];
}

export interface Row {
  /** Name or code in the interface. */
  readonly theirs: string;
  readonly means: string;
  /** What it is here: any of these, depending on the case. */
  readonly ours?: readonly Target[];
  /** Why it has no counterpart, in a sentence. */
  readonly why?: string;
  /** Set for values that stand for no state or action, such as `UNKNOWN`. They do not count. */
  readonly placeholder?: true;
}

export type Target = StateTarget | ActionTarget | { readonly opens: string; readonly by: Party } | FactTarget;

/** A state that tickets of the type reach. A member that is absent can have any value. */
export interface StateTarget {
  readonly type: string;
  readonly workflow: Workflow;
  readonly intervention?: Intervention;
  readonly settlement?: Settlement;
  readonly ending?: Ending;
  readonly declinedFrom?: Workflow;
  readonly goodsWithMerchant?: boolean;
  /** Who has appealed against the ruling. */
  readonly appealBy?: Party;
}

/** A command that tickets of the type take from there. */
export interface ActionTarget {
  readonly type: string;
  readonly by: Party;
  readonly command: string;
  readonly choice?: string;
  readonly from?: Workflow;
}

/** A fact that the host reports about the order. */
export interface FactTarget {
  readonly fact: OrderFactName;
}

export const row = (theirs: string, means: string, ...ours: readonly Target[]): Row => ({ theirs, means, ours });
export const without = (theirs: string, means: string, why: string): Row => ({
  theirs,
  means,
  why,
});
export const placeholder = (theirs: string, why: string): Row => ({
  theirs,
  means: '',
  why,
  placeholder: true,
});

export const at = (type: string, workflow: Workflow, more: Omit<StateTarget, 'type' | 'workflow'> = {}): Target => ({
  type,
  workflow,
  ...more,
});
/** A state in which the platform has a part. */
export const platform = (
  type: string,
  intervention: Exclude<Intervention, 'none'>,
  workflow: Workflow = 'declined',
): Target => at(type, workflow, { intervention });
/** A side has appealed: the platform has to decide again, in the same case or, after the end, in a linked one. */
export const appealed = (by: Party, workflow: Workflow = 'awaiting-return'): Target =>
  at('return-refund', workflow, { appealBy: by });
/** The request was met, and the payment is there. */
export const paid = (type: string, settlement: Exclude<Settlement, 'none'>): Target =>
  at(type, 'resolved', { ending: 'met', settlement });
/** The request ended without being met. */
export const ended = (type: string, ending: Exclude<Ending, 'met'>): Target => at(type, 'closed', { ending });

type Act = (type: string, command: string, from?: Workflow) => ActionTarget;
/** `command` can name a choice: `fulfil/done`. */
const acts =
  (by: Party): Act =>
  (type, command, from) => {
    const [name = '', choice] = command.split('/');
    return {
      type,
      by,
      command: name,
      ...(choice ? { choice } : {}),
      ...(from ? { from } : {}),
    };
  };
export const shop = acts('merchant');
export const buyer = acts('buyer');
export const host = acts('host');
export const opens = (type: string, by: Party = 'buyer'): Target => ({
  opens: type,
  by,
});
export const fact = (name: OrderFactName): Target => ({ fact: name });

/** Why a message of the buyer has no counterpart. */
export const BUYER_WRITES = 'The buyer writes in the host’s chat, which the panel is beside.';
