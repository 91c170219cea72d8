import { toMarkdown } from './render/to-markdown.mjs';

/** Returns what is wrong with the doc comments of exported symbols: one is missing, or has a link to what is not described. */
export function findCommentFaults(packages, symbols) {
  return packages.flatMap(({ name }) =>
    symbols
      .symbolsOf(name)
      .flatMap((symbol) => [
        ...(symbol.entry === undefined || symbol.items.some(hasText)
          ? []
          : [`${name}: ${symbol.name} has no doc comment`]),
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
