// @ts-check
// Imports between files, seen as imports between rooms: circles, layers and the map that docs/architecture.md shows.
import { posix } from 'node:path';

/** @typedef {readonly [from: string, to: string]} Import - Paths of two files, types included. */
/** @typedef {Map<string, Map<string, Import>>} Graph - From each room to the rooms it imports, with one import as the example. */

/**
 * Finds the circles in which at least one folder takes part, at every depth: an import belongs to the deepest folder that holds both
 * files, and there connects two of its children.
 *
 * @param {readonly Import[]} imports
 * @returns {Import[][]} for each circle one import of each arrow in it
 */
export function circles(imports) {
  /** @type {Map<string, Import[]>} */
  const byFolder = new Map();
  for (const [from, to] of imports) {
    let folder = posix.dirname(from);
    while (!to.startsWith(`${folder}/`)) folder = posix.dirname(folder);
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), [from, to]]);
  }
  const files = new Set(imports.flat());
  return [...byFolder].flatMap(([folder, inside]) => {
    const graph = roomsOf(folder, inside);
    return knots(graph)
      .filter((knot) => knot.some((room) => !files.has(`${folder}/${room}`)))
      .map((knot) =>
        knot.flatMap((room) =>
          [...targets(graph, room)].filter(([target]) => knot.includes(target)).map(([, example]) => example),
        ),
      );
  });
}

/** The rooms of a folder, its files and folders, and which imports which. @param {string} folder @param {readonly Import[]} imports */
export function roomsOf(folder, imports) {
  const room = (/** @type {string} */ file) => file.slice(folder.length + 1).split('/', 1)[0] ?? '';
  /** @type {Graph} */
  const graph = new Map();
  for (const [from, to] of imports) {
    for (const file of [from, to]) if (!graph.has(room(file))) graph.set(room(file), new Map());
    if (room(from) !== room(to)) targets(graph, room(from)).set(room(to), [from, to]);
  }
  return graph;
}

/**
 * Says where rooms break the order of their layers, and which room no layer lists, or is listed and does not exist.
 *
 * @param {Graph} graph
 * @param {import('./rooms.mjs').Layers} layers
 * @returns {string[]}
 */
export function misplaced(graph, layers) {
  const levels = new Map(layers.flatMap((rooms, level) => Object.keys(rooms).map((room) => [room, level])));
  const level = (/** @type {string} */ room) => levels.get(room) ?? Infinity;
  return [
    ...[...graph.keys()].filter((room) => !levels.has(room)).map((room) => `No layer lists ${room}.`),
    ...[...levels.keys()]
      .filter((room) => !graph.has(room))
      .map((room) => `A layer lists ${room}, which does not exist.`),
    ...[...graph].flatMap(([room, imported]) =>
      [...imported]
        .filter(([target]) => level(target) >= level(room))
        .map(([target, [from, to]]) => `${target} is not below ${room}, but ${from} imports ${to}.`),
    ),
  ];
}

/** Layers that fit the imports, lowest first; undefined where there is a circle. @param {Graph} graph */
export function layersOf(graph) {
  /** @type {string[][]} */
  const layers = [];
  const left = new Set(graph.keys());
  while (left.size > 0) {
    const free = [...left].filter((room) => [...targets(graph, room).keys()].every((target) => !left.has(target)));
    if (free.length === 0) return undefined;
    for (const room of free) left.delete(room);
    layers.push(free.sort());
  }
  return layers;
}

/** The arrows between rooms, without those that follow from others. @param {Graph} graph @returns {[from: string, to: string][]} */
export function arrows(graph) {
  return [...graph].flatMap(([room, imported]) =>
    [...imported.keys()]
      .filter(
        (target) => ![...imported.keys()].some((other) => other !== target && reachable(graph, other).has(target)),
      )
      .map((target) => /** @type {[string, string]} */ ([room, target])),
  );
}

/** Groups of rooms that reach each other. @param {Graph} graph @returns {string[][]} */
function knots(graph) {
  const groups = [...graph.keys()].map((room) => {
    const own = reachable(graph, room);
    return [...own].filter((other) => reachable(graph, other).has(room)).sort();
  });
  return [...new Map(groups.filter(({ length }) => length > 1).map((group) => [group.join(), group])).values()];
}

/** @param {Graph} graph @param {string} room */
function reachable(graph, room) {
  const found = new Set(targets(graph, room).keys());
  for (const one of found) for (const next of targets(graph, one).keys()) found.add(next);
  return found;
}

/** @param {Graph} graph @param {string} room @returns {Map<string, Import>} */
function targets(graph, room) {
  return graph.get(room) ?? new Map();
}
