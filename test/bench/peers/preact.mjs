// Preact: as with React.
import { Component, h, render } from 'preact';
import { adoptSheet, cardOf } from './card-tree.mjs';
import { chunksOf, withOne } from './chunks.mjs';

adoptSheet();

const draw = cardOf(h);
class Card extends Component {
  shouldComponentUpdate({ content }) {
    return content !== this.props.content;
  }
  render(props) {
    return draw(props);
  }
}

const cards = (contents) => contents.map((content) => h(Card, { key: content.message.ticketId, content }));
class Chunk extends Component {
  shouldComponentUpdate({ contents }) {
    return contents !== this.props.contents;
  }
  render({ contents }) {
    return h('div', null, cards(contents));
  }
}

/** @type {import('../contenders/contender.ts').Contender} */
export const contender = {
  fill(list, contents, chunk) {
    let shown = chunk ? chunksOf(contents, chunk) : contents;
    const show = () => render(chunk ? shown.map((part, key) => h(Chunk, { key, contents: part })) : cards(shown), list);
    show();
    return {
      update(index, content) {
        shown = chunk ? withOne(shown, index, content, chunk) : shown.with(index, content);
        show();
      },
      empty() {
        render(null, list);
      },
    };
  },
};
