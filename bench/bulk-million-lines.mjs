// Whether bulk() takes a million lines of NDJSON, and answers each, in memory that does not grow.
//
//   node bench/bulk-million-lines.mjs [lines] [express|koa] [--json] [--root=<another build>]
import { exchangeLines } from './lines/exchange-lines.mjs';
import { measureLines, printFigures } from './lines/measure-lines.mjs';
import { readWords } from './lines/read-words.mjs';

const toLine = (id) => `{"id":${id},"title":"Tram 28 at dusk, from the steps of the church"}`;
const { lines, frameworks, isJson, root } = readWords();
for (const framework of frameworks) {
  const figures = await measureLines(lines, {
    kind: 'bulk',
    framework,
    root,
    exchange: (count, { port, onLines }) => exchangeLines(count, { port, path: '/photos', toLine, onLines }),
  });
  if (isJson) console.log(JSON.stringify(figures));
  else printFigures(framework, figures);
}
