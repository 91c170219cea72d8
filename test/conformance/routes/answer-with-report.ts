import { answerReport, type EnvelopeRequest } from '@multistatus/core/adapter';
import type { MultistatusResponse } from '@multistatus/document';

const RESPONSES: readonly MultistatusResponse[] = [
  { href: '/photos/1', status: 204 },
  { hrefs: ['/photos/2', '/photos/3'], status: 423, description: 'held by Ana' },
];

/** The answer to `/report`, as a whole. */
export interface ReportAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string;
}

/**
 * Returns the answer to `/report?streamed&shared`: one photo was deleted, two share a status. `message` is the request object
 * of the host.
 */
export async function answerWithReport(
  message: object,
  { searchParams, pathname }: URL,
  request: Pick<EnvelopeRequest, 'method' | 'headers'>,
): Promise<ReportAnswer> {
  const report = searchParams.has('streamed')
    ? eachOf(RESPONSES)
    : { summary: { total: 2, succeeded: 1, failed: 1, other: 0 }, responses: RESPONSES };
  const {
    status,
    headers,
    body = '',
  } = await answerReport(
    report,
    { ...request, message, url: pathname, responseHeaders: {} },
    { sharedStatus: searchParams.has('shared') },
  );
  if (typeof body === 'string' || body instanceof Uint8Array) return { status, headers, body: String(body) };
  let text = '';
  for await (const piece of body) text += String(piece);
  return { status, headers, body: text };
}

async function* eachOf(responses: readonly MultistatusResponse[]): AsyncGenerator<MultistatusResponse> {
  yield* responses;
}
