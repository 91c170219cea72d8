import {
  isDocumentError,
  type Multistatus,
  type MultistatusReading,
  type MultistatusResponse,
  readNdjson,
  toReading,
} from '@multistatus/document';
import { exchangeFinding, type Finding, faultFinding } from '../finding.js';
import { MAX_INPUT_BYTES } from '../read-input.js';

/** What the lines of a streamed batch say, and what is wrong with them. */
export interface LinesReading {
  /** `undefined` if a line is no outcome; of an answer without its end what has come. */
  readonly reading: MultistatusReading | undefined;
  readonly findings: readonly Finding[];
}

/** Reads NDJSON into a document in the order of the request, what is truncated as far as it goes. */
export async function readLines(body: Uint8Array | string): Promise<LinesReading> {
  const responses: MultistatusResponse[] = [];
  const lines = readNdjson(body, { maxBytes: MAX_INPUT_BYTES });
  try {
    let result = await lines.next();
    for (; result.done !== true; result = await lines.next()) responses.push(result.value);
    return { reading: toSortedReading({ responses, summary: result.value }), findings: [] };
  } catch (error) {
    if (!isDocumentError(error)) throw error;
    const fault = faultFinding(error);
    if (error.rule !== 'truncated') return { reading: undefined, findings: [fault] };
    const findings = [exchangeFinding('truncated', fault.message, fault.where)];
    return { reading: toSortedReading({ responses }), findings };
  }
}

function toSortedReading(document: Multistatus): MultistatusReading {
  const responses = document.responses.toSorted((one, other) => (one.index ?? 0) - (other.index ?? 0));
  return toReading({ ...document, responses });
}
