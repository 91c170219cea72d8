import { type Refusal, readRefusal } from '@multistatus/inspect';
import { isJsonType, parseMediaType } from '@multistatus/wire';

const MAX_BYTES = 1_048_576;

/** What is shown of an answer that refuses a batch, and is not in the error of the client. */
export interface AnswerFacts extends Pick<Refusal, 'error'> {
  readonly status: number | undefined;
  readonly location: string | undefined;
  readonly acceptPost: string | undefined;
}

/** Stands for an answer that has not come. */
export const NO_ANSWER: AnswerFacts = {
  error: undefined,
  status: undefined,
  location: undefined,
  acceptPost: undefined,
};

/** Reads the facts of an answer. The body of the response remains unread. */
export async function readFacts(response: Response): Promise<AnswerFacts> {
  const { headers, status } = response;
  return {
    error: await readODataError(response),
    status,
    location: headers.get('location') ?? undefined,
    acceptPost: headers.get('accept-post') ?? undefined,
  };
}

/**
 * Reads the error of OData or Microsoft Graph in an answer that refuses a batch, up to 1 MiB; resolves with `undefined` if there
 * is none.
 */
async function readODataError(response: Response): Promise<Refusal['error']> {
  const type = parseMediaType(response.headers.get('content-type') ?? undefined)?.type ?? '';
  if (response.ok || !isJsonType(type)) return undefined;
  try {
    return readRefusal(await readText(response.clone()))?.error;
  } catch {
    // The client reports a connection that broke off.
    return undefined;
  }
}

async function readText({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.length > MAX_BYTES) return '';
  }
  return text;
}
