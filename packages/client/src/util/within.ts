/** Awaits a promise for at most `ms`. @throws after that time, or what the promise throws */
export function within<Value>(ms: number, promise: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`No answer within ${ms} ms.`)), ms);
    void promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
