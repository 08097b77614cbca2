/**
 * Whether a key belongs to an input method that is composing text. WebKit sends the key that ends a composition after `compositionend`,
 * with the key code 229 alone to tell (https://bugs.webkit.org/show_bug.cgi?id=165004).
 */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}
