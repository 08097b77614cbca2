import { isRecord } from '@sidecard/core/server';

/** Records a correction: its location in the report, and what was done. */
export type Note = (path: string, text: string) => void;

/** A line as reported, with its location in the report. */
interface Line {
  readonly item: unknown;
  readonly path: string;
}

/** Merges repeated lines, leaves out cancelled ones, and spreads discounts over the others. */
export function mendItems(items: readonly unknown[], note: Note): readonly Line[] {
  const lines = items.flatMap((item, index) => (item === null ? [] : [{ item, path: `items[${index}]` }]));
  const discounts = lines.filter(({ item }) => (paidOf(item) ?? 0) < 0);
  const bought = lines.filter((line) => !discounts.includes(line) && !isCancelled(line, note));
  const merged = merge(bought, note);
  return discounts.reduce((rest, discount) => spread(rest, discount, note), merged);
}

function isCancelled({ item, path }: Line, note: Note): boolean {
  const cancelled = isRecord(item) && item['quantity'] === 0;
  if (cancelled) note(path, 'Left out: the line is cancelled (quantity 0).');
  return cancelled;
}

const paidOf = (item: unknown): number | undefined => amountOf(isRecord(item) ? item['paid'] : undefined);

function amountOf(money: unknown): number | undefined {
  const amount = isRecord(money) ? money['amountMinor'] : undefined;
  return typeof amount === 'number' && Number.isSafeInteger(amount) ? amount : undefined;
}

function currencyOf(item: unknown): unknown {
  const paid = isRecord(item) ? item['paid'] : undefined;
  return isRecord(paid) ? paid['currency'] : undefined;
}

const withPaid = (item: unknown, amountMinor: number): unknown =>
  isRecord(item) && isRecord(item['paid']) ? { ...item, paid: { ...item['paid'], amountMinor } } : item;

/** Merges lines with the same id that sell the same thing. */
function merge(lines: readonly Line[], note: Note): readonly Line[] {
  const merged = new Map<unknown, Line>();
  for (const line of lines) {
    const id = isRecord(line.item) ? (line.item['id'] ?? line) : line;
    const former = merged.get(id);
    const sum = former && sumOf(former.item, line.item);
    if (former && sum === undefined) {
      // Different goods under one id: the check of the order refuses it.
      merged.set(line, line);
      continue;
    }
    if (former) note(line.path, `Merged with ${former.path}, which has the same id.`);
    merged.set(id, former ? { ...former, item: sum } : line);
  }
  return [...merged.values()];
}

function sumOf(one: unknown, other: unknown): unknown {
  if (!isRecord(one) || !isRecord(other)) return undefined;
  const [paid, more] = [paidOf(one), paidOf(other)];
  const [quantity, further] = [one['quantity'], other['quantity']];
  const alike =
    ['title', 'options', 'productId'].every((name) => one[name] === other[name]) &&
    currencyOf(one) === currencyOf(other);
  if (!alike || paid === undefined || more === undefined) return undefined;
  if (typeof quantity !== 'number' || typeof further !== 'number') return undefined;
  const [refunded, also] = [one['refundedElsewhere'] ?? undefined, other['refundedElsewhere'] ?? undefined];
  const total = refunded === undefined ? also : also === undefined ? refunded : sumOfMoney(refunded, also);
  if (total === undefined && also !== undefined) return undefined;
  return withPaid({ ...one, quantity: quantity + further, refundedElsewhere: total }, paid + more);
}

/** Returns the sum of two amounts in one currency. */
function sumOfMoney(one: unknown, other: unknown): unknown {
  const [amount, more] = [amountOf(one), amountOf(other)];
  if (!isRecord(one) || !isRecord(other) || one['currency'] !== other['currency']) return undefined;
  return amount === undefined || more === undefined ? undefined : { ...one, amountMinor: amount + more };
}

/**
 * Spreads a discount over the lines in its currency, in proportion to what was paid for them. What rounding leaves goes to the lines with
 * the largest remainders. A discount above their total stays as it is, and the check of the order refuses it.
 */
function spread(lines: readonly Line[], discount: Line, note: Note): readonly Line[] {
  const off = -(paidOf(discount.item) ?? 0);
  const paid = lines.map(({ item }) => (currencyOf(item) === currencyOf(discount.item) ? (paidOf(item) ?? 0) : 0));
  const total = paid.reduce((sum, amount) => sum + amount, 0);
  if (off > total) return [...lines, discount];
  // Amounts in the smallest unit exceed the exact integers when multiplied.
  const exact = paid.map((amount) => BigInt(amount) * BigInt(off));
  const shares = exact.map((product) => Number(product / BigInt(total)));
  const left = off - shares.reduce((sum, share) => sum + share, 0);
  const byRemainder = exact
    .map((product, index) => ({ index, remainder: product % BigInt(total) }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder < b.remainder ? 1 : -1))
    .slice(0, left);
  for (const { index } of byRemainder) shares[index] = (shares[index] ?? 0) + 1;
  note(discount.path, 'The discount is spread over the other lines in proportion to what was paid for them.');
  return lines.map((line, index) => ({
    ...line,
    item: withPaid(line.item, (paid[index] ?? 0) - (shares[index] ?? 0)),
  }));
}
