import type { Message } from './message.js';

/** Texts of the page of the picture archive. They load with it. */
export interface ArchiveTexts {
  readonly archive: {
    readonly title: string;
    readonly product: string;
    readonly anyProduct: string;
    readonly defect: string;
    readonly anyDefect: string;
    readonly time: string;
    /** Spans of time until now, in days; `any`: no limit. */
    readonly spans: Readonly<Record<'any' | '30' | '90' | '365', string>>;
    /** Which entries are listed: those that are filed, or those that were removed. */
    readonly state: string;
    readonly states: Readonly<Record<'filed' | 'removed', string>>;
    readonly search: string;
    readonly searchHint: string;
    readonly clearSearch: string;
    readonly exportTable: string;
    readonly exportPictures: string;
    readonly exporting: string;
    readonly exported: string;
    readonly exportFailed: string;
    /** Name of the chart, by what a bar stands for. */
    readonly chart: Readonly<Record<'week' | 'month', string>>;
    readonly chartSums: Message<'cases' | 'pieces'>;
    readonly noCases: string;
    readonly table: string;
    readonly columns: Readonly<Record<'week' | 'month' | 'product' | 'defect' | 'cases' | 'pieces', string>>;
    /** A defect, and how many entries of it are listed. */
    readonly group: Message<'defect' | 'count'>;
    readonly selectGroup: Message<'defect' | 'product'>;
    readonly select: Message<'title' | 'number'>;
    readonly selected: Message<'count'>;
    readonly chooseDefect: string;
    readonly apply: string;
    readonly remove: string;
    readonly restore: string;
    readonly clearSelection: string;
    readonly changed: Message<'count'>;
    readonly changedPartly: Message<'count' | 'failed'>;
    readonly changeFailed: string;
    readonly viewPictures: Message<'count' | 'number'>;
    readonly noPictures: string;
    readonly openCase: Message<'number'>;
    readonly pieces: Message<'count'>;
    /** The defect was suggested from the buyer's reason. */
    readonly suggested: string;
    readonly more: string;
    readonly loading: string;
    readonly failed: string;
    readonly denied: string;
    readonly empty: string;
    readonly emptyHelp: string;
    readonly nothingFound: string;
    readonly nothingRemoved: string;
    readonly clear: string;
  };
}
