import { type Address, type Order, type OrderFact, type OrderItem, type Promised } from '@sidecard/core';
import { PICTURE_URL } from '@sidecard/core/server';
import * as v from 'valibot';
import { explain, messageOf } from './check.js';
import { type Entries, id, list, open, text, time, whole } from './parts.js';

/** The largest number of lines. */
export const MAX_ITEMS = 200;
/** The largest number of pieces of a line: what is counted of all cases together stays exact. */
const MAX_QUANTITY = 1_000_000_000;
/** Hosts' systems often use `null` for missing values. */
const NULLS = { nullIsAbsent: true } as const;
const optional = v.exactOptional;

/** An amount of money. */
export const money = open({
  amountMinor: v.pipe(whole(0), v.description('In the smallest unit of the currency.')),
  currency: explain(v.pipe(v.string(), v.regex(/^[A-Z]{3}$/)), 'Must be an ISO 4217 code, such as CNY.'),
});

/** A postal address. */
export const address = open(
  {
    name: text(100),
    phone: optional(text(40)),
    region: optional(text(200)),
    street: text(400),
    postcode: optional(text(16)),
    country: optional(text(2)),
  } satisfies Entries<Address>,
  NULLS,
);

/** A line of an order. */
export const item = open(
  {
    id,
    productId: optional(v.pipe(id, v.description('Identifies the product across orders. Defaults to the title.'))),
    title: text(500),
    options: optional(text(200)),
    quantity: whole(1, MAX_QUANTITY),
    paid: money,
    pictureUrl: optional(
      explain(
        v.pipe(v.string(), v.maxLength(1_000), v.regex(PICTURE_URL)),
        'Must be a URL that begins with https:// or http://, or a path on the page’s own origin.',
      ),
    ),
    refundedElsewhere: optional(v.pipe(money, v.description('The part of `paid` that was refunded outside Sidecard.'))),
  } satisfies Entries<OrderItem>,
  NULLS,
);

const promised = v.pipe(
  open(
    {
      shipByMs: optional(time),
      deliverByMs: optional(time),
      carrier: optional(text(60)),
      returnUntilMs: optional(time),
      resendUntilMs: optional(time),
    } satisfies Entries<Promised>,
    NULLS,
  ),
  v.description('What the shop promised the buyer with this order.'),
);

/** The lines of an order. */
export const items = v.pipe(
  list(item, MAX_ITEMS, [`Must be a list of 1 to ${MAX_ITEMS} items.`]),
  v.minLength(1, messageOf('wrong', `Must be a list of 1 to ${MAX_ITEMS} items.`)),
  v.check(
    ([first, ...rest]) => rest.every(({ paid }) => paid.currency === first?.paid.currency),
    messageOf('wrong', 'All items must be paid in one currency.'),
  ),
  v.transform((all) => all as [OrderItem, ...OrderItem[]]),
);

const fact = open(
  {
    fact: text(60) as v.GenericSchema<OrderFact['fact']>,
    atMs: time,
    source: text(60),
    toldAtMs: time,
    itemId: optional(id),
    from: optional(address),
  } satisfies Entries<OrderFact>,
  NULLS,
);

/** An order of the host. Keeps only known members. */
export const order = open(
  {
    id,
    buyer: open({ id, name: text(100) }),
    conversationId: id,
    items,
    paidAtMs: time,
    shippedAtMs: optional(time),
    deliveredAtMs: optional(time),
    signedAtMs: optional(time),
    confirmedAtMs: optional(time),
    closedAtMs: optional(time),
    cancelledAtMs: optional(time),
    carrier: optional(text(60)),
    trackingNumber: optional(text(60)),
    shipTo: optional(address),
    promised: optional(promised),
    freight: optional(v.pipe(money, v.description('Postage that the buyer paid in addition to the items.'))),
    refundedElsewhere: optional(
      v.pipe(money, v.description('Refunded outside Sidecard for the whole order, not for one of its lines.')),
    ),
    version: optional(v.pipe(whole(1), v.description('Set by the server: the number of changes.'))),
    facts: optional(v.pipe(v.array(fact), v.description('Set by the server: the latest changes, oldest first.'))),
  } satisfies Entries<Order>,
  NULLS,
);
