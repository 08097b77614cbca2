import type { Permission } from '@sidecard/core';
import type { ListView, Queue } from '@sidecard/core/wire';
import type { Message } from './message.js';

/** Texts of the workbench, which load with its element. */
export interface WorkbenchTexts {
  readonly workbench: {
    readonly title: string;
    /** Names of the lists by view. */
    readonly views: Readonly<Record<ListView, string>>;
    readonly queues: Readonly<Record<Queue, string>>;
    /** Headings of the groups in the navigation. */
    readonly groups: {
      readonly queues: string;
      readonly status: string;
      readonly saved: string;
      readonly shop: string;
    };
    readonly navigation: string;
    readonly archive: string;
    readonly accounts: string;
    /** A count in the navigation that is not exact: `{count}` and more. */
    readonly orMore: Message<'count'>;
    readonly back: Message<'list'>;
    readonly place: Message<'index' | 'total'>;
    readonly previous: string;
    readonly next: string;
    readonly unknownAddress: string;
    readonly toAll: string;
    readonly live: string;
    readonly connecting: string;
    readonly offline: string;
  };
  readonly list: {
    readonly columns: Readonly<Record<'order' | 'type' | 'asked' | 'status' | 'due' | 'owner', string>>;
    readonly sorted: Message<'by'>;
    readonly sort: string;
    readonly sorts: Readonly<Record<'deadline' | 'changed' | 'opened', string>>;
    readonly search: string;
    readonly searchHint: string;
    readonly clearSearch: string;
    readonly anyType: string;
    readonly type: string;
    readonly opened: string;
    readonly openedSince: Message<'day'>;
    readonly openedSpans: Readonly<Record<'any' | 'today' | 'week' | 'month', string>>;
    readonly owner: string;
    readonly anyOwner: string;
    readonly mine: string;
    readonly nobodys: string;
    /** Buyer and order of a row. */
    readonly row: Message<'buyer' | 'order'>;
    readonly more: Message<'count'>;
    readonly pieces: Message<'count'>;
    readonly you: string;
    readonly paused: string;
    readonly range: Message<'from' | 'to' | 'total'>;
    readonly unread: string;
    readonly loading: string;
    /** Announced when another list is shown. */
    readonly found: Message<'list' | 'count'>;
    readonly failed: string;
    /** The account may not read it. */
    readonly denied: string;
    /** Above rows that may be out of date. */
    readonly notReloaded: string;
    readonly loadingMore: string;
    readonly save: string;
    /** Takes away a notice. */
    readonly dismiss: string;
    readonly select: Message<'name'>;
    readonly full: Message<'count'>;
    readonly saveName: string;
    readonly saved: Message<'name'>;
    readonly forget: Message<'name'>;
    readonly keys: Readonly<Record<'move' | 'open' | 'claim' | 'select', string>>;
    readonly empty: {
      readonly first: string;
      readonly firstHelp: string;
      readonly done: string;
      readonly doneHelp: Message<'list'>;
      readonly none: Message<'text'>;
      readonly noneHelp: string;
      readonly filtered: string;
      readonly clear: string;
    };
  };
  readonly accounts: {
    readonly note: string;
    readonly main: string;
    readonly online: string;
    readonly offline: string;
    readonly asks: Message<'time'>;
    readonly denied: string;
    readonly loading: string;
    readonly permissions: Readonly<Record<Permission, string>>;
    readonly permissionFor: Message<'permission' | 'name'>;
    readonly granted: Message<'permission' | 'name'>;
    readonly revoked: Message<'permission' | 'name'>;
    readonly failed: string;
    readonly account: string;
  };
}
