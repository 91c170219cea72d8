import type { AnswerContent, AnswerPart, EncodedAnswer } from '@multistatus/core';
import { SummaryCounter } from '@multistatus/document';
import { writeMultipartAnswer } from '#odata/multipart/write-multipart-answer.js';

/** What an operation of a batch has answered. */
export interface Answered {
  readonly id: string;
  readonly clientId?: string;
  readonly method?: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Of the content type in `headers`; text is UTF-8. */
  readonly body?: string | Uint8Array;
  readonly encoding?: 'json' | 'text' | 'base64';
  readonly bodyOmitted?: 'too-large' | 'minimal' | 'not-stored';
  /** The last part of the type of the problem that takes the place of an answer. */
  readonly problem?: string;
}

/** Returns the part of an answer as the endpoint passes it to a format. */
export function answerPart({ id, clientId, method = 'GET', status, ...answered }: Answered): AnswerPart {
  const {
    headers = {},
    body = '',
    encoding = typeof answered.body === 'string' ? 'json' : 'base64',
    bodyOmitted,
    problem: slug,
  } = answered;
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const operation = {
    index: 0,
    id,
    clientId,
    method,
    url: '/',
    headers: {},
    dependencies: [],
    references: [],
  };
  const result = status < 300 ? 'succeeded' : status < 400 ? 'other' : 'failed';
  const problem = {
    type: `urn:multistatus:problem:${slug}`,
    title: 'Failed',
    status,
    detail: `Because of ~2.1i and not of a~3`,
  };
  if (slug !== undefined) {
    const response = { href: '/', status, headers: { 'content-type': 'application/problem+json' }, problem };
    return { response, result, outcome: { kind: 'skipped', operation, result, problem } };
  }
  const content = bytes.length === 0 ? undefined : { encoding, text: Buffer.from(bytes).toString() };
  return {
    response: { href: '/', status, headers, body: content, bodyOmitted },
    result,
    outcome: {
      kind: 'answered',
      operation,
      result,
      answer: { status, headers, body: bytes, isBodyTooLarge: false },
    },
  } as AnswerPart;
}

/** Writes an answer of these parts to a multipart batch with these headers. */
export async function write(
  parts: AnswerContent['parts'] | readonly Answered[],
  headers: AnswerContent['headers'] = {},
): Promise<EncodedAnswer> {
  const { summary } = new SummaryCounter();
  const asParts = Array.isArray(parts)
    ? parts.map((each) => ('id' in each ? answerPart(each) : each))
    : parts;
  return await writeMultipartAnswer({
    parts: asParts as AnswerContent['parts'],
    summary: () => summary,
    members: {},
    mediaType: 'multipart/mixed',
    operationsPath: '/odata/$batch/operations/',
    headers: { 'content-type': 'multipart/mixed; boundary=b', ...headers },
  });
}

/** Returns the bytes of an answer, one character for each. */
export async function textOf({ body }: EncodedAnswer): Promise<string> {
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array) return Buffer.from(body).toString('latin1');
  const pieces: Buffer[] = [];
  for await (const piece of body) pieces.push(Buffer.from(piece as Uint8Array));
  return Buffer.concat(pieces).toString('latin1');
}

/** Returns an answer with boundaries that are the same for each. */
export async function plainTextOf(answer: EncodedAnswer): Promise<string> {
  return (await textOf(answer)).replace(/(?:batch|changeset)response_[0-9a-f-]{36}/g, (name) =>
    name.replace(/_.*/, ''),
  );
}
