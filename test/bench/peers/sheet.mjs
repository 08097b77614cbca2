/** Puts a kit's own sheet into the page. @param {string} css */
export function addSheet(css) {
  const style = document.createElement('style');
  style.textContent = css;
  document.head.append(style);
}
