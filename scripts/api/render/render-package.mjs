import { readFileSync } from 'node:fs';
import { isType } from '../symbol-index.mjs';
import { renderSymbol } from './render-symbol.mjs';

const WRITTEN = `<!-- Written by \`pnpm api\` from the doc comments of the sources. Do not edit. -->
<!-- tested by: scripts/write-api.mjs -->`;
// `export { batch, type Operation as Sent } from '@multistatus/core';` in a declaration file.
const REEXPORT = /^export (?:type )?\{([^}]*)\} from '(@multistatus\/[^']+)';/gm;

/** Returns the page of a package. */
export function renderPackage(each, symbols) {
  const { name, shortName, description, entries } = each;
  const resolverOf = (entry) => createResolver({ each, entry, symbols });
  const sections = entries.map((entry) => renderEntry({ each, entry, symbols, resolve: resolverOf(entry) }));
  const hidden = symbols.describedUnder(name, undefined);
  if (hidden.length > 0) {
    const intro = `## Types that are not exported\n\nSignatures name them. They cannot be imported.`;
    sections.push(
      [intro, ...hidden.map((symbol) => renderSymbol(symbol, resolverOf(entries[0])))].join('\n\n'),
    );
  }
  return [
    WRITTEN,
    `# ${name}`,
    `${description.replace(/\.?$/, '.')} [README](../../../packages/${shortName}/README.md)`,
    ...sections,
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

/** Returns the page that lists the pages. */
export function renderIndex(packages) {
  const rows = packages.map(
    ({ name, shortName, description, entries }) =>
      `- [${name}](${shortName}.md): ${description.replace(/\.?$/, '.')}${entriesOf(name, entries)}`,
  );
  const intro = 'What each package exports: signatures, defaults, and the errors that functions throw.';
  return [WRITTEN, '# API reference', intro, `${rows.join('\n')}\n`].join('\n\n');
}

function entriesOf(name, entries) {
  const others = entries.map(({ specifier }) => specifier).filter((specifier) => specifier !== name);
  return others.length === 0 ? '' : ` Entries: ${others.map((specifier) => `\`${specifier}\``).join(', ')}.`;
}

function renderEntry({ each, entry, symbols, resolve }) {
  const own = symbols.describedUnder(each.name, entry);
  const alsoExported = [...elsewhereInPackage({ each, entry, symbols }), ...reexports(entry)].sort((a, b) =>
    a < b ? -1 : 1,
  );
  const namesOf = (symbols) => symbols.map(({ name }) => name);
  const blocks = [
    `## ${entry.specifier}`,
    toLinks('Exports', namesOf(own.filter((symbol) => !isType(symbol))), resolve),
    toLinks('Types', namesOf(own.filter(isType)), resolve),
    toLinks('Described elsewhere', alsoExported, resolve),
  ];
  return [
    ...blocks.filter((block) => block !== ''),
    ...own.map((symbol) => renderSymbol(symbol, resolve)),
  ].join('\n\n');
}

/** Returns the names that the entry exports, and that are described under another entry of the package. */
function elsewhereInPackage({ each, entry, symbols }) {
  const names = new Set(
    entry.model.members.filter((item) => item.isExported).map((item) => item.displayName),
  );
  return [...names].filter((name) => symbols.find(each.name, name)?.entry !== entry);
}

/** Returns the names that the entry exports from other packages. */
function reexports(entry) {
  const text = readFileSync(entry.declarations, 'utf8');
  return [...text.matchAll(REEXPORT)].flatMap(([, names]) =>
    names
      .split(',')
      .map((name) =>
        name
          .trim()
          .replace(/^type /, '')
          .replace(/ as \w+$/, ''),
      )
      .filter((name) => name !== ''),
  );
}

function toLinks(title, names, resolve) {
  if (names.length === 0) return '';
  return `${title}: ${names.map((name) => (resolve(name) === undefined ? `\`${name}\`` : `[${name}](${resolve(name)})`)).join(', ')}.`;
}

/** Returns the function that returns the URL of a symbol, as written on the page of a package. */
function createResolver({ each, symbols }) {
  return (name) => {
    const symbol = symbols.find(each.name, name.split('.')[0]);
    if (symbol === undefined) return undefined;
    const page = symbol.shortName === each.shortName ? '' : `${symbol.shortName}.md`;
    return `${page}#${symbol.anchor}`;
  };
}
