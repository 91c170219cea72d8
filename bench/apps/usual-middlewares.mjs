import { Writable } from 'node:stream';
import compression from 'compression';
import cookieParser from 'cookie-parser';
import cors from 'cors';
import helmet from 'helmet';
import morgan from 'morgan';

/** Five middlewares that many Express apps have; the log goes nowhere, but every line of it is written. */
export function usualMiddlewares() {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  return [helmet(), cors(), compression(), cookieParser(), morgan('combined', { stream: nowhere })];
}
