/** Hands what one side pushes to the other side's `for await`; ends or breaks once what came before has been read. */
export interface Mailbox<Item> extends AsyncIterable<Item> {
  readonly push: (item: Item) => void;
  readonly end: () => void;
  readonly break: (error: Error) => void;
}

/** Makes an empty mailbox. */
export function createMailbox<Item>(): Mailbox<Item> {
  const items: Item[] = [];
  let over: { readonly error?: Error } | undefined;
  let wake = (): void => {};

  async function* read(): AsyncGenerator<Item, void, undefined> {
    for (;;) {
      for (let item = items.shift(); item !== undefined; item = items.shift()) yield item;
      if (over?.error) throw over.error;
      if (over) return;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  }

  function finish(how: { readonly error?: Error }): void {
    over ??= how;
    wake();
  }

  return {
    push(item) {
      if (!over) items.push(item);
      wake();
    },
    end: () => finish({}),
    break: (error) => finish({ error }),
    [Symbol.asyncIterator]: read,
  };
}
