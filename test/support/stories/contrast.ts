/**
 * Measures contrast as it is drawn: of every text with what is behind it, of icons, of the edges of fields and of focus rings. Unlike axe it
 * also looks at what is disabled, and at any state that is forced on the controls.
 */

/** What cannot be read or seen well enough. */
export interface Poor {
  readonly where: string;
  readonly what: string;
  readonly ratio: number;
  readonly needed: number;
}

type Rgba = readonly [r: number, g: number, b: number, a: number];

/** WCAG 1.4.3 and 1.4.11. */
const TEXT = 4.5;
const LARGE = 3;
const PART = 3;

const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
const known = new Map<string, Rgba>();

/** A colour of any notation as the browser paints it. */
function rgba(colour: string): Rgba {
  let found = known.get(colour);
  if (!found && context) {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [r = 0, g = 0, b = 0, a = 0] = context.getImageData(0, 0, 1, 1).data;
    known.set(colour, (found = [r, g, b, a / 255]));
  }
  return found ?? [0, 0, 0, 0];
}

function over([r, g, b, a]: Rgba, below: Rgba): Rgba {
  const mix = (top: number, bottom: number) => top * a + bottom * (1 - a);
  return [mix(r, below[0]), mix(g, below[1]), mix(b, below[2]), 1];
}

function luminance([r, g, b]: Rgba): number {
  const linear = (value: number) => (value <= 10.31 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}

/** Returns the contrast of two colours, from 1 to 21. */
export function contrast(one: Rgba, other: Rgba): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** The parent as it is drawn: through slots and shadow roots. */
function above(element: Element): Element | null {
  if (element.assignedSlot) return element.assignedSlot;
  const root = element.getRootNode();
  return element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
}

/** What is painted behind an element's content, or behind the element itself. */
function behind(element: Element | null, styles: (element: Element) => CSSStyleDeclaration): Rgba {
  if (!element) return rgba('Canvas');
  const style = styles(element);
  const own = rgba(style.backgroundColor);
  return own[3] >= 0.999 ? own : over(own, behind(above(element), styles));
}

/** How much of an element its own opacity and that of what it is in leave. */
function opacity(element: Element | null, styles: (element: Element) => CSSStyleDeclaration): number {
  return element ? Number(styles(element).opacity) * opacity(above(element), styles) : 1;
}

function* all(root: ParentNode): Generator<Element> {
  for (const element of root.querySelectorAll('*')) {
    yield element;
    if (element.shadowRoot) yield* all(element.shadowRoot);
  }
}

/** Whether an element is drawn, and not only for ears. */
function isSeen(element: Element): boolean {
  const { width, height } = element.getBoundingClientRect();
  return (
    width > 2 && height > 2 && element.checkVisibility({ visibilityProperty: true }) && !element.closest('.vh, option')
  );
}

const FIELDS = 'textarea, select, input:not([type=radio], [type=checkbox], [type=file])';
const TICKS = 'input[type=radio], input[type=checkbox]';
export const CONTROLS = 'button,a,summary,select,textarea,input,label,[role=menuitem],[role=option],[role=row]';

/**
 * Returns everything in a page that has too little contrast.
 *
 * @param states - those that its controls have been made to show: only controls are measured then. Focus has a ring
 */
export function poorContrast(root: ParentNode, states: readonly string[] = []): readonly Poor[] {
  const focused = states.includes('focus-visible');
  const cache = new Map<Element, CSSStyleDeclaration>();
  const styles = (element: Element) => {
    let style = cache.get(element);
    if (!style) cache.set(element, (style = getComputedStyle(element)));
    return style;
  };
  const poor = new Map<string, Poor>();
  const look = (element: Element, what: string, colour: string, ground: Rgba, needed: number): void => {
    const [r, g, b, a] = rgba(colour);
    const ratio = contrast(over([r, g, b, a * opacity(element, styles)], ground), ground);
    if (ratio >= needed - 0.005) return;
    const where = `${what} of ${nameOf(element)}`;
    const pair = `${colour} on ${ground.slice(0, 3).map(Math.round).join(' ')}`;
    poor.set(where, { where, what: pair, ratio: Math.round(ratio * 100) / 100, needed });
  };
  for (const element of all(root)) {
    if ((states.length > 0 && !element.closest(CONTROLS)) || !isSeen(element)) continue;
    const style = styles(element);
    if (hasText(element)) {
      const size = parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      look(element, 'text', style.color, behind(element, styles), large ? LARGE : TEXT);
    }
    if (element.matches('svg.icon')) look(element, 'icon', style.color, behind(element, styles), PART);
    if (element.matches('input, textarea') && (element as HTMLInputElement).placeholder)
      look(element, 'placeholder', getComputedStyle(element, '::placeholder').color, behind(element, styles), TEXT);
    if (element.matches(`${FIELDS}, ${TICKS}`)) {
      const edge = edgeOf(element, styles);
      if (edge) look(edge, 'edge', styles(edge).borderBlockEndColor, behind(above(edge), styles), PART);
    }
    if (focused && element.matches('button, a[href], summary, select, textarea, input')) {
      const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
      if (ring) look(element, 'focus ring', style.outlineColor, behind(above(element), styles), PART);
    }
  }
  return [...poor.values()];
}

/** The element whose border shows where a field is: its own, or that of the box around it; none, if a fill shows it. */
function edgeOf(field: Element, styles: (element: Element) => CSSStyleDeclaration): Element | undefined {
  // the browser's own boxes and rings have no border
  const most = field.matches(TICKS) ? 1 : 4;
  for (let element: Element | null = field, steps = 0; element && steps < most; element = above(element), steps++) {
    const style = styles(element);
    if (parseFloat(style.borderBlockEndWidth) > 0 && style.borderBlockEndStyle !== 'none') return element;
    // an area of its own colour
    if (element !== field && contrast(behind(element, styles), behind(above(element), styles)) >= PART)
      return undefined;
  }
  return undefined;
}

function hasText(element: Element): boolean {
  if (element instanceof HTMLSelectElement) return true;
  if (element.matches(TICKS)) return false;
  if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) return element.value !== '';
  return [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && /\S/.test(node.textContent ?? ''));
}

function nameOf(element: Element): string {
  const own = element.getAttribute('class') ?? '';
  const root = element.getRootNode();
  const host = root instanceof ShadowRoot ? `${root.host.localName} ` : '';
  const off = element.closest('[aria-disabled=true], :disabled') ? ' (disabled)' : '';
  return `${host}${element.localName}.${own.trim().replaceAll(/\s+/g, '.')}${off} “${(element.textContent ?? '').trim().slice(0, 24)}”`;
}
