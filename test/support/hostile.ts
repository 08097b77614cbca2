import fc from 'fast-check';

/** Texts that are meant to harm whoever counts, cuts, shows or stores them. */
export const HOSTILE_TEXTS: readonly string[] = [
  '',
  '\0',
  'x'.repeat(1_000_000),
  // one grapheme each
  `a${'\u0301'.repeat(100_000)}`,
  '\u{1F469}\u200D'.repeat(33_333),
  // halves of characters
  '\uD800',
  '\uDC00\uD800',
  '\u{1F600}'.slice(1),
  // text that reads backwards, or is not seen
  '\u202Eabc',
  '\u2066\u2067\u2068',
  '\u200B\uFEFF',
  '<img src=x onerror=alert(1)><script>alert(2)</script>"\'&{{x}}${x}',
  '__proto__',
  'constructor',
  'javascript:alert(1)',
  '/\u2028',
];

const grown = (levels: number, wrap: (inner: unknown) => unknown): unknown => {
  let value: unknown = 0;
  for (let level = 0; level < levels; level++) value = wrap(value);
  return value;
};
const wide = (members: number): object => Object.fromEntries(Array.from({ length: members }, (_, i) => [`k${i}`, i]));
const circle: Record<string, unknown> = {};
circle['self'] = { list: [circle] };
const ring: unknown[] = [];
ring.push(ring);
/** Says that it is short, and never ends. */
const endless = Object.defineProperty([1], Symbol.iterator, {
  value: function* () {
    for (;;) yield 0;
  },
});
/** Every member that is asked for is there, and has as many again. */
const bottomless: object = new Proxy(
  {},
  {
    get: () => bottomless,
    ownKeys: () => ['a', 'b', 'c'],
    getOwnPropertyDescriptor: () => ({ value: bottomless, enumerable: true, configurable: true }),
  },
);
const throwing: object = new Proxy(
  {},
  {
    ownKeys() {
      throw new Error('boo');
    },
  },
);
const revoked = Proxy.revocable({}, {});
revoked.revoke();

/** Objects and numbers that are meant to harm whoever walks or compares them. */
export const HOSTILE_VALUES: readonly unknown[] = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  -0,
  2 ** 53,
  -1e308,
  5e-324,
  1n,
  Symbol('x'),
  () => 0,
  new Date(Number.NaN),
  new Map([[1, 2]]),
  new String('boxed'),
  new Uint8Array(9),
  Object.create({ sidecard: 1 }),
  Object.create(null),
  JSON.parse('{"__proto__":{"polluted":true}}'),
  { constructor: { prototype: { polluted: true } } },
  grown(10, (inner) => ({ inner })),
  grown(5_000, (inner) => [inner]),
  wide(300),
  wide(20_000),
  Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`k${i}`, undefined])),
  new Array(300).fill(0),
  new Array(4_000_000_000),
  { length: 4_000_000_000 },
  circle,
  ring,
  endless,
  bottomless,
  throwing,
  revoked.proxy,
  {
    get trap() {
      throw new Error('boo');
    },
    toJSON() {
      throw new Error('boo');
    },
  },
];

/** Anything at all, but what fast-check itself cannot hold. */
export const anything: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE_TEXTS, ...HOSTILE_VALUES.filter((one) => one !== revoked.proxy)) },
  {
    weight: 4,
    arbitrary: fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withSparseArray: true,
      withTypedArray: true,
      key: fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString', 'length', '\uD800')),
      values: [fc.double(), fc.string({ unit: 'binary' }), fc.boolean(), fc.constant(undefined), fc.constant(null)],
    }),
  },
);

/** The same value, and how often anything below it has been looked at. */
export function watched<T>(value: T): { readonly value: T; readonly looks: () => number } {
  let looks = 0;
  const known = new WeakMap<object, object>();
  const watch = (one: unknown): unknown => {
    if (typeof one !== 'object' || one === null) return one;
    const before = known.get(one);
    if (before) return before;
    const proxy = new Proxy(one, {
      get(target, key) {
        looks += 1;
        // what is fixed must be given as it is
        const fixed = Reflect.getOwnPropertyDescriptor(target, key)?.configurable === false;
        const member: unknown = Reflect.get(target, key);
        return fixed ? member : watch(member);
      },
      getOwnPropertyDescriptor(target, key) {
        looks += 1;
        return Reflect.getOwnPropertyDescriptor(target, key);
      },
    });
    known.set(one, proxy);
    return proxy;
  };
  return { value: watch(value) as T, looks: () => looks };
}
