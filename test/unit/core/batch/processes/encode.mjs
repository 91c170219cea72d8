// Writes the answer with the outcomes of a file to standard output.
import { readFileSync } from 'node:fs';
import { restoreBatch, restoreOutcomes } from '@multistatus/core/adapter';
import { endpoint } from './endpoint.mjs';

const [batchFile, outcomesFile] = process.argv.slice(2);
const accepted = restoreBatch(JSON.parse(readFileSync(batchFile, 'utf8')));
const outcomes = restoreOutcomes(JSON.parse(readFileSync(outcomesFile, 'utf8')), accepted);
const { body } = await endpoint.encode(outcomes, accepted);
process.stdout.write(body);
