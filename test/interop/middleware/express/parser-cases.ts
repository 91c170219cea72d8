import multer from 'multer';
import { post, postJson } from '../middleware-case.js';
import { answerError, type ExpressCase, echoBody } from './express-host.js';

const BYTES = Uint8Array.from({ length: 256 }, (_value, index) => index);
const MULTIPART = 'multipart/form-data; boundary=pieces';
const upload = multer({ storage: multer.memoryStorage(), limits: { fileSize: 300 } });

function multipart(file: Uint8Array): Buffer {
  return Buffer.concat([
    Buffer.from('--pieces\r\nContent-Disposition: form-data; name="title"\r\n\r\nZürich\r\n'),
    Buffer.from('--pieces\r\nContent-Disposition: form-data; name="photo"; filename="a.png"\r\n'),
    Buffer.from('Content-Type: image/png\r\n\r\n'),
    file,
    Buffer.from('\r\n--pieces--\r\n'),
  ]);
}

export const parserCases: readonly ExpressCase[] = [
  {
    name: 'express.json',
    build({ app, express, placeBatch }) {
      app.use('/small', express.json({ limit: 20 }));
      app.use(express.json({ type: ['application/json', 'application/*+json'] }));
      placeBatch();
      app.post(['/echo', '/small'], echoBody);
      app.use(answerError);
    },
    exchanges: [
      {
        steps: [
          { send: postJson('/echo', { a: ['é', null] }), status: 200, body: '{"body":{"a":["é",null]}}' },
          {
            send: post('/echo', 'application/merge-patch+json', '{"a":1}'),
            status: 200,
            body: '{"body":{"a":1}}',
          },
          { send: post('/echo', 'application/json', '{"a":'), status: 400, body: /"entity.parse.failed"/ },
          { send: postJson('/echo', 'no object'), status: 400, body: /"entity.parse.failed"/ },
          { send: postJson('/small', { a: 'x'.repeat(20) }), status: 413, body: /"entity.too.large"/ },
          { send: { method: 'POST', path: '/echo' }, status: 200 },
        ],
      },
    ],
  },
  {
    name: 'express.urlencoded',
    build({ app, express, placeBatch }) {
      app.use(express.urlencoded({ extended: true, parameterLimit: 3 }));
      placeBatch();
      app.post('/echo', echoBody);
      app.use(answerError);
    },
    exchanges: [
      {
        steps: [
          {
            send: post('/echo', 'application/x-www-form-urlencoded', 'a[b]=1&a[c]=Z%C3%BCrich'),
            status: 200,
            body: '{"body":{"a":{"b":"1","c":"Zürich"}}}',
          },
          {
            send: post('/echo', 'application/x-www-form-urlencoded', 'a=1&b=2&c=3&d=4'),
            status: 413,
            body: /"parameters.too.many"/,
          },
        ],
      },
    ],
  },
  {
    name: 'express.raw',
    build({ app, express, placeBatch }) {
      app.use(express.raw({ type: '*/*' }));
      placeBatch();
      app.post('/echo', echoBody);
    },
    exchanges: [
      {
        steps: [
          { send: post('/echo', 'image/png', BYTES), status: 200, body: /\\u0000\\u0001/ },
          { send: post('/echo', 'text/csv', 'a,b'), status: 200, body: '{"body":"a,b"}' },
        ],
      },
    ],
  },
  {
    name: 'express.text',
    build({ app, express, placeBatch }) {
      app.use(express.text({ type: '*/*' }));
      placeBatch();
      app.post('/echo', echoBody);
      app.use(answerError);
    },
    exchanges: [
      {
        steps: [
          { send: post('/echo', 'text/csv', 'a;é'), status: 200, body: '{"body":"a;é"}' },
          {
            send: post('/echo', 'text/plain; charset=iso-8859-1', Uint8Array.of(0x5a, 0xfc)),
            status: 200,
            body: '{"body":"Zü"}',
          },
          {
            send: post('/echo', 'text/plain; charset=klingon', BYTES),
            status: 415,
            body: /"charset.unsupported"/,
          },
        ],
      },
    ],
  },
  {
    name: 'multer',
    build({ app, placeBatch }) {
      placeBatch();
      app.post('/photos', upload.single('photo'), (req, res) => {
        const { mimetype, originalname, size, buffer } = req.file!;
        const { title } = req.body as { title: string };
        res.status(201).json({ title, mimetype, originalname, size, bytes: buffer.toString('hex') });
      });
      app.use(answerError);
    },
    exchanges: [
      {
        steps: [
          {
            send: post('/photos', MULTIPART, multipart(BYTES)),
            status: 201,
            body: `{"title":"Zürich","mimetype":"image/png","originalname":"a.png","size":256,"bytes":"${Buffer.from(BYTES).toString('hex')}"}`,
          },
          {
            send: post('/photos', MULTIPART, multipart(Buffer.alloc(301))),
            status: 500,
            body: /LIMIT_FILE_SIZE/,
          },
          {
            send: post('/photos', MULTIPART, multipart(BYTES).subarray(0, 200)),
            status: 500,
            body: /Unexpected end of form/,
          },
        ],
      },
    ],
  },
];
