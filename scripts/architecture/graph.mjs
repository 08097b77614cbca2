// @ts-check
// Turns imports between files into imports between modules: cycles, layers and the map in docs/architecture.md.
import { posix } from 'node:path';

/** @typedef {readonly [from: string, to: string]} Import - Paths of two files, types included. */
/** @typedef {Map<string, Map<string, Import>>} Graph - Each module's imported modules, with one example import each. */

/**
 * Finds cycles that involve at least one folder, at every depth. An import belongs to the deepest folder that holds both files, and
 * connects two of its children.
 *
 * @param {readonly Import[]} imports
 * @returns {Import[][]} one example import for each arrow of a cycle
 */
export function cycles(imports) {
  /** @type {Map<string, Import[]>} */
  const byFolder = new Map();
  for (const [from, to] of imports) {
    let folder = posix.dirname(from);
    while (!to.startsWith(`${folder}/`)) folder = posix.dirname(folder);
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), [from, to]]);
  }
  const files = new Set(imports.flat());
  return [...byFolder].flatMap(([folder, inside]) => {
    const graph = modulesOf(folder, inside);
    return cyclicGroups(graph)
      .filter((knot) => knot.some((module) => !files.has(`${folder}/${module}`)))
      .map((knot) =>
        knot.flatMap((module) =>
          [...targets(graph, module)].filter(([target]) => knot.includes(target)).map(([, example]) => example),
        ),
      );
  });
}

/** Returns the graph of a folder's modules: its files and folders. @param {string} folder @param {readonly Import[]} imports */
export function modulesOf(folder, imports) {
  const module = (/** @type {string} */ file) => file.slice(folder.length + 1).split('/', 1)[0] ?? '';
  /** @type {Graph} */
  const graph = new Map();
  for (const [from, to] of imports) {
    for (const file of [from, to]) if (!graph.has(module(file))) graph.set(module(file), new Map());
    if (module(from) !== module(to)) targets(graph, module(from)).set(module(to), [from, to]);
  }
  return graph;
}

/**
 * Describes violations of the layers, modules missing from the layers, and listed modules that do not exist.
 *
 * @param {Graph} graph
 * @param {import('./modules.mjs').Layers} layers
 * @returns {string[]}
 */
export function misplaced(graph, layers) {
  const levels = new Map(layers.flatMap((modules, level) => Object.keys(modules).map((module) => [module, level])));
  const level = (/** @type {string} */ module) => levels.get(module) ?? Infinity;
  return [
    ...[...graph.keys()].filter((module) => !levels.has(module)).map((module) => `No layer lists ${module}.`),
    ...[...levels.keys()]
      .filter((module) => !graph.has(module))
      .map((module) => `A layer lists ${module}, which does not exist.`),
    ...[...graph].flatMap(([module, imported]) =>
      [...imported]
        .filter(([target]) => level(target) >= level(module))
        .map(([target, [from, to]]) => `${target} is not below ${module}, but ${from} imports ${to}.`),
    ),
  ];
}

/** Returns layers that fit the imports, lowest first, or `undefined` if there is a cycle. @param {Graph} graph */
export function layersOf(graph) {
  /** @type {string[][]} */
  const layers = [];
  const left = new Set(graph.keys());
  while (left.size > 0) {
    const free = [...left].filter((module) => [...targets(graph, module).keys()].every((target) => !left.has(target)));
    if (free.length === 0) return undefined;
    for (const module of free) left.delete(module);
    layers.push(free.sort());
  }
  return layers;
}

/** Returns the arrows between modules, without transitive ones. @param {Graph} graph @returns {[from: string, to: string][]} */
export function arrows(graph) {
  return [...graph].flatMap(([module, imported]) =>
    [...imported.keys()]
      .filter(
        (target) => ![...imported.keys()].some((other) => other !== target && reachable(graph, other).has(target)),
      )
      .map((target) => /** @type {[string, string]} */ ([module, target])),
  );
}

/** Returns groups of modules that import each other. @param {Graph} graph @returns {string[][]} */
function cyclicGroups(graph) {
  const groups = [...graph.keys()].map((module) => {
    const own = reachable(graph, module);
    return [...own].filter((other) => reachable(graph, other).has(module)).sort();
  });
  return [...new Map(groups.filter(({ length }) => length > 1).map((group) => [group.join(), group])).values()];
}

/** @param {Graph} graph @param {string} module */
function reachable(graph, module) {
  const found = new Set(targets(graph, module).keys());
  for (const one of found) for (const next of targets(graph, one).keys()) found.add(next);
  return found;
}

/** @param {Graph} graph @param {string} module @returns {Map<string, Import>} */
function targets(graph, module) {
  return graph.get(module) ?? new Map();
}
