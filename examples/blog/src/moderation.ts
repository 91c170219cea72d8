import { type BulkMiddleware, bulk, type KoaBatchOptions } from '@multistatus/koa';
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

/** Creates the handler of `PATCH /comments`: a list of verdicts, each carried out and answered on its own. */
export function moderation(
  { comments }: Pick<Store, 'comments'>,
  journal: KoaBatchOptions['journal'],
): BulkMiddleware {
  return bulk({
    journal,
    item: VERDICT,
    href: ({ id }: Verdict) => `/comments/${encodeURIComponent(id)}`,
    // With two verdicts on one comment, it would be unclear which one counts.
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
