// A list of cards in React's manner: the state is the list, and a change is another list.
import { chunksOf, withOne } from './chunks.mjs';

/** @returns {import('../contenders/contender.ts').Contender} */
export function reactList({ createElement, createRoot, flushSync, memo, useState }, Card) {
  const cards = (contents) =>
    contents.map((content) => createElement(Card, { key: content.message.ticketId, content }));
  const Chunk = memo(({ contents }) => createElement('div', null, cards(contents)));
  return {
    fill(list, contents, chunk) {
      let change;
      function List() {
        const [shown, setShown] = useState(chunk ? chunksOf(contents, chunk) : contents);
        change = setShown;
        return chunk ? shown.map((part, key) => createElement(Chunk, { key, contents: part })) : cards(shown);
      }
      const root = createRoot(list);
      flushSync(() => root.render(createElement(List)));
      return {
        update(index, content) {
          flushSync(() =>
            change((shown) => (chunk ? withOne(shown, index, content, chunk) : shown.with(index, content))),
          );
        },
        empty() {
          flushSync(() => root.unmount());
        },
      };
    },
  };
}
