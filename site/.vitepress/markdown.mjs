// How the site shows diagrams and tables.

/**
 * Diagrams are Mermaid in the Markdown; the site shows their text on demand, because the tables beside them say the same. Cells of tables get
 * the name of their column, which replaces the head on a phone.
 *
 * @param {import('markdown-it')} md
 */
export function markdown(md) {
  const fence = md.renderer.rules.fence;
  md.renderer.rules.fence = (tokens, index, ...rest) => {
    const shown = fence?.(tokens, index, ...rest) ?? '';
    if (tokens[index]?.info.trim() !== 'mermaid') return shown;
    return `<details class="details custom-block"><summary>Diagram (Mermaid)</summary>${shown}</details>`;
  };

  md.core.ruler.push('labels', ({ tokens }) => {
    /** @type {string[]} */
    let heads = [];
    let column = 0;
    tokens.forEach((token, index) => {
      if (token.type === 'thead_open') heads = [];
      if (token.type === 'tr_open') column = 0;
      if (token.type === 'th_open') heads.push(tokens[index + 1]?.content ?? '');
      if (token.type !== 'td_open') return;
      const label = heads[column++]?.replaceAll('`', '');
      if (label) token.attrSet('data-label', label);
    });
  });
}
