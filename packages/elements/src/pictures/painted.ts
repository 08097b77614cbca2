import { type DirectiveParameters, directive, Directive, type ElementPart } from 'lit/directive.js';

/** Hands an element over at each rendering; smaller than `ref`, which also tells when the element goes. */
class Painted extends Directive {
  override update({ element }: ElementPart, [paint]: DirectiveParameters<this>): void {
    paint(element as HTMLCanvasElement);
  }

  render(_paint: (canvas: HTMLCanvasElement) => void): void {}
}

/** Calls a function with the element at each rendering: what it does is done once, or idempotent. */
export const painted = directive(Painted);
