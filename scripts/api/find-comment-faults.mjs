import { toMarkdown } from './render/to-markdown.mjs';

/**
 * Returns what is wrong with the public symbols: a signature names a type that no entry exports, a doc comment is missing, or has
 * a link to what is not described.
 */
export function findCommentFaults(packages, symbols) {
  return packages.flatMap(({ name }) =>
    symbols
      .symbolsOf(name)
      .flatMap((symbol) => [
        ...(symbol.entry === undefined
          ? [`${name}: a signature names ${symbol.name}, which no entry exports`]
          : []),
        ...(symbol.items.some(hasText) ? [] : [`${name}: ${symbol.name} has no doc comment`]),
        ...brokenLinks(symbol, (target) => symbols.find(name, target.split('.')[0])).map(
          (target) => `${name}: the comment of ${symbol.name} has a link to ${target}, which is not exported`,
        ),
      ]),
  );
}

function hasText({ tsdocComment }) {
  return tsdocComment !== undefined && toMarkdown(tsdocComment.summarySection, () => undefined).trim() !== '';
}

function brokenLinks(symbol, resolve) {
  const broken = [];
  const collect = (target) => {
    const found = resolve(target);
    if (found === undefined) broken.push(target);
    return found?.anchor;
  };
  for (const item of symbol.items) {
    for (const { tsdocComment } of [item, ...item.members]) {
      if (tsdocComment !== undefined) toMarkdown(tsdocComment, collect);
    }
  }
  return broken;
}
