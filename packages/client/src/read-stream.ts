import {
  type MultistatusReading,
  type MultistatusResponse,
  type ReadLimits,
  readNdjson,
  toReading,
} from '@multistatus/document';

/** What an answer in lines has said. */
export interface StreamReading {
  /** Of a whole answer with its summary; of one without an end what has come. */
  readonly reading: MultistatusReading;
  /** Why there is no end, if there is none. */
  readonly cut: unknown;
}

/**
 * Reads an answer in NDJSON, and hands each response on as it comes. Never rejects: what came before the answer broke
 * off, or before a line that is no response, stands.
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
        return { reading: toReading({ summary: result.value, responses }), cut: undefined };
      }
      responses.push(result.value);
      onResponse(result.value);
    }
  } catch (cut) {
    return { reading: toReading({ responses }), cut };
  }
}
