import type { Message } from './message.js';

/** Texts of answering several tasks at once, which load with the first selected row. */
export interface BatchTexts {
  readonly batch: {
    readonly label: string;
    readonly selected: Message<'count'>;
    readonly clear: string;
    readonly loading: string;
    /** The selected tasks have no action in common. */
    readonly nothing: string;
    readonly heading: Message<'act' | 'count'>;
    readonly send: Message<'act' | 'count'>;
    /** What the text contains in braces is filled in for each task. */
    readonly filledIn: Message<'names'>;
    readonly cancel: string;
    readonly sending: string;
    /** Per task. */
    readonly sent: string;
    readonly waits: string;
    readonly needsOwn: string;
    readonly open: string;
    readonly dismiss: string;
    /** Announced: how many were sent, and how many were not. */
    readonly done: Message<'count' | 'failed'>;
  };
}
