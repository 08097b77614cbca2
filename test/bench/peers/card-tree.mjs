// The tree of our card under its sheet, as a component of a framework with `createElement`.
import { paths, sheet } from 'drawn-card';

const [TILE, STATUS, DUE, OWNER] = paths;

/** Our sheet for cards without a shadow root: `:host` is the class `host`. */
export function adoptSheet() {
  const light = new CSSStyleSheet();
  light.replaceSync(
    sheet.replaceAll(/:host\(((?:[^()]|\([^()]*\))*)\)/g, '.host$1').replaceAll(/:host(?![-\w(])/g, '.host'),
  );
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, light];
}

function handleClick() {}

/** @param {(...args: any[]) => any} h */
export function cardOf(h) {
  const icon = (className, d) => h('svg', { className, viewBox: '0 0 16 16', 'aria-hidden': 'true' }, h('path', { d }));
  return ({ content: { texts } }) =>
    h(
      'div',
      { className: 'host' },
      h(
        'article',
        { className: 'root', lang: 'en', 'aria-label': `${texts.type}, ${texts.status}` },
        icon('tile icon flip', TILE),
        h(
          'div',
          { className: 'head' },
          h('h3', { className: 'cut' }, texts.type),
          h('span', { className: 'from' }, texts.from),
          h('span', { className: 'when', translate: 'no' }),
        ),
        h('div', { className: 'status cut', translate: 'no' }, icon('icon', STATUS), texts.status),
        h('div', { className: 'thumb' }),
        h('bdi', { className: 'name cut' }, texts.title),
        h(
          'div',
          { className: 'sum' },
          h('bdi', { className: 'opts cut' }, texts.options),
          h('span', { className: 'qty', dir: 'ltr', translate: 'no' }, texts.quantity),
          h('bdi', { className: 'price', dir: 'ltr', translate: 'no' }, texts.price),
        ),
        h('p', { className: 'line' }, 'Buyer: ', h('bdi', null, texts.line)),
        h(
          'div',
          { className: 'foot' },
          h(
            'div',
            { className: 'facts' },
            h('div', { className: 'due', translate: 'no' }, icon('icon', DUE), texts.due),
            h('div', { className: 'who cut' }, icon('icon', OWNER), texts.owner),
          ),
          h('button', { className: 'btn', type: 'button', onClick: handleClick }, 'View task'),
        ),
      ),
    );
}
