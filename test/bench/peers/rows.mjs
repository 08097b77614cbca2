// What a card says, line by line, for kits that bring a look of their own.

/** @param {Record<string, string>} texts @returns {readonly (readonly [name: string, text: string])[]} */
export const rowsOf = (texts) => [
  ['head', `${texts.type} ${texts.from}`],
  ['status', texts.status],
  ['name', texts.title],
  ['sum', `${texts.options} ${texts.quantity} ${texts.price}`],
  ['line', `Buyer: ${texts.line}`],
  ['due', texts.due],
  ['who', texts.owner],
];

/** A card of a kit of elements: a card with a badge, lines and a button. @param {string} prefix @returns {import('../contenders/contender.ts').Contender} */
export function kitOfElements(prefix) {
  const template = document.createElement('template');
  template.innerHTML = `<${prefix}-card><div data-row="head"></div><${prefix}-badge data-row="status"></${prefix}-badge><div data-row="name"></div><div data-row="sum"></div><p data-row="line"></p><div data-row="due"></div><div data-row="who"></div><${prefix}-button>View task</${prefix}-button></${prefix}-card>`;
  const write = (card, { texts }) => {
    for (const [name, text] of rowsOf(texts)) {
      const row = card.querySelector(`[data-row=${name}]`);
      if (row.textContent !== text) row.textContent = text;
    }
  };
  return {
    create(content) {
      const card = document.importNode(template.content, true).firstElementChild;
      write(card, content);
      return card;
    },
    async update(card, content) {
      write(card, content);
      await card.querySelector('[data-row=status]').updateComplete;
    },
  };
}
