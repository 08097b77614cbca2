import type { Message } from './message.js';

/** Texts of what the shop’s handlers share, and of what makes them fast. They load once an account may handle a ticket. */
export interface TeamTexts {
  readonly team: {
    readonly looking: Message<'names' | 'count'>;
    readonly answering: Message<'names' | 'count'>;
    readonly handOver: string;
    readonly online: Message<'name'>;
    readonly nobody: string;
    readonly handedOver: Message<'name'>;
    readonly undo: string;
    readonly undone: string;
  };
  readonly notes: {
    readonly title: string;
    readonly count: Message<'count'>;
    readonly audience: string;
    readonly placeholder: string;
    readonly add: string;
    readonly adding: string;
    readonly added: string;
    readonly failed: string;
  };
  readonly keys: {
    readonly title: string;
    readonly agree: string;
    readonly refuse: string;
    readonly propose: string;
    readonly message: string;
    readonly help: string;
    readonly templates: string;
    readonly reason: string;
    readonly template: string;
    readonly send: string;
    readonly sendNext: string;
    readonly back: string;
    readonly close: string;
    /** In the list of the workbench. */
    readonly next: string;
    readonly previous: string;
    readonly open: string;
    readonly claim: string;
    readonly select: string;
    readonly search: string;
    readonly move: string;
    readonly extend: string;
    /** An action on all selected tasks. */
    readonly selected: Message<'act'>;
  };
  readonly templates: {
    readonly open: string;
    readonly none: string;
    /** Of the shop, not of the account alone. */
    readonly shared: string;
    readonly name: string;
    readonly save: string;
    readonly saveName: string;
    readonly forAll: string;
    readonly forType: string;
    /** For tickets with the reason that is chosen in the form, else with the buyer's. */
    readonly forReason: string;
    readonly rename: Message<'name'>;
    readonly remove: Message<'name'>;
    readonly saved: string;
    readonly removed: string;
    readonly failed: string;
    readonly full: string;
    readonly invalid: string;
    readonly unknownVariable: Message<'names'>;
    readonly noValue: Message<'names'>;
    /** Some of the tickets that are answered at once have no value. */
    readonly noValueForAll: Message<'names'>;
    readonly variables: Message<'names'>;
  };
}
