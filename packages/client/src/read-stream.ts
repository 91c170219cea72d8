import {
  type MultistatusReading,
  type MultistatusResponse,
  type ReadLimits,
  readNdjson,
  toReading,
} from '@multistatus/document';

/** The content of an answer in NDJSON. */
export interface StreamReading {
  /** If the answer is incomplete, the responses that arrived, without a summary. */
  readonly reading: MultistatusReading;
  /** Why the answer is incomplete, if it is. */
  readonly truncation: unknown;
}

/**
 * Reads an answer in NDJSON, and calls `onResponse` with each response as it arrives. Never rejects: if the answer
 * breaks off, or a line is not a response, the responses before it stay valid.
 */
export async function readStream(
  response: Response,
  {
    limits,
    onResponse,
  }: { readonly limits: ReadLimits; readonly onResponse: (response: MultistatusResponse) => void },
): Promise<StreamReading> {
  const lines = readNdjson(response, limits);
  const responses: MultistatusResponse[] = [];
  try {
    for (;;) {
      const result = await lines.next();
      if (result.done === true) {
        return { reading: toReading({ summary: result.value, responses }), truncation: undefined };
      }
      responses.push(result.value);
      onResponse(result.value);
    }
  } catch (truncation) {
    return { reading: toReading({ responses }), truncation };
  }
}
