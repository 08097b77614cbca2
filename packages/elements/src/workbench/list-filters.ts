import type { AccountView } from '@sidecard/core/wire';
import { html, nothing, type TemplateResult } from 'lit';
import { formatDate, type TimeOptions } from '../locales/format.js';
import { format } from '../locales/message.js';
import type { WorkbenchWords } from '../locales/workbench-catalogue.js';
import { chipSelect } from '../theme/chip-select.js';
import type { ListChange, ListFilter } from './address.js';

/** Filters that a reader sets above the list. */
export interface ListFilters {
  readonly texts: WorkbenchWords;
  readonly time: TimeOptions;
  readonly filter: ListFilter;
  /** Types to choose from, by key. */
  readonly types: ReadonlyMap<string, string>;
  /** Colleagues to choose from; only the main account knows them. */
  readonly accounts: readonly AccountView[];
  readonly onFilter: (change: ListChange) => void;
}

const SPANS = ['today', 'week', 'month'] as const;
const MONDAY = 1;

/** Renders the filters. */
export function listFilters({ texts, time, filter, types, accounts, onFilter }: ListFilters): TemplateResult {
  const { list } = texts;
  const starts = startsOf(time.nowMs);
  const from = filter.openedFromMs;
  const span = SPANS.find((one) => starts[one] === from);
  return html`
    ${chipSelect(list.type, filter.type, [['', list.anyType], ...types], (type) => onFilter({ type: type || undefined }))}
    ${chipSelect(
      list.opened,
      from === undefined ? undefined : (span ?? 'other'),
      [
        ['', list.openedSpans.any],
        ...SPANS.map((key) => [key, list.openedSpans[key]] as const),
        ...(from !== undefined && !span
          ? [['other', format(list.openedSince, { day: formatDate(from, time) })] as const]
          : []),
      ],
      (key) => {
        const chosen = SPANS.find((one) => one === key);
        if (key !== 'other') onFilter({ openedFromMs: chosen && starts[chosen] });
      },
    )}
    ${
      filter.view === 'mine'
        ? nothing
        : chipSelect(
            list.owner,
            filter.owner,
            [
              ['', list.anyOwner],
              ['me', list.mine],
              ['nobody', list.nobodys],
              ...accounts.map(({ accountId, name }) => [accountId, name] as const),
            ],
            (owner) => onFilter({ owner: owner || undefined }),
          )
    }
  `;
}

/** Beginnings of the day, the week and the month, by the reader's clock. */
function startsOf(nowMs: number): Readonly<Record<(typeof SPANS)[number], number>> {
  const now = new Date(nowMs);
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  const week = new Date(day);
  week.setDate(day.getDate() - ((day.getDay() + 7 - MONDAY) % 7));
  return { today: +day, week: +week, month: +new Date(now.getFullYear(), now.getMonth(), 1) };
}
