// Compiled, never run, under @types/koa 3 and, by test/older-types, under 2: what options get when operations run in a worker.
import { respondAsync } from '@multistatus/async';
import { memoryQueue } from '@multistatus/async/memory';
import { createJournal } from '@multistatus/journal';
import { memoryStore } from '@multistatus/journal/memory';
import { batch, getOperation, type JobRequest } from '@multistatus/koa';
import type { Context } from 'koa';

type IsExactly<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
function holds<_Fact extends true>(): void {}

interface User {
  readonly user: string;
}

const journal = createJournal({ store: memoryStore(), identify: (ctx: Context) => ctx.get('x-user') });
const queue = memoryQueue();

/** With the option `async`, options get the request, or what takes its place in a worker. */
export function answerLater(): void {
  batch({
    journal,
    async: respondAsync({
      queue,
      name: 'batch',
      capture: (ctx: Context): User => ({ user: String(ctx.ip) }),
    }),
    allow: (_operation, ctx) => {
      holds<IsExactly<typeof ctx, Context | JobRequest<User>>>();
      return 'isJob' in ctx ? ctx.principal.user === 'ana' : ctx.get('x-user') === 'ana';
    },
    // It is not called in a worker.
    prepare: (ctx, outerCtx) => {
      holds<IsExactly<typeof outerCtx, Context>>();
      ctx.state['user'] = outerCtx.get('x-user');
    },
    onOutcome: (_outcome, ctx) => holds<IsExactly<typeof ctx, Context | JobRequest<User>>>(),
    onError: (_error, { request }) =>
      holds<IsExactly<typeof request, Context | JobRequest<User> | undefined>>(),
  });
  batch({
    journal,
    async: respondAsync({ queue, name: 'unknown' }),
    onOutcome: (_outcome, ctx) => holds<IsExactly<typeof ctx, Context | JobRequest>>(),
    // @ts-expect-error: it may be a job
    allow: (_operation, ctx) => ctx.get('x-user') === 'ana',
  });
}

/** Without it, they get the request. */
export function answerAtOnce(): void {
  batch({
    journal,
    allow: (_operation, ctx) => {
      holds<IsExactly<typeof ctx, Context>>();
      return true;
    },
    onOutcome: (_outcome, ctx) => holds<IsExactly<typeof ctx, Context>>(),
  });
}

/** The types of an app that names them. */
export function nameTypes(ctx: Context): string | undefined {
  interface OwnContext extends Context {
    readonly tenant: string;
  }
  const async = respondAsync<OwnContext, User>({
    queue,
    name: 'own',
    capture: ({ tenant }) => ({ user: tenant }),
  });
  batch<OwnContext, User>({
    journal,
    async,
    allow: (_operation, outer) => ('isJob' in outer ? outer.principal.user : outer.tenant) === 'ana',
  });
  const { drain } = batch<OwnContext, User>({ journal, async });
  const drained: Promise<void> = drain();
  void drained;
  return getOperation<unknown, User>(ctx)?.principal?.user;
}
