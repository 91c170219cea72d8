import { batch, getOperation } from '@multistatus/express';
import type { Request, Response } from 'express';
import session from 'express-session';
import { type ExpressVersion, expressVersions } from '../../support/express-versions.js';
import { type Answer, answerNothing, type Call, type PolicyHost } from './policy-host.js';

type UserRequest = Request & { person?: string | undefined };

/** Every version of Express that is supported. */
export const expressHosts: readonly PolicyHost[] = expressVersions.map(([name, express]) =>
  toHost(name, express),
);

function toHost(name: string, express: ExpressVersion): PolicyHost {
  const userOf = (native: object): string | undefined => (native as UserRequest).person;
  const setUser = (native: object, user: string | undefined): void => {
    (native as UserRequest).person = user;
  };
  return {
    name,
    userOf,
    setUser,
    create({ options = {}, trustsProxy = false, hasSession = false, first, handle = answerNothing }) {
      const app = express();
      app.set('trust proxy', trustsProxy);
      app.use((req, _res, next) => {
        first?.(req);
        if (req.get('x-user') !== undefined) setUser(req, req.get('x-user'));
        next();
      });
      app.use('/batch', batch(options));
      if (hasSession) app.use(session({ secret: 'of the test', resave: false, saveUninitialized: false }));
      app.use((req, res, next) => {
        const answer = async (): Promise<void> => send(res, await handle(toCall(req, userOf(req))));
        answer().catch(next);
      });
      return app;
    },
  };
}

function toCall(req: Request, user: string | undefined): Call {
  return {
    native: req,
    req,
    method: req.method,
    url: req.originalUrl,
    ip: req.ip ?? '',
    user,
    session: req.session,
    operation: getOperation(req),
  };
}

function send(res: Response, { status = 200, headers = {}, body = {} }: Answer): void {
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  res.status(status);
  if (typeof body === 'string') res.send(body);
  else res.json(body);
}
