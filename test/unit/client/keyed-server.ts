import { text } from 'node:stream/consumers';
import { answer, type Misbehaviour } from './misbehaving-server.js';
import { serveTraffic, type Traffic } from './serve-traffic.js';

/** A batch that arrived. */
export interface Post {
  /** The header Idempotency-Key as it came. */
  readonly key: string | undefined;
  /** The body, byte for byte. */
  readonly body: string;
}

/** A server that says it keeps Idempotency-Keys, and answers batches as a script says. */
export interface KeyedTraffic extends Traffic {
  readonly posts: readonly Post[];
}

/**
 * Starts such a server. The last of `tries` is the answer to all later batches. `describe` answers the question for the
 * description of the endpoint. Any other request gets 200.
 */
export async function serveKeyed(
  tries: readonly Misbehaviour[],
  describe: Misbehaviour = answer(200, 'application/json', { idempotency: true }),
): Promise<KeyedTraffic> {
  const posts: Post[] = [];
  const traffic = await serveTraffic((req, res) => {
    if (req.url !== '/batch') res.end('single');
    else if (req.method === 'GET') describe(res, []);
    else {
      void text(req).then((body) => {
        const { requests } = JSON.parse(body) as { readonly requests: readonly { readonly id: string }[] };
        const misbehave = tries[Math.min(posts.length, tries.length - 1)];
        posts.push({ key: req.headers['idempotency-key'] as string | undefined, body });
        misbehave?.(
          res,
          requests.map(({ id }) => id),
        );
      });
    }
  });
  return { ...traffic, posts };
}

/** Cuts the connection before any answer. */
export const cut: Misbehaviour = (res) => void res.destroy();

/** Answers a problem of this library instead of outcomes. */
export function refuse(
  status: number,
  slug: string,
  { headers = {}, ...members }: { headers?: Record<string, string>; executed: false | 'unknown' },
): Misbehaviour {
  return (res) => {
    res.writeHead(status, { 'content-type': 'application/problem+json', ...headers });
    res.end(
      JSON.stringify({
        type: `urn:multistatus:problem:${slug}`,
        title: 'T',
        status,
        detail: `of ${slug}`,
        ...members,
      }),
    );
  };
}

/** Answers that an earlier request with the key is still running. */
export function inProgress(retryAfter?: string): Misbehaviour {
  const headers = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
  return refuse(409, 'idempotency-in-progress', { executed: 'unknown', headers });
}

/** Answers as a server does that has kept the outcomes: 201 for each operation. */
export const replay: Misbehaviour = (res, ids) => {
  res.setHeader('idempotency-replayed', 'true');
  created(res, ids);
};

/** Answers 201 for each operation. */
export const created: Misbehaviour = (res, ids) => {
  const responses = ids.map((id) => ({ id, href: `/${id}`, status: 201 }));
  answer(207, 'application/json', { responses })(res, ids);
};
