import { ApiItemKind } from '@microsoft/api-extractor-model';

/**
 * The symbols of all packages, each under the page and heading that describe it. A symbol that several entries of a package export
 * is described once, under the first of them.
 */
export class SymbolIndex {
  /** By the name of the package: symbols by name. */
  #packages = new Map();
  #dependencies = new Map();

  constructor(packages) {
    for (const { name, shortName, dependencies, entries } of packages) {
      const symbols = new Map();
      this.#packages.set(name, symbols);
      this.#dependencies.set(name, dependencies);
      // Exported symbols first: what an entry forgets another may export.
      for (const isExported of [true, false]) {
        for (const entry of entries) addSymbols(symbols, { shortName, entry, isExported });
      }
      assignAnchors(symbols, entries);
    }
  }

  /** Returns the symbols that an entry is the first to export; or those that no entry exports, if `entry` is undefined. */
  describedUnder(packageName, entry) {
    return this.symbolsOf(packageName).filter((symbol) => symbol.entry === entry);
  }

  /** Returns the symbols of a package, in the order of its page. */
  symbolsOf(packageName) {
    return [...this.#packages.get(packageName).values()].sort(inOrder);
  }

  /** Returns the symbol of that name in a package; otherwise in a dependency of it; otherwise in the only package that has it. */
  find(packageName, name) {
    const within = (names) => [...names].flatMap((each) => this.#packages.get(each)?.get(name) ?? []);
    const [nearest] = within([packageName, ...this.#dependencies.get(packageName)]);
    const all = within(this.#packages.keys());
    return nearest ?? (all.length === 1 ? all[0] : undefined);
  }
}

/** Sorts what programs call before types, and by name. */
function inOrder(a, b) {
  return Number(isType(a)) - Number(isType(b)) || (a.name < b.name ? -1 : 1);
}

/** Checks whether a symbol is only a type: an interface or type alias. */
export function isType({ items }) {
  return items.every(({ kind }) => kind === ApiItemKind.Interface || kind === ApiItemKind.TypeAlias);
}

function addSymbols(symbols, { shortName, entry, isExported }) {
  const added = new Map();
  for (const item of entry.model.members) {
    if (item.kind === ApiItemKind.EntryPoint || item.isExported !== isExported) continue;
    const name = item.displayName;
    if (symbols.has(name)) continue;
    // Overloads, and a type and a value of the same name, are one symbol.
    const symbol = added.get(name) ?? { name, shortName, entry: isExported ? entry : undefined, items: [] };
    symbol.items.push(item);
    added.set(name, symbol);
  }
  for (const [name, symbol] of added) symbols.set(name, symbol);
}

/** Gives each symbol the anchor that its heading gets on GitHub. */
function assignAnchors(symbols, entries) {
  const used = new Set(entries.map(({ specifier }) => toAnchor(specifier)));
  const headings = [...entries, undefined].flatMap((entry) =>
    [...symbols.values()].filter((symbol) => symbol.entry === entry).sort(inOrder),
  );
  for (const symbol of headings) {
    const anchor = toAnchor(symbol.name);
    symbol.anchor = anchor;
    for (let count = 1; used.has(symbol.anchor); count += 1) symbol.anchor = `${anchor}-${count}`;
    used.add(symbol.anchor);
  }
}

function toAnchor(heading) {
  return heading
    .toLowerCase()
    .replace(/[^\w -]/g, '')
    .replaceAll(' ', '-');
}
