import {
  isDocumentError,
  type Multistatus,
  type MultistatusReading,
  type MultistatusResponse,
  readNdjson,
  toReading,
} from '@multistatus/document';
import { documentErrorFinding, exchangeFinding, type Finding } from '../finding.js';
import { MAX_INPUT_BYTES } from '../read-input.js';

/** The content of a streamed batch, with its findings. */
export interface LinesReading {
  /** `undefined` if a line is not an outcome. If the answer is truncated, the outcomes that arrived. */
  readonly reading: MultistatusReading | undefined;
  readonly findings: readonly Finding[];
}

/** Reads NDJSON into a document in request order. A truncated text is read as far as possible. */
export async function readLines(body: Uint8Array | string): Promise<LinesReading> {
  const responses: MultistatusResponse[] = [];
  const lines = readNdjson(body, { maxBytes: MAX_INPUT_BYTES });
  try {
    let result = await lines.next();
    for (; result.done !== true; result = await lines.next()) responses.push(result.value);
    return { reading: toSortedReading({ responses, summary: result.value }), findings: [] };
  } catch (error) {
    if (!isDocumentError(error)) throw error;
    const finding = documentErrorFinding(error);
    if (error.rule !== 'truncated') return { reading: undefined, findings: [finding] };
    const findings = [exchangeFinding('truncated', finding.message, finding.where)];
    return { reading: toSortedReading({ responses }), findings };
  }
}

function toSortedReading(document: Multistatus): MultistatusReading {
  const responses = document.responses.toSorted((one, other) => (one.index ?? 0) - (other.index ?? 0));
  return toReading({ ...document, responses });
}
