/** Who reads. `shop` is any account of the merchant; `handlers` are those with `task.handle`, and read more. */
export const AUDIENCES = ['buyer', 'shop', 'handlers', 'staff'] as const;
export type Audience = (typeof AUDIENCES)[number];
