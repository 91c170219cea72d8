import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { AppAnswer } from './app-settings.js';
import type { Host } from './host.js';
import { HOSTILE, HOSTILE_TEXTS } from './hostile-texts.js';
import { EXPRESS } from './hosts.js';

const { script = '', url = '' } = HOSTILE_TEXTS;

const HEADERS = { 'x-text': `${script} ${url}`, location: url, link: `<${url}>; rel=next` };
const PROBLEM = {
  type: url,
  title: HOSTILE,
  detail: HOSTILE,
  instance: url,
  [HOSTILE]: HOSTILE,
  errors: [{ pointer: HOSTILE, code: HOSTILE, detail: HOSTILE, url }],
};

/** A batch whose operations have hostile ids, titles and headers, and that a server accepts. */
export const HOSTILE_BATCH: { readonly requests: readonly object[] } = {
  requests: Object.values(HOSTILE_TEXTS)
    // An endpoint refuses ids that are longer, or have control characters.
    .filter((each) => /^[^\p{Cc}\p{Cs}]{1,256}$/u.test(each))
    .map((id, index) => ({
      id,
      method: 'POST',
      url: `/photos/${index}?%3Cimg+src=x+onerror=pwned=1%3E`,
      headers: { 'x-text': script },
      body: { title: HOSTILE },
      ...(index === 0 ? {} : { dependsOn: [script] }),
    })),
};

const OPENAPI = {
  openapi: '3.1.0',
  info: { title: HOSTILE, version: script },
  paths: {
    [`/${script}/{${script}}`]: {
      get: { summary: HOSTILE, operationId: HOSTILE, tags: [HOSTILE], responses: {} },
      post: {
        summary: script,
        requestBody: { content: { 'application/json': { example: { [HOSTILE]: HOSTILE } } } },
        responses: {},
      },
    },
    [url]: { get: { summary: url, responses: {} } },
  },
};

/** The app answers every operation, and a request for its OpenAPI document, with hostile text. */
export function answerHostile({ url: target }: { readonly url: string }): AppAnswer {
  if (target === '/openapi.json')
    return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(OPENAPI) };
  return {
    status: 422,
    headers: { ...HEADERS, 'content-type': 'application/problem+json' },
    body: JSON.stringify(PROBLEM),
  };
}

/**
 * Returns a host whose batch endpoint itself is hostile: its description and its answers are not what they should be. The page sends
 * nothing if the base path is not that of its URLs.
 */
export const hostileHost =
  (basePath: string): Host =>
  (parts) => {
    const app = EXPRESS(parts);
    return {
      ...app,
      listener: (req, res) => {
        if (req.url === '/batch') void answerBatch(req, res, basePath);
        else app.listener(req, res);
      },
    };
  };

async function answerBatch(req: IncomingMessage, res: ServerResponse, basePath: string): Promise<void> {
  if (req.method === 'GET') {
    const description = {
      limits: { maxOperations: 100, [HOSTILE]: 1, maxBodyBytes: HOSTILE },
      basePath,
      formats: [HOSTILE],
      headers: { inherited: [HOSTILE], denied: [HOSTILE], allowed: [HOSTILE] },
    };
    res.setHeader('content-type', 'application/json').end(JSON.stringify(description));
    return;
  }
  const { requests } = JSON.parse(await text(req)) as {
    readonly requests: readonly { readonly id: string }[];
  };
  const lines = requests.map(({ id }, index) => ({
    id,
    index,
    href: url,
    status: 422,
    location: url,
    description: HOSTILE,
    reasonPhrase: script,
    headers: { ...HEADERS, [script]: script, 'content-type': 'application/problem+json' },
    body: { ...PROBLEM, because: [script, url] },
  }));
  res.writeHead(207, { 'content-type': 'application/x-ndjson' });
  for (const line of lines) res.write(`${JSON.stringify(line)}\n`);
  res.end(
    `${JSON.stringify({ summary: { total: lines.length, succeeded: 0, failed: lines.length, other: 0 } })}\n`,
  );
}
