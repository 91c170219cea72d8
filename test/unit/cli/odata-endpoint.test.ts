import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { batch } from '@multistatus/express';
import { graph, odata } from '@multistatus/odata';
import express from 'express';
import { runCli } from './run-cli.js';
import { startServer, type TestServer } from './start-server.js';

let server: TestServer;
beforeAll(async () => {
  const app = express();
  app.use('/odata/\\$batch', batch({ formats: [odata()] }));
  app.use('/graph/\\$batch', batch({ formats: [graph()] }));
  app.use('/native', batch({ root: '/odata' }));
  app.get(['/odata/People', '/graph/People'], (_req, res) => void res.json({ value: [] }));
  // What a proxy may make of the answer of batch().
  app.post('/status-200', (_req, res) => {
    res.json({ responses: [{ id: '1', href: '/a', status: 404 }], summary: { total: 1, failed: 1 } });
  });
  app.post('/cut', (_req, res) => {
    res.type('json').end('{"responses":[{"id":"1","status":200},{"id":"2","st');
  });
  app.post('/rolled-back', (_req, res) => {
    res.set('Content-Type', 'multipart/mixed; boundary=b');
    res.end(multipart(response('409 Conflict')));
  });
  app.post('/all-succeeded', (_req, res) => {
    res.set('Content-Type', 'multipart/mixed; boundary=b');
    res.end(multipart(response('200 OK')));
  });
  app.post('/one-by-one', (_req, res) => {
    res.set('Content-Type', 'multipart/mixed; boundary=b');
    res.end(multipart(response('409 Conflict', '1'), response('424 Failed Dependency', '2')));
  });
  app.post('/failing', (_req, res) => {
    res.status(500).json({ error: { code: 'x', message: 'The database is down' } });
  });
  app.post('/no-batches', (_req, res) => void res.status(415).json({ error: { message: 'no' } }));
  server = await startServer(app);
});
afterAll(() => server.close());

/** Runs the command; an argument that begins with a slash is a path of the server. */
function runAt(args: readonly string[], stdin = '') {
  const urls = args.map((arg) => (arg.startsWith('/') ? server.origin + arg : arg));
  return runCli(urls, { stdin });
}

function response(status: string, id?: string): string {
  const name = id === undefined ? '' : `Content-ID: ${id}\r\n`;
  return `Content-Type: application/http\r\n${name}\r\nHTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n\r\n`;
}

function part(line: string, id?: string): string {
  const name = id === undefined ? '' : `Content-ID: ${id}\r\n`;
  return `Content-Type: application/http\r\n${name}\r\n${line} HTTP/1.1\r\n\r\n\r\n`;
}

function multipart(...parts: string[]): string {
  return `${parts.map((each) => `--b\r\n${each}`).join('')}--b--\r\n`;
}

/** Two requests in a changeset, then one. */
const CHANGES = multipart(
  `Content-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n${part('POST Orders', '1')}--c\r\n${part('POST Orders', '2')}--c--\r\n`,
  part('GET People'),
);
const READS = JSON.stringify({
  requests: [
    { id: '1', method: 'GET', url: 'People' },
    { id: '2', method: 'GET', url: 'Nobody' },
  ],
});
const FAULTY = JSON.stringify({
  requests: [
    { id: '1', method: 'GET', url: 'People' },
    { id: '2', method: 'TRACE', url: 'People' },
  ],
});

describe('an answer in JSON with status 200', () => {
  test.each(['/odata/$batch', '/graph/$batch'])('%s is not broken', async (path) => {
    const { code, stdout } = await runAt(['probe', path]);
    expect(stdout).toContain('Findings: 1 note\n  note odata-json');
    expect(stdout).toContain('The answers arrive intact');
    expect(code).toBe(0);
    const sent = await runAt(['send', '-', '--accept', 'json', '--to', path], READS);
    expect(sent.stdout).toContain('2 resources: 1 failed, 1 succeeded');
    expect(sent.stdout).toContain('this is the answer to a batch of OData or Microsoft Graph');
    expect(sent.code).toBe(1);
  });

  test('with hrefs or a summary, it is a 207 whose status was changed', async () => {
    const { code, stdout } = await runAt(['inspect', '-d', '{}', '/status-200']);
    expect(stdout).toContain('the status is 200 OK, but the body is a multistatus');
    expect(code).toBe(2);
  });

  test('that ends early is truncated', async () => {
    const { code, stdout, stderr } = await runAt(['inspect', '-d', '{}', '/cut']);
    expect(stderr).toBe('');
    expect(stdout).toContain('1 resource: 1 succeeded');
    expect(code).toBe(2);
  });

  test('a request is shown without the href that its response does not have', async () => {
    const { stdout } = await runAt(['send', '-', '--to', '/odata/$batch'], READS);
    expect(stdout).toContain('GET People\n');
    expect(stdout).not.toContain('urn:multistatus');
  });
});

