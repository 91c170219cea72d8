// Sends a million operations to batch() as JSON Lines, and as many in batches in JSON, and prints how much memory the server takes
// and how long an operation takes; also with operations in JSON whose answers are lines.
//
//   node bench/batch-million-lines.mjs [operations] [express|koa] [lines|answers|json] [--json] [--root=<another build>]
import { exchangeBatches, exchangeLines } from './lines/exchange-lines.mjs';
import { measureLines, printFigures } from './lines/measure-lines.mjs';
import { readWords } from './lines/read-words.mjs';

/** How many operations a batch in JSON has. */
const BATCH_SIZE = 100;
const path = '/batch';
const toLine = (id) => `{"id":"photo-${id}","method":"GET","url":"/photos/${id}"}`;
const EXCHANGES = {
  lines: (count, to) => exchangeLines(count, { ...to, path, toLine }),
  answers: (count, to) =>
    exchangeBatches(count, { ...to, path, toLine, batchSize: BATCH_SIZE, accept: 'application/x-ndjson' }),
  json: (count, to) =>
    exchangeBatches(count, { ...to, path, toLine, batchSize: BATCH_SIZE, accept: 'application/json' }),
};

const { lines, frameworks, words, isJson, root } = readWords();
const wanted = Object.keys(EXCHANGES).filter((name) => words.includes(name));
for (const framework of frameworks) {
  for (const name of wanted.length === 0 ? Object.keys(EXCHANGES) : wanted) {
    const figures = await measureLines(lines, { kind: 'batch', framework, root, exchange: EXCHANGES[name] });
    if (isJson) console.log(JSON.stringify({ ...figures, name }));
    else printFigures(`${framework}, ${name}`, figures);
  }
}
