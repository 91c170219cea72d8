import http from 'node:http';

/** Milliseconds. */
const COMPUTE_MS = 1;
const TIMER_MS = 5;
const LINE_MS = 5;
/** How many calls the handler `line` makes at the same time; others wait in the handler. */
const LINE_LENGTH = 16;
const QUERY =
  'SELECT id, title, width, height FROM photos, pg_sleep(0.001 + 0.004 * (($1::int % 5) / 4.0)) WHERE id = $1';

/**
 * Adds a route for each kind of work, `GET /<kind>/:id`.
 *
 * @param {import('express').Express} app
 * @param {{ pool: { query: (text: string, values: unknown[]) => Promise<{ rows: object[] }> } | undefined, upstreamPort: number }} work
 */
export function addRoutes(app, { pool, upstreamPort }) {
  const agent = new http.Agent({ keepAlive: true });
  const line = inLine(LINE_LENGTH, () => wait(LINE_MS));
  app.get('/postgres/:id', async (req, res) => {
    const { rows } = await pool.query(QUERY, [Number(req.params.id)]);
    res.json(rows[0]);
  });
  app.get('/timer/:id', async (req, res) => {
    await wait(TIMER_MS);
    res.json(photo(req.params.id));
  });
  app.get('/compute/:id', (req, res) => {
    const end = performance.now() + COMPUTE_MS;
    while (performance.now() < end);
    res.json(photo(req.params.id));
  });
  app.get('/upstream/:id', async (req, res) => {
    res.json(await getJson({ port: upstreamPort, path: `/${req.params.id}`, agent }));
  });
  app.get('/line/:id', async (req, res) => {
    await line();
    res.json(photo(req.params.id));
  });
}

function photo(id) {
  return { id: Number(id), title: `Photo ${id}`, width: 1600, height: 900 };
}

function wait(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Returns a function that calls another, at most `length` times at once, as many clients with a rate limit do. */
function inLine(length, call) {
  const waiting = [];
  let active = 0;
  return async () => {
    if (active === length) await new Promise((resolve) => waiting.push(resolve));
    else active += 1;
    await call();
    const next = waiting.shift();
    if (next === undefined) active -= 1;
    else next();
  };
}

function getJson(options) {
  return new Promise((resolve, reject) => {
    const req = http.get({ host: '127.0.0.1', ...options }, (res) => {
      let text = '';
      res.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      res.on('end', () => resolve(JSON.parse(text)));
    });
    req.on('error', reject);
  });
}
