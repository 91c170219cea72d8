// Executes the accepted batch of one file, and writes its outcomes to another.
import { readFileSync, writeFileSync } from 'node:fs';
import { restoreBatch, storeOutcomes } from '@multistatus/core/adapter';
import { dispatch, endpoint } from './endpoint.mjs';

const [batchFile, outcomesFile] = process.argv.slice(2);
const accepted = restoreBatch(JSON.parse(readFileSync(batchFile, 'utf8')));
writeFileSync(
  outcomesFile,
  JSON.stringify(storeOutcomes(await endpoint.execute(accepted, dispatch), accepted)),
);
