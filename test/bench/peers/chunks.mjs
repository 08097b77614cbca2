// Lists in chunks, whose arrays stay the same while nothing in them changes.

/** @template T @param {readonly T[]} all @param {number} size @returns {readonly (readonly T[])[]} */
export const chunksOf = (all, size) =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size));

/** @template T @param {readonly (readonly T[])[]} chunks @param {number} index @param {T} one @param {number} size @returns {readonly (readonly T[])[]} */
export const withOne = (chunks, index, one, size) => {
  const place = Math.floor(index / size);
  return chunks.with(place, chunks[place].with(index % size, one));
};
