import { type Defect, label, type Labels } from '@sidecard/core';
import type { ArchiveEntryView } from '@sidecard/core/wire';

/** What a row needs besides its entry. */
export interface RowContext {
  /** BCP 47 tag. */
  readonly locale: string;
  /** Returns the shop's local day at a time. */
  readonly dayAt: (atMs: number) => string;
  readonly defects: readonly Defect[];
}

/** A row's entry, with the names of its pictures in the ZIP file; without them, the table counts the pictures. */
export interface Row {
  readonly entry: ArchiveEntryView;
  readonly files: readonly string[] | undefined;
}

type Cell = (row: Row, context: RowContext) => string | number;

/** The columns. None is about the buyer: their words, name and address are not for the people who make the goods. */
const COLUMNS: readonly { readonly labels: Labels; readonly cell: Cell }[] = [
  { labels: { 'zh-CN': '日期', en: 'Date' }, cell: ({ entry }, { dayAt }) => dayAt(entry.atMs) },
  { labels: { 'zh-CN': '商品编号', en: 'Product' }, cell: ({ entry }) => entry.product },
  { labels: { 'zh-CN': '商品名称', en: 'Title' }, cell: ({ entry }) => entry.title },
  { labels: { 'zh-CN': '规格', en: 'Option' }, cell: ({ entry }) => entry.options ?? '' },
  { labels: { 'zh-CN': '件数', en: 'Pieces' }, cell: ({ entry }) => entry.quantity },
  {
    labels: { 'zh-CN': '缺陷', en: 'Defect' },
    cell: ({ entry }, { defects, locale }) => {
      const known = defects.find(({ key }) => key === entry.defect);
      return known ? label(known.labels, locale) : entry.defect;
    },
  },
  {
    labels: { 'zh-CN': '买家选择的原因', en: 'Buyer’s reason' },
    cell: ({ entry }, { locale }) => (entry.reasonLabels ? label(entry.reasonLabels, locale) : (entry.reason ?? '')),
  },
  {
    labels: { 'zh-CN': '类型', en: 'Type' },
    cell: ({ entry }, { locale }) => (entry.typeLabels ? label(entry.typeLabels, locale) : entry.type),
  },
  { labels: { 'zh-CN': '任务编号', en: 'Case' }, cell: ({ entry }) => entry.number },
  {
    labels: { 'zh-CN': '图片', en: 'Pictures' },
    cell: ({ entry, files }) => files?.join(' ') ?? entry.pictures.length,
  },
];

/** What makes programs recognize the table as UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

/** Returns the table's first line. */
export function headLine(locale: string): string {
  return BYTE_ORDER_MARK + lineOf(COLUMNS.map(({ labels }) => label(labels, locale)));
}

/** Returns the line of an entry. */
export function rowLine(row: Row, context: RowContext): string {
  return lineOf(COLUMNS.map(({ cell }) => cell(row, context)));
}

/** Writes a line of a table (RFC 4180). */
function lineOf(cells: readonly (string | number)[]): string {
  return `${cells.map((cell) => (typeof cell === 'number' ? String(cell) : quoted(cell))).join(',')}\r\n`;
}

/** A spreadsheet runs a cell that begins like a formula, also after blanks and with wide characters. */
const FORMULA = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/;

function quoted(text: string): string {
  return `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}
