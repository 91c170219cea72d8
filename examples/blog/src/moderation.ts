import { type BulkMiddleware, bulk } from '@multistatus/koa';
import createError from 'http-errors';
import type { Store } from './store.js';

/** What a moderator decides about one comment. */
interface Verdict {
  readonly id: string;
  readonly verdict: 'keep' | 'hide' | 'remove';
}

const VERDICT = {
  type: 'object',
  required: ['id', 'verdict'],
  properties: { id: { type: 'string' }, verdict: { enum: ['keep', 'hide', 'remove'] } },
  additionalProperties: false,
};

/** Makes the handler of `PATCH /comments`: a list of verdicts, each carried out and answered for itself. */
export function moderation({ comments }: Pick<Store, 'comments'>): BulkMiddleware {
  return bulk({
    item: VERDICT,
    href: ({ id }: Verdict) => `/comments/${encodeURIComponent(id)}`,
    // Two verdicts on one comment: nobody could tell which counts.
    key: 'id',
    handle: ({ id, verdict }: Verdict) => {
      const comment = comments.get(id);
      if (comment === undefined) throw createError(404, `There is no comment ${id}.`);
      if (verdict !== 'remove') return comments.put({ ...comment, hidden: verdict === 'hide' });
      comments.delete(id);
      return undefined;
    },
  });
}
