// Compiled, never run, under @types/express 5 and, by test/older-types, under 4: what options get when operations run in a worker.
import { respondAsync } from '@multistatus/async';
import { memoryQueue } from '@multistatus/async/memory';
import { batch, getOperation, type JobRequest } from '@multistatus/express';
import { createJournal } from '@multistatus/journal';
import { memoryStore } from '@multistatus/journal/memory';
import type { Request } from 'express';

type IsExactly<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
function holds<_Fact extends true>(): void {}

interface User {
  readonly user: string;
}

const journal = createJournal({ store: memoryStore(), identify: (req: Request) => req.get('x-user') });
const queue = memoryQueue();

/** With the option `async`, options get the request, or what takes its place in a worker. */
export function answerLater(): void {
  batch({
    journal,
    async: respondAsync({
      queue,
      name: 'batch',
      capture: (req: Request): User => ({ user: String(req.ip) }),
    }),
    allow: (_operation, req) => {
      holds<IsExactly<typeof req, Request | JobRequest<User>>>();
      return 'isJob' in req ? req.principal.user === 'ana' : req.get('x-user') === 'ana';
    },
    // It is not called in a worker.
    prepare: (req, outerReq) => {
      holds<IsExactly<typeof outerReq, Request>>();
      req.headers['x-user'] = outerReq.get('x-user');
    },
    onOutcome: (_outcome, req) => holds<IsExactly<typeof req, Request | JobRequest<User>>>(),
    onError: (_error, { request }) =>
      holds<IsExactly<typeof request, Request | JobRequest<User> | undefined>>(),
  });
  batch({
    journal,
    async: respondAsync({ queue, name: 'unknown' }),
    onOutcome: (_outcome, req) => holds<IsExactly<typeof req, Request | JobRequest>>(),
    // @ts-expect-error: it may be a job
    allow: (_operation, req) => req.get('x-user') === 'ana',
  });
}

/** Without it, they get the request. */
export function answerAtOnce(): void {
  batch({
    journal,
    allow: (_operation, req) => {
      holds<IsExactly<typeof req, Request>>();
      return true;
    },
    onOutcome: (_outcome, req) => holds<IsExactly<typeof req, Request>>(),
  });
}

/** The types of an app that names them. */
export function nameTypes(req: Request): string | undefined {
  interface OwnRequest extends Request {
    readonly tenant: string;
  }
  const async = respondAsync<OwnRequest, User>({
    queue,
    name: 'own',
    capture: ({ tenant }) => ({ user: tenant }),
  });
  batch<OwnRequest, User>({
    journal,
    async,
    allow: (_operation, outer) => ('isJob' in outer ? outer.principal.user : outer.tenant) === 'ana',
  });
  const { drain } = batch<OwnRequest, User>({ journal, async });
  const drained: Promise<void> = drain();
  void drained;
  return getOperation<unknown, User>(req)?.principal?.user;
}