describe('a refusal in the form of OData', () => {
  test.each(['/odata/$batch', '/graph/$batch'])('of %s: its message and details are shown', async (path) => {
    const sent = await runAt(['send', '-', '--to', path], FAULTY);
    const refusal = `The batch was refused with 400 Bad Request: nothing has run.
  Request 2: TRACE cannot be an operation; nothing has run
  #/requests/1/method: Request 2: TRACE cannot be an operation
    line 1: "method":"TRACE"
`;
    expect(sent.stdout).toBe(`POST ${server.origin}${path}\n2 operations from standard input\n\n${refusal}`);
    const accepted = await runAt(['send', '-', '--accept', 'json', '--to', path], FAULTY);
    expect(accepted.stdout).toBe(refusal);
    const inspected = await runAt(['inspect', '-d', FAULTY, path]);
    expect(inspected.stdout).toContain(
      'the status is 400 Bad Request: Request 2: TRACE cannot be an operation; nothing has run; #/requests/1/method: Request 2: TRACE cannot be an operation\n',
    );
    expect([sent.code, accepted.code, inspected.code]).toEqual([2, 2, 2]);
  });

  test('--json has the error as it was sent', async () => {
    const { code, stdout } = await runAt(['send', '-', '--json', '--to', '/odata/$batch'], FAULTY);
    const detail = {
      code: 'method-not-allowed',
      message: 'Request 2: TRACE cannot be an operation',
      target: '#/requests/1/method',
    };
    expect(JSON.parse(stdout)).toMatchObject({
      refusal: {
        status: 400,
        executed: false,
        problem: null,
        error: {
          code: 'invalid-batch',
          message: 'Request 2: TRACE cannot be an operation; nothing has run',
          details: [detail],
        },
      },
    });
    expect(code).toBe(2);
  });

  test('of a multipart batch', async () => {
    const batch = multipart(part('TRACE People'));
    const { code, stdout } = await runAt(['send', '-', '--to', '/odata/$batch'], batch);
    expect(stdout).toBe(`The batch was refused with 400 Bad Request: nothing has run.
  Part 1: TRACE cannot be an operation; nothing has run
  Part 1: TRACE cannot be an operation
`);
    expect(code).toBe(2);
    const json = await runAt(['send', '-', '--json', '--to', '/odata/$batch'], batch);
    expect(json.stdout).toContain('Part 1: TRACE cannot be an operation');
  });

  test('with a status that does not say that nothing ran', async () => {
    const { stdout } = await runAt(['send', '-', '--to', '/failing'], multipart(part('GET People')));
    expect(stdout).toContain('without outcomes: it is not known what has run.\n  The database is down\n');
  });
});

describe('415', () => {
  test('says what was sent, and what the endpoint accepts', async () => {
    const { stdout } = await runAt(['send', '-', '--to', '/native'], CHANGES);
    expect(stdout).toContain('What to do: Send a batch of type application/json, ');
    expect(stdout).toContain(', not multipart/mixed; multistatus convert --to json converts it.');
    expect(stdout).not.toContain('does not accept JSON');
  });

  test.each([
    ['multipart/mixed', CHANGES],
    ['application/json', READS],
  ])('%s, without Accept-Post', async (type, stdin) => {
    const { stdout } = await runAt(['send', '-', '--to', '/no-batches'], stdin);
    expect(stdout).toContain(`What to do: This URL does not accept ${type}: check the path.`);
  });
});

describe('a multipart answer with fewer responses than requests', () => {
  test('after a failure, the others did not run', async () => {
    const stdin = multipart(part('GET People'), part('GET Nobody'), part('GET People'), part('GET People'));
    const { code, stdout } = await runAt(['send', '-', '--to', '/odata/$batch'], stdin);
    expect(stdout).toContain('note multipart-stopped');
    expect(stdout).toContain(
      'the batch has 4 requests, but the answer has 2 responses: 2 requests after the failure did not run',
    );
    expect(code).toBe(1);
  });

  test('a changeset that failed was rolled back', async () => {
    const { code, stdout } = await runAt(['send', '-', '--to', '/rolled-back'], CHANGES);
    expect(stdout).toContain(
      'the batch has 3 requests, but the answer has 1 response: one response stands for the 2 requests of the changeset in part 1, which failed: a service with transactions has rolled them back; 1 request after the failure did not run',
    );
    expect(code).toBe(1);
  });

  test('a service may answer each request of a changeset that failed', async () => {
    const { code, stdout } = await runAt(['send', '-', '--to', '/one-by-one'], CHANGES);
    expect(stdout).toContain(
      'the batch has 3 requests, but the answer has 2 responses: 1 request after the failure did not run',
    );
    expect(code).toBe(1);
  });

  test('without a failure, outcomes are missing', async () => {
    const { code, stdout } = await runAt(['send', '-', '--to', '/all-succeeded'], CHANGES);
    expect(stdout).toContain('error outcomes\n    the batch has 3 requests, but the answer has 1 response\n');
    expect(code).toBe(2);
  });
});

describe('a batch that was converted to JSON', () => {
  const BATCH = multipart(part('GET People', '~3'), part('GET Nobody'), part('GET People'));

  test('runs at batch() with a root up to the first failure', async () => {
    const { stdout, stderr } = await runAt(['convert', '--to', 'json', '-'], BATCH);
    expect(stderr).toContain('lost: for an endpoint of OData or Microsoft Graph, execution and onError');
    const sent = await runAt(['send', '-', '--to', '/native'], stdout);
    expect(sent.stdout).toMatch(/✓ 200 OK .*\n.*✗ 404 Not Found .*\n.*✗ 424 /);
  });

  test('without these members it runs at OData, up to the first failure with a preference', async () => {
    const { stdout } = await runAt(['convert', '--to', 'json', '-'], BATCH);
    const { requests } = JSON.parse(stdout) as { requests: { id: string }[] };
    expect(requests.map(({ id }) => id)).toEqual(['~3', '~2', '~~3']);
    const prefer = ['-H', 'Prefer: continue-on-error=false'];
    const sent = await runAt(['send', '-', ...prefer, '--to', '/odata/$batch'], JSON.stringify({ requests }));
    expect(sent.stdout).toMatch(/✓ 200 OK .*\n.*✗ 404 Not Found .*\n.*✗ 424 /);
  });
});
