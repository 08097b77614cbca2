/** Random numbers that follow from a seed (xorshift128, mixed by splitmix32). Each part of a simulation has its own. */
export class Dice {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: number, part = '') {
    let state = seed >>> 0;
    for (let at = 0; at < part.length; at++) state = Math.imul(state ^ part.charCodeAt(at), 0x9e3779b1) >>> 0;
    const next = (): number => {
      state = (state + 0x9e3779b9) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
      mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
      return (mixed ^ (mixed >>> 16)) >>> 0;
    };
    [this.#a, this.#b, this.#c, this.#d] = [next() | 1, next(), next(), next()];
  }

  /** 32 random bits. */
  bits(): number {
    let t = this.#d;
    const s = this.#a;
    this.#d = this.#c;
    this.#c = this.#b;
    this.#b = s;
    t ^= t << 11;
    t ^= t >>> 8;
    this.#a = (t ^ s ^ (s >>> 19)) >>> 0;
    return this.#a;
  }

  /** From 0 to below 1. */
  unit(): number {
    return this.bits() / 2 ** 32;
  }

  /** A whole number from 0 to below `count`. */
  below(count: number): number {
    return Math.floor(this.unit() * count);
  }

  between(min: number, max: number): number {
    return min + this.below(max - min + 1);
  }

  among<Value>(values: readonly Value[]): Value {
    return values[this.below(values.length)]!;
  }

  /** One of several, the more often the more it weighs. */
  weighted<Value>(weights: readonly (readonly [value: Value, weight: number])[]): Value {
    let left = this.unit() * weights.reduce((sum, [, weight]) => sum + weight, 0);
    const [value] = weights.find(([, weight]) => (left -= weight) < 0) ?? weights[0]!;
    return value;
  }

  /** True with a probability. */
  chance(probability: number): boolean {
    return this.unit() < probability;
  }
}
